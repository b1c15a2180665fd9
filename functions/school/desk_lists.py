"""The desk's door to *Lijsten*: pupil lists sent, what became of them, confirmed, declined and taken back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common import list_words, refusal_words
from common.cloud.services import services
from common.ids import moment_of
from common.imports import ASKED_AGAIN, ENDINGS, LARGEST_UPLOAD, STATES
from common.web import visits
from common.web.desks import Desk, number_in
from common.web.pages import go_to
from school import list_advice, lists, uploads
from school.lists import NotNow, OtherPreview

door = Desk(Path(__file__).parent / "templates")
app = door.app

LISTS = "/school/lijsten"
_ON_A_PAGE = 10
# Whoever sent a list still wonders what became of it.
_NEWS = timedelta(hours=1)
_UNDER_WAY = {"reading", "applying", "undoing"}


@app.get("/school/lijsten")
def show_lists() -> Response[str]:
    seat = door.seat()
    before = door.visit.query.get("tot", "")
    now = services().now()
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
        # As *Schooljaar* asks; whoever comes by another way chooses.
        everybody=door.visit.query.get("wie") == "iedereen",
        came=next((one for one in found if not before and now - one.uploaded_at < _NEWS), None),
        why=lambda reason: refusal_words.in_short(reason, door.translated),
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
    one = report.one
    return door.show(
        "list.html",
        seat,
        **vars(report),
        namesakes=report.namesakes,
        states=STATES,
        asked_again=ASKED_AGAIN,
        said=lambda sentence: list_words.translated(sentence, door.translated),
        to_do=_to_do,
        why=lambda reason: refusal_words.translated(reason, door.translated),
        place=lambda where: list_words.translated_place(where, door.translated),
        moment_of=moment_of,
        under_way=one.state in _UNDER_WAY,
        # Until the order is carried out, which looks first whether the list would still do the same.
        is_confirmed=one.state == "waiting" and door.visit.note == _confirmed(one.preview),
        is_undone=one.state == "done" and door.visit.note == "list_undone",
    )


def _to_do(reason: str) -> str:
    advice = list_advice.advice_on(reason)
    return door.translated(advice) if advice else ""


@app.post("/school/lijsten/<import_id>/bevestigen")
def confirm_list(import_id: str) -> Response[str]:
    seat = door.seat()
    seen = number_in(door.visit.form, "preview")
    try:
        preview = lists.order(seat.school.id, import_id, "confirm", seat.actor, seen)
    except (NotNow, OtherPreview) as problem:
        return _not_now(import_id, problem)
    return _to_list(import_id, _confirmed(preview))


@app.post("/school/lijsten/<import_id>/afwijzen")
def decline_list(import_id: str) -> Response[str]:
    seat = door.seat()
    try:
        lists.decline(seat.school.id, import_id, seat.actor)
    except NotNow as problem:
        return _not_now(import_id, problem)
    return go_to(f"{LISTS}/{import_id}")


@app.get("/school/lijsten/<import_id>/terugdraaien")
def ask_undo(import_id: str) -> Response[str]:
    seat = door.seat()
    one = lists.find_undoable(seat.school.id, import_id)
    if one is None:
        return _not_now(import_id, NotNow())
    return door.show("undo.html", seat, one=one)


@app.post("/school/lijsten/<import_id>/terugdraaien")
def undo_list(import_id: str) -> Response[str]:
    seat = door.seat()
    try:
        lists.order(seat.school.id, import_id, "undo", seat.actor)
    except NotNow as problem:
        return _not_now(import_id, problem)
    return _to_list(import_id, "list_undone")


def _to_list(import_id: str, note: str) -> Response[str]:
    return go_to(f"{LISTS}/{import_id}", visits.keep_note(note))


def _not_now(import_id: str, problem: NotNow | OtherPreview) -> Response[str]:
    note = "other_preview" if isinstance(problem, OtherPreview) else "not_now"
    return _to_list(import_id, note)


def _confirmed(preview: int) -> str:
    return f"confirmed_{preview}"


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
