"""The desk's door to *Instellingen*, for those who may change them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.errors import NotThere
from common.schools import School
from common.web import meanwhile, visits
from common.web.desks import Desk, Seat
from common.web.pages import go_to
from common.web.visits import Form
from school import settings

door = Desk(Path(__file__).parent / "templates")
app = door.app

SETTINGS = "/school/instellingen"
DETAILS = "/school/instellingen/school"
RULES = "/school/instellingen/codes"
KEYS = "/school/instellingen/sleutels"
# The form on whose way back the new key is shown, once.
_NEW_KEY = "nieuwe-sleutel"


@app.get("/school/instellingen")
def show_settings() -> Response[str]:
    return door.show("settings.html", door.manager())


@app.get("/school/instellingen/school")
def show_details() -> Response[str]:
    return _show("details.html", DETAILS, settings.details_of)


@app.post("/school/instellingen/school")
def save_details() -> Response[str]:
    seat = door.manager()
    if settings.moves_mail(seat.school, door.visit.form):
        door.refuse_stale(seat)
    return _save(seat, DETAILS, settings.save_details)


@app.get("/school/instellingen/codes")
def show_rules() -> Response[str]:
    return _show("rules.html", RULES, settings.rules_of)


@app.post("/school/instellingen/codes")
def save_rules() -> Response[str]:
    return _save(door.manager(), RULES, settings.save_rules)


def _show(template: str, address: str, values: Callable[[School], dict[str, str]]) -> Response[str]:
    seat = door.manager()
    kept = door.form_of(seat, address)
    now_there = values(seat.school)
    return door.show(
        template,
        seat,
        form=kept if kept.values else Form(now_there),
        failed=bool(kept.errors),
        now_there=now_there,
        seen=meanwhile.seen_in(kept, meanwhile.seen(now_there)),
    )


def _save(seat: Seat, address: str, save: Callable[[Seat, Mapping[str, str], datetime], Form | None]) -> Response[str]:
    wrong = save(seat, door.visit.form, services().now())
    if wrong:
        return door.send_back(seat, address, wrong)
    return go_to(SETTINGS, visits.keep_note("saved"))


@app.get("/school/instellingen/sleutels")
def show_keys() -> Response[str]:
    seat = door.manager()
    form = door.form_of(seat, KEYS)
    return door.show(
        "keys.html",
        seat,
        keys=services().api_keys.of_school(seat.school.id),
        new_key=door.visit.kept_form(_NEW_KEY, seat.owner).values.get("key", ""),
        form=form,
        failed=bool(form.errors),
        scopes=settings.SCOPE_WORDS,
    )


@app.post("/school/instellingen/sleutels")
def make_key() -> Response[str]:
    seat = door.manager()
    door.refuse_stale(seat)
    made = settings.make_key(seat, door.visit.form, services().now())
    if isinstance(made, Form):
        return door.send_back(seat, KEYS, made)
    return go_to(KEYS, visits.keep_form(_NEW_KEY, Form({"key": made}), seat.owner))


@app.get("/school/instellingen/sleutels/<key>")
def ask_withdrawal(key: str) -> Response[str]:
    seat = door.manager()
    known = services().api_keys.find(seat.school.id, key)
    if known is None:
        raise NotThere
    return door.show("key.html", seat, key=known)


@app.post("/school/instellingen/sleutels/<key>")
def withdraw_key(key: str) -> Response[str]:
    seat = door.manager()
    settings.withdraw_key(seat, key, services().now())
    return go_to(KEYS, visits.keep_note("withdrawn"))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
