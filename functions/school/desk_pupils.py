"""The door to *Leerlingen*: who is at school, one by one, and all that the school does for one of them."""

import json
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.cloud.table.pupils import PupilChanged
from common.days import local_date
from common.errors import NotThere
from common.letters import Batch
from common.pupils import Pupil
from common.web import meanwhile, visits
from common.web.desks import Desk, Seat
from common.web.pages import go_to, hand_out
from common.web.visits import Form
from school import additions, dossiers, edits, leaving, letter_orders, pupil_forms, remedies, roll, said_printed

door = Desk(Path(__file__).parent / "templates")
app = door.app

PUPILS = "/school/leerlingen"
NEW = f"{PUPILS}/nieuw"


def page_of(pupil: str) -> str:
    return f"{PUPILS}/{pupil}"


@app.get("/school/leerlingen")
def show_pupils() -> Response[str]:
    seat = door.seat()
    shown = roll.roll_of(seat, roll.asked_in(door.visit.query), services().now())
    return door.show("pupils.html", seat, roll=shown, asked=shown.asked)


# -- somebody new


@app.get("/school/leerlingen/nieuw")
def show_new() -> Response[str]:
    seat = door.seat()
    form = door.form_of(seat, NEW)
    doubles = services().pupils.find_many(seat.school.id, form.values.get("doubles", "").split())
    return door.show(
        "pupil_new.html",
        seat,
        form=form,
        failed=bool(form.errors),
        classes=list(seat.tally.classes),
        doubles=doubles,
    )


@app.post("/school/leerlingen/nieuw")
def add() -> Response[str]:
    seat, now = door.seat(), services().now()
    wanted = pupil_forms.understand(door.visit.form, list(seat.tally.classes), leaving.today())
    if isinstance(wanted, Form):
        return door.send_back(seat, NEW, wanted)
    doubles = [one.id for one in additions.doubles_of(seat, wanted)]
    if set(doubles).difference(door.visit.form.get("anyway", "").split()):
        return door.send_back(seat, NEW, Form({**door.visit.form, "doubles": " ".join(doubles)}))
    pupil, is_new = additions.add(seat.school, wanted, seat.actor, now)
    return go_to(page_of(pupil), visits.keep_note("added" if is_new else "was_there"))


# -- one pupil


@app.get("/school/leerlingen/<pupil>")
def show_pupil(pupil: str) -> Response[str]:
    seat, now = door.seat(), services().now()
    all_reports = door.visit.query.get("meldingen") == "alle"
    found = dossiers.dossier_of(seat.school, pupil, now, all_reports=all_reports)
    page = door.show(
        "pupil.html", seat, dossier=found, pupil=found.pupil, all_reports=all_reports, today=local_date(now)
    )
    return _with_download(page, found.waiting)


@app.post("/school/leerlingen/<pupil>")
def do_at_pupil(pupil: str) -> Response[str]:
    """What one press of a button on the page does."""
    seat = door.seat()
    do = _AT_ONCE.get(door.visit.form.get("what", ""))
    if do is None:
        raise NotThere
    return do(seat, dossiers.pupil_of(seat.school, pupil))


def _bring_back(seat: Seat, pupil: Pupil) -> Response[str]:
    if pupil.left_on or not pupil.active:
        with suppress(PupilChanged):
            leaving.bring_back(seat.school, pupil, seat.actor, services().now())
    return go_to(page_of(pupil.id), visits.keep_note("back"))


def _print(seat: Seat, pupil: Pupil) -> Response[str]:
    if not pupil.active:
        raise NotThere
    return _to_letter(pupil, edits.print_letter(seat, pupil, services().now()))


def _lift(seat: Seat, pupil: Pupil) -> Response[str]:
    remedies.lift_lock(seat, pupil, services().now())
    return go_to(page_of(pupil.id), visits.keep_note("lifted"))


def _settle(seat: Seat, pupil: Pupil) -> Response[str]:
    remedies.settle(seat, pupil, door.visit.form.get("report", ""), services().now())
    return go_to(page_of(pupil.id), visits.keep_note("settled"))


