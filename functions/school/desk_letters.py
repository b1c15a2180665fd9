"""*Brieven* at the desk: which letters are made, how far they are, and their files."""

from datetime import datetime
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.days import local_date
from common.letters import REMINDER, Batch
from common.web import visits
from common.web.desks import Desk, Seat
from common.web.pages import go_to, hand_out
from common.web.visits import Form
from school import batch_ids, letter_orders, newer_letters, present_letters, renewal, said_printed
from school.odd_names import odd_names

door = Desk(Path(__file__).parent / "templates")
app = door.app

LETTERS = "/school/brieven"
CONFIRM = "/school/brieven/maken"


@app.get("/school/brieven")
def show_letters() -> Response[str]:
    seat, here = door.seat(), services()
    kept = door.form_of(seat, LETTERS)
    form = kept if kept.values else letter_orders.begun(door.visit.query.get("wie", ""))
    before, now = door.visit.query.get("voor", ""), here.now()
    batches, older = letter_orders.newest(seat, before)
    return door.show(
        "letters.html",
        seat,
        form=form,
        failed=bool(form.errors),
        ticked=letter_orders.classes_in(form.values),
        whole=seat.tally.whole,
        classes=seat.tally.classes,
        reminded_at=here.batches.last_reminder(seat.school.id),
        batches=[one for one in batches if one.wanted],
        older=older,
        renewing=not before and renewal.is_on_its_way(seat.ordered, batches, now),
        now=now,
        today=local_date(now),
    )


@app.post("/school/brieven")
def choose() -> Response[str]:
    """How many letters it will be is read on the next page: nothing is made yet."""
    seat = door.seat()
    choice = letter_orders.choice_in(door.visit.form)
    if isinstance(choice, Form):
        return door.send_back(seat, LETTERS, choice)
    return door.send_back(seat, CONFIRM, Form(choice.values))


@app.get("/school/brieven/maken")
def show_plan() -> Response[str]:
    seat, now = door.seat(), services().now()
    form = door.form_of(seat, CONFIRM)
    choice = letter_orders.choice_in(form.values)
    if isinstance(choice, Form):
        return go_to(LETTERS)
    planned = letter_orders.planned(seat, choice, now)
    if isinstance(planned, Form):
        return door.send_back(seat, LETTERS, planned)
    found = present_letters.there_still(seat.school.id, now)
    there = letter_orders.like(planned, present_letters.that_work(seat, found, now))
    return door.show(
        "letters_plan.html",
        seat,
        choice=choice,
        batch=planned,
        there=there,
        failed=there is not None and bool(form.errors),
        waiting=[one for one in present_letters.waiting_of(seat, found, now) if one != there],
        renewing=renewal.is_on_its_way(seat.ordered, found, now),
        without_letter=letter_orders.without_letter(seat, choice),
        today=local_date(now),
    )


@app.post("/school/brieven/maken")
def make() -> Response[str]:
    seat, form, now = door.seat(), door.visit.form, services().now()
    choice = letter_orders.choice_in(form)
    if isinstance(choice, Form):
        return door.send_back(seat, LETTERS, choice)
    batch = batch_ids.id_in(form, now)
    wrong = letter_orders.make(seat, choice, batch, form.get("known", ""), now)
    if wrong:
        return door.send_back(seat, CONFIRM if letter_orders.MADE_MEANWHILE in wrong.errors else LETTERS, wrong)
    return go_to(f"{LETTERS}/{batch}", visits.keep_note("asked"))


@app.get("/school/brieven/<batch>")
def show_batch(batch: str) -> Response[str]:
    seat, now = door.seat(), services().now()
    today = local_date(now)
    found = services().batches.find(seat.school.id, batch)
    if found is None:
        return _show_ordered(seat, batch, now)
    dead, gone = found.is_dead(today) or door.visit.note == "dead", found.are_gone(now)
    return door.show(
        "letters_batch.html",
        seat,
        batch=found,
        names=odd_names(seat, found),
        gone=gone,
        dead=dead,
        dying=not (dead or gone) and renewal.kills_soon(seat, found, now),
        newer=newer_letters.likely_newer_of(seat, found, now) if dead and not gone else "",
        today=today,
        takes_long=present_letters.takes_long(found, now),
        zipping=letter_orders.zips_now(found, now),
        again_id=batch_ids.new_id(now),
        proven=seat.session.is_proven(now),
    )


