"""The school's JSON door for how its letters look. It cannot make codes: its role may not use the keys."""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.apikeys import ApiKey
from common.cloud.services import services
from common.cloud.table.store import Write
from common.web import security
from common.web.api import ApiDoor
from letters import design

door = ApiDoor()
app = door.app


@app.get("/api/letters/text")
def show_texts() -> Response[str]:
    return door.answer(200, {"texts": design.texts(door.school("letters"))})


@app.put("/api/letters/text")
def keep_text() -> Response[str]:
    from letters.bodies import OwnText

    key = door.key("letters")
    body = door.body(OwnText)
    design.keep_text_of(key.school, body.language, body.text, _told(key, changed="text", language=body.language))
    return door.answer(200, {})


@app.put("/api/letters/logo")
def keep_logo() -> Response[str]:
    from letters.bodies import Logo

    key = door.key("letters")
    design.keep_logo(key.school, door.body(Logo).picture, _told(key, changed="logo"))
    return door.answer(200, {})


@app.delete("/api/letters/logo")
def remove_logo() -> Response[str]:
    key = door.key("letters")
    design.remove_logo(key.school, _told(key, changed="logo"))
    return door.answer(200, {})


@app.post("/api/letters/preview")
def preview() -> Response[bytes]:
    from letters.bodies import WantedPreview

    school = services().schools.known(door.school("letters"))
    body = door.body(WantedPreview)
    pdf = design.preview(school, body.language, body.text, body.picture)
    headers = {**security.HEADERS, "Content-Disposition": 'inline; filename="voorbeeldbrief.pdf"'}
    return Response(status_code=200, content_type="application/pdf", body=pdf, headers=headers)


def _told(key: ApiKey, **about: str) -> Write:
    here = services()
    return here.journal.entry(key.school, "letter_changed", key.actor, here.now(), **about)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