_AT_ONCE: dict[str, Callable[[Seat, Pupil], Response[str]]] = {
    "back": _bring_back,
    "letter": _print,
    "lift": _lift,
    "settle": _settle,
}


@app.get("/school/leerlingen/<pupil>/wijzigen")
def show_edit(pupil: str) -> Response[str]:
    seat = door.seat()
    found = dossiers.pupil_of(seat.school, pupil)
    kept = door.form_of(seat, door.visit.path)
    return door.show(
        "pupil_edit.html",
        seat,
        pupil=found,
        now_there=pupil_forms.filled_in(found),
        form=kept if kept.values else pupil_forms.filled_in(found),
        failed=bool(kept.errors),
        seen=meanwhile.seen_in(kept, edits.seen(found)),
        classes=list(seat.tally.classes),
    )


@app.post("/school/leerlingen/<pupil>/wijzigen")
def edit(pupil: str) -> Response[str]:
    seat, form = door.seat(), door.visit.form
    found = dossiers.pupil_of(seat.school, pupil)
    wrong = edits.change(seat, found, form, list(seat.tally.classes), services().now())
    return _after(seat, pupil, "wijzigen", wrong, "edited")


def _after(seat: Seat, pupil: str, form: str, wrong: Form | None, note: str) -> Response[str]:
    """Back to the form where something is wrong with it, else to the pupil."""
    if wrong:
        return door.send_back(seat, f"{page_of(pupil)}/{form}", wrong)
    return go_to(page_of(pupil), visits.keep_note(note))


@app.get("/school/leerlingen/<pupil>/van-school")
def ask_leaving(pupil: str) -> Response[str]:
    seat = door.seat()
    found, kept = dossiers.pupil_of(seat.school, pupil), door.form_of(seat, door.visit.path)
    form = kept if kept.values else Form({"day": leaving.today().isoformat()})
    return door.show("pupil_leaves.html", seat, pupil=found, form=form, failed=bool(kept.errors))


@app.post("/school/leerlingen/<pupil>/van-school")
def leave(pupil: str) -> Response[str]:
    seat = door.seat()
    wrong = leaving.leave(dossiers.pupil_of(seat.school, pupil), door.visit.form, seat.actor, services().now())
    return _after(seat, pupil, "van-school", wrong, "leaves")


# -- code and letter


@app.get("/school/leerlingen/<pupil>/code")
def ask_new_code(pupil: str) -> Response[str]:
    seat = door.seat()
    return door.show("pupil_code.html", seat, pupil=_at_school(seat, pupil))


@app.post("/school/leerlingen/<pupil>/code")
def renew_code(pupil: str) -> Response[str]:
    seat = door.seat()
    found = _at_school(seat, pupil)
    batch = edits.renew_code(seat, found, door.visit.form.get("version", ""), services().now())
    return _to_letter(found, batch, "renewed") if batch else go_to(page_of(pupil), visits.keep_note("renewed_before"))


def _at_school(seat: Seat, pupil: str) -> Pupil:
    """Raises NotThere for one who left: there is no letter for them."""
    found = dossiers.pupil_of(seat.school, pupil)
    if not found.active:
        raise NotThere
    return found


def _to_letter(pupil: Pupil, batch: str, note: str = "") -> Response[str]:
    return go_to(f"{page_of(pupil.id)}/brief/{batch}", *([visits.keep_note(note)] if note else []))


@app.get("/school/leerlingen/<pupil>/brief/<batch>")
def show_letter(pupil: str, batch: str) -> Response[str]:
    seat = door.seat()
    now = services().now()
    found, (letter, name) = dossiers.pupil_of(seat.school, pupil), _own_letter(seat, pupil, batch)
    dead = not found.opens(name, local_date(now))
    page = door.show("pupil_letter.html", seat, pupil=found, letter=letter, gone=letter.are_gone(now), dead=dead)
    return _with_download(page, None if dead else letter)