def _show_ordered(seat: Seat, batch: str, now: datetime) -> Response[str]:
    """*Logboek* leads here from the moment that somebody presses."""
    at = renewal.ordered_at(seat, batch, now)
    long = present_letters.takes_long_since(at, now)
    return door.show("letters_ordered.html", seat, batch=batch, at=at, takes_long=long)


@app.post("/school/brieven/<batch>/zip")
def want_zip(batch: str) -> Response[str]:
    seat, now = door.seat(), services().now()
    found = letter_orders.find(seat, batch)
    page = f"{LETTERS}/{batch}"
    door.refuse_stale(seat, back=page)
    if found.are_gone(now):
        return go_to(page)
    if not letter_orders.works(found, None, now):
        return _refused(page, "dead")
    letter_orders.want_zip(seat, found, now)
    return go_to(page)


@app.get("/school/brieven/<batch>/zip")
def fetch_zip(batch: str) -> Response[str]:
    seat, now = door.seat(), services().now()
    found = letter_orders.find(seat, batch)
    page = f"{LETTERS}/{batch}"
    door.refuse_stale(seat, back=page)
    if found.are_gone(now) or not found.zip_made:
        return go_to(page)
    if not letter_orders.works(found, None, now):
        return _refused(page, "dead")
    return hand_out(letter_orders.link_to_zip(seat, found, now))


@app.get("/school/brieven/<batch>/<file>")
def fetch(batch: str, file: str) -> Response[str]:
    """One class at a time is what everybody at school may see; several at once are not.

    The letter of one pupil is fetched on a page of its own, where it counts as printed.
    """
    seat, now = door.seat(), services().now()
    found = letter_orders.find(seat, batch)
    one = letter_orders.file_in(found, file)
    page = f"{LETTERS}/{batch}"
    if not one.class_name:
        door.refuse_stale(seat, back=page)
    if found.are_gone(now) or not found.has_made(one):
        return go_to(page)
    if not letter_orders.works(found, one, now):
        return _refused(page, "dead" if len(found.wanted) == 1 else "dead_file")
    if pupil := letter_orders.only_pupil_of(found):
        return go_to(f"/school/leerlingen/{pupil}/brief/{batch}")
    return hand_out(letter_orders.link_to(seat, found, one, now))


@app.post("/school/brieven/<batch>")
def change_batch(batch: str) -> Response[str]:
    seat, form, now = door.seat(), door.visit.form, services().now()
    found = letter_orders.find(seat, batch)
    page, note = f"{LETTERS}/{batch}", "nothing"
    if form.get("do") == "printed":
        if not letter_orders.works(found, None, now):
            return _refused(page, "dead")
        said_printed.note_printed(seat.school.id, found.id, seat.actor)
        note = "printed"
    elif form.get("do") == "not_printed":
        note = "not_printed" if said_printed.take_back(found, seat.actor) else note
    elif form.get("do") == "again":
        batch, note = _make_again(seat, found, batch_ids.id_in(form, now), now)
        page = f"{LETTERS}/{batch}"
    return go_to(page, visits.keep_note(note))


def _make_again(seat: Seat, before: Batch, again: str, now: datetime) -> tuple[str, str]:
    """Which batch is shown, and what became of it: once for each id, and not where newer ones are there already."""
    if services().batches.find(seat.school.id, again):
        return again, "asked"
    pupils = letter_orders.pupils_again(seat, before)
    if not pupils:
        return before.id, "nobody_to_remind" if before.what == REMINDER else "nobody_left"
    newer = newer_letters.newer_of(seat, before, pupils, now)
    if newer:
        return newer, "there_already"
    letter_orders.make_again(seat, before, pupils, again, now)
    return again, "asked"


def _refused(page: str, note: str) -> Response[str]:
    """Nobody hands out letters that do not work, however old the page is on which somebody presses."""
    return go_to(page, visits.keep_note(note))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
