"""The desk's door to *Lijsten*: pupil lists sent, what became of them, confirmed and taken back."""

from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.imports import ENDINGS, LARGEST_UPLOAD, STATES, Order
from common.journal import What
from common.web import visits
from common.web.desks import Desk
from common.web.pages import go_to
from school import lists, uploads
from school.lists import NotNow

door = Desk(Path(__file__).parent / "templates")
app = door.app

LISTS = "/school/lijsten"
_ON_A_PAGE = 10
_UNDER_WAY = {"reading", "applying", "undoing"}


@app.get("/school/lijsten")
def show_lists() -> Response[str]:
    seat = door.seat()
    before = door.visit.query.get("tot", "")
    found = services().imports.newest(seat.school.id, _ON_A_PAGE, before)
    upload = uploads.form_for(seat)
    page = door.show(
        "lists.html",
        seat,
        lists=found,
        older=found[-1].id if len(found) == _ON_A_PAGE else "",
        states=STATES,
        upload=upload,
        largest=LARGEST_UPLOAD,
        endings=ENDINGS,
        received=door.visit.note == "received",
        under_way=any(one.state in _UNDER_WAY for one in found),
    )
    page.headers["Content-Security-Policy"] = door.policy_with(upload)
    return page


@app.get("/school/lijsten/ontvangen")
def receive() -> Response[str]:
    """Where S3 sends the browser once the list is there; the list itself comes by the bucket's event."""
    door.seat()
    return go_to(LISTS, visits.keep_note("received"))


@app.get("/school/lijsten/<import_id>")
def show_list(import_id: str) -> Response[str]:
    seat = door.seat()
    report = lists.whole_report(seat.school.id, import_id)
    return door.show("list.html", seat, **vars(report), states=STATES, under_way=report.one.state in _UNDER_WAY)


@app.post("/school/lijsten/<import_id>/bevestigen")
def confirm_list(import_id: str) -> Response[str]:
    return _order(import_id, "confirm", "list_confirmed")


@app.get("/school/lijsten/<import_id>/terugdraaien")
def ask_undo(import_id: str) -> Response[str]:
    seat = door.seat()
    one = lists.find_undoable(seat.school.id, import_id)
    if one is None:
        return go_to(f"{LISTS}/{import_id}", visits.keep_note("not_now"))
    return door.show("undo.html", seat, one=one)


@app.post("/school/lijsten/<import_id>/terugdraaien")
def undo_list(import_id: str) -> Response[str]:
    return _order(import_id, "undo", "list_undone")


def _order(import_id: str, what: Order, told: What) -> Response[str]:
    seat = door.seat()
    here = services()
    try:
        lists.order(seat.school.id, import_id, what)
    except NotNow:
        return go_to(f"{LISTS}/{import_id}", visits.keep_note("not_now"))
    here.journal.note(seat.school.id, told, seat.actor, here.now(), list=import_id)
    return go_to(f"{LISTS}/{import_id}", visits.keep_note(told))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
