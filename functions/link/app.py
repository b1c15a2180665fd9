"""The door for parents who have an account: *Inloggen*, *Koppelen*, log out."""

from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import record
from common.cloud.services import services
from common.events import LoggedOut
from common.web import visits
from common.web.activation import prefill
from common.web.doors import Door
from common.web.pages import go_to
from common.web.visits import Form
from link import linking, logins

door = Door(Path(__file__).parent / "templates")
app, pages = door.app, door.pages

LOGIN_FORM = "inloggen"
LINK_FORM = "koppelen"


@app.get("/<lang>/inloggen")
def show_login(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    form = visit.kept_form(LOGIN_FORM)
    return pages.show(
        "login.html",
        language,
        form=form,
        failed=bool(form.errors),
        came_with_code=bool(visit.code),
        note=visit.note,
        cookies=[visits.forgotten(visits.NOTE)] if visit.note else [],
    )


@app.post("/<lang>/inloggen")
def log_in(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    outcome = logins.log_in(visit.form, visit.session_token, visit.network, visit.device, services().now())
    if isinstance(outcome, Form):
        code = outcome.values.get("code")
        moved = [visits.keep_code(code)] if code else []
        return go_to(f"/{language}/inloggen", visits.keep_form(LOGIN_FORM, outcome), *moved)
    if visit.return_to:
        return go_to(f"/{language}/{visit.return_to}", visits.session_cookie(outcome), visits.forgotten(visits.RETURN))
    page = "koppelen" if visit.code else "profiel"
    return go_to(f"/{language}/{page}", visits.session_cookie(outcome), visits.forgotten(visits.FORM))


@app.get("/<lang>/koppelen")
def show_linking(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = visit.parent()
    form = visit.kept_form(LINK_FORM, parent)
    asked = prefill(form, visit.code, visit.network, services().now(), already_linked=True)
    failed = bool(asked.form.errors)
    return pages.show("link.html", language, school=asked.school, asked=asked, failed=failed, shown_to=parent)


@app.post("/<lang>/koppelen")
def link(lang: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    outcome = linking.link(parent, visit.form, visit.network, services().now())
    if isinstance(outcome, Form):
        return go_to(f"/{language}/koppelen", visits.keep_form(LINK_FORM, outcome, parent))
    return go_to(
        f"/{language}/profiel",
        visits.keep_note(outcome),
        visits.forgotten(visits.CODE),
        visits.forgotten(visits.FORM),
    )


@app.post("/<lang>/uitloggen")
def log_out(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = visit.parent_if_any()
    if parent:
        services().sessions.close(visit.session_token)
        record(LoggedOut(parent))
    return go_to(f"/{language}/start", *map(visits.forgotten, visits.ALL_OF_A_VISIT))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