def _with_download(page: Response[str], letter: Batch | None) -> Response[str]:
    """With the form that fetches a letter, which is posted to us and ends at the bucket."""
    if letter and letter.files_made:
        here = services()
        origin = here.files.origin_of(here.settings.letters_bucket, letter.key_of(letter.wanted[0]))
        page.headers["Content-Security-Policy"] = door.policy(form_action=origin)
    return page


@app.post("/school/leerlingen/<pupil>/brief/<batch>")
def fetch_letter(pupil: str, batch: str) -> Response[str]:
    """To a link that works for a minute. From now on the letter counts as printed, so it is asked for with a form."""
    seat, now = door.seat(), services().now()
    found, (letter, name) = dossiers.pupil_of(seat.school, pupil), _own_letter(seat, pupil, batch)
    if not letter.is_made or letter.are_gone(now) or not found.opens(name, local_date(now)):
        return go_to(f"{page_of(pupil)}/brief/{batch}")
    said_printed.note_printed(seat.school.id, batch)
    return hand_out(letter_orders.link_to(seat, letter, letter.wanted[0], now))


def _own_letter(seat: Seat, pupil: str, batch: str) -> tuple[Batch, str]:
    """The batch, and which letter is in it (see `Pupil.letter`).

    Raises NotThere for a batch with others in it: letters of many are asked for with a fresh proof.
    """
    found = letter_orders.find(seat, batch)
    letters = services().batches.pupils_of(seat.school.id, batch)
    if letters.keys() != {pupil}:
        raise NotThere
    return found, letters[pupil]


# -- a parent who should not be linked


@app.get("/school/leerlingen/<pupil>/ontkoppelen/<parent>")
def ask_unlink(pupil: str, parent: str) -> Response[str]:
    seat = door.seat()
    found = dossiers.pupil_of(seat.school, pupil)
    return door.show("pupil_unlink.html", seat, pupil=found, parent=dossiers.linked_parent(seat.school, pupil, parent))


@app.post("/school/leerlingen/<pupil>/ontkoppelen/<parent>")
def unlink(pupil: str, parent: str) -> Response[str]:
    seat = door.seat()
    ended = remedies.unlink(seat, dossiers.pupil_of(seat.school, pupil), parent, services().now())
    return go_to(page_of(pupil), visits.keep_note("unlinked" if ended else "unlinked_before"))


# -- all that is kept of a pupil: to take along, and to be gone


@app.get("/school/leerlingen/<pupil>/gegevens")
def ask_copy(pupil: str) -> Response[str]:
    seat = door.seat()
    return door.show("pupil_copy.html", seat, pupil=dossiers.pupil_of(seat.school, pupil))


@app.post("/school/leerlingen/<pupil>/gegevens")
def copy(pupil: str) -> Response[str]:
    """It is told in the journal, so it is asked for with a form; the page with that form is where a proof leads to."""
    seat = door.seat()
    door.refuse_stale(seat)
    kept = dossiers.copy_of(seat, pupil, services().now())
    headers = {"Content-Disposition": f'attachment; filename="leerling-{kept["id"]}.json"'}
    body = json.dumps(kept, ensure_ascii=False, indent=1)
    return Response(status_code=HTTPStatus.OK, content_type="application/json", headers=headers, body=body)


@app.get("/school/leerlingen/<pupil>/verwijderen")
def ask_deletion(pupil: str) -> Response[str]:
    seat = door.seat()
    form = door.form_of(seat, door.visit.path)
    found = dossiers.pupil_of(seat.school, pupil)
    return door.show("pupil_delete.html", seat, pupil=found, form=form, failed=bool(form.errors))


@app.post("/school/leerlingen/<pupil>/verwijderen")
def delete(pupil: str) -> Response[str]:
    seat = door.seat()
    wrong = leaving.delete(dossiers.pupil_of(seat.school, pupil), seat.actor, services().now())
    if wrong:
        return door.send_back(seat, f"{page_of(pupil)}/verwijderen", Form({}, {"delete": wrong}))
    return go_to(PUPILS, visits.keep_note("deleted"))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
