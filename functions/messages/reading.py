"""The door to a parent's own messages, as they can be read after login from a mail or a push."""

from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.web.doors import Door
from common.web.pages import go_to
from messages import attachments, inboxes
from messages.texts import as_html

door = Door(Path(__file__).parent / "pages")
app, pages = door.app, door.pages


@app.get("/<lang>/berichten")
def show_messages(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    inbox = inboxes.inbox_of(visit.parent(), before=visit.query.get("tot", ""))
    return pages.show("messages.html", language, school=inbox.only_school, inbox=inbox)


@app.get("/<lang>/berichten/<school>/<message>")
def show_message(lang: str, school: str, message: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    letter = inboxes.letter_to(visit.parent(), school, message)
    return pages.show(
        "message.html",
        language,
        school=letter.school,
        message=letter.message,
        text=as_html(letter.message.text),
    )


@app.get("/<lang>/berichten/<school>/<message>/bijlage/<number>")
def fetch_attachment(lang: str, school: str, message: str, number: str) -> Response[str]:
    visit = door.visit
    visit.language(lang)
    letter = inboxes.letter_to(visit.parent(), school, message)
    return go_to(attachments.link_to(letter.message, number))


@app.get("/berichten/<school>/<message>")
def find_message(school: str, message: str) -> Response[str]:
    """As mails and pushes name it: without a language."""
    return go_to(f"/{door.visit.chosen_language}/berichten/{school}/{message}")


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
