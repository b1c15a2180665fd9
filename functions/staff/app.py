"""The door to the desk: in, out, and who works there."""

import re
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common import i18n
from common.cloud.services import services
from common.cloud.table.desks import Step
from common.errors import LoginNeeded
from common.staff import MANAGER, Staff
from common.web import visits
from common.web.desks import HOME, LOGIN, Desk, Seat
from common.web.pages import go_to
from common.web.visits import Form
from staff import authenticators, colleagues, cookies, entrance, own
from staff.entrance import TookTooLong

door = Desk(Path(__file__).parent / "templates")
app = door.app

DIGITS = "/school/inloggen/code"
AUTHENTICATOR = "/school/inloggen/telefoon"
PROOF = "/school/bevestigen"
DOWNLOAD = "/school/downloaden"
ACCOUNT = "/school/account"
PASSWORD = "/school/account/wachtwoord"
COLLEAGUES = "/school/instellingen/medewerkers"
_OF_THE_DESK = re.compile(r"/school(?:/[\w.~-]+)*(?:\?[\w.~%&=+-]*)?", re.ASCII)


@app.get("/school/inloggen")
def show_login() -> Response[str]:
    form = door.visit.kept_form(LOGIN)
    return door.show("login.html", None, form=form, failed=bool(form.errors))


@app.post("/school/inloggen")
def log_in() -> Response[str]:
    outcome = entrance.begin(door.visit.form, door.visit.network, services().now())
    if isinstance(outcome, Form):
        return go_to(LOGIN, visits.keep_form(LOGIN, outcome))
    return go_to(AUTHENTICATOR if outcome.secret else DIGITS, cookies.of_step(outcome.token))


@app.get("/school/inloggen/code")
def show_digits() -> Response[str]:
    try:
        _halfway()
    except TookTooLong:
        return _begin_anew()
    form = door.visit.kept_form(DIGITS)
    return door.show("digits.html", None, form=form, failed=bool(form.errors))


@app.get("/school/inloggen/telefoon")
def show_authenticator() -> Response[str]:
    try:
        step, person = _halfway()
    except TookTooLong:
        return _begin_anew()
    if not step.secret:
        return _begin_anew()
    form = door.visit.kept_form(AUTHENTICATOR)
    offered = authenticators.offer(step.secret, person.email)
    return door.show("authenticator.html", None, form=form, failed=bool(form.errors), offered=offered)


@app.post("/school/inloggen/code")
def take_digits() -> Response[str]:
    return _take_digits(DIGITS)


@app.post("/school/inloggen/telefoon")
def take_first_digits() -> Response[str]:
    return _take_digits(AUTHENTICATOR)


def _take_digits(page: str) -> Response[str]:
    visit = door.visit
    try:
        outcome = entrance.finish(visit.desk_step, visit.form, visit.device, services().now())
    except TookTooLong:
        return _begin_anew()
    if isinstance(outcome, Form):
        return go_to(page, visits.keep_form(page, outcome))
    if visit.desk_token:
        services().desks.close(visit.desk_token)
    forgotten = (visits.forgotten(name) for name in (visits.DESK_STEP, visits.DESK_RETURN))
    told = [visits.keep_note("undone")] if visit.is_desk_undone else []
    return go_to(visit.desk_return or HOME, cookies.of_desk(outcome), *forgotten, *told)


def _halfway() -> tuple[Step, Staff]:
    return entrance.halfway(door.visit.desk_step, services().now())


def _begin_anew() -> Response[str]:
    return go_to(LOGIN, visits.keep_note("took_too_long"), visits.forgotten(visits.DESK_STEP))


@app.post("/school/uitloggen")
def log_out() -> Response[str]:
    if door.visit.desk_token:
        services().desks.close(door.visit.desk_token)
    return go_to(LOGIN, visits.keep_note("logged_out"), *map(visits.forgotten, visits.ALL_OF_A_DESK))


@app.post("/school/blijven")
def stay() -> Response[str]:
    """Asked by the page's script when somebody says that they are still there; for how many seconds they can be."""
    left = door.seat().session.seconds_left(services().now())
    return Response(status_code=200, content_type="text/plain", body=str(left))


@app.post("/school/taal")
def choose_language() -> Response[str]:
    chosen, back = door.visit.form.get("language", ""), door.visit.form.get("back", "")
    kept = [visits.keep_language(chosen)] if chosen in i18n.DESK_LANGUAGES else []
    return go_to(back if _OF_THE_DESK.fullmatch(back) else HOME, *kept)


@app.get("/school/bevestigen")
def show_proof() -> Response[str]:
    seat = door.seat()
    form = door.visit.kept_form(PROOF, seat.owner)
    return door.show("proof.html", seat, form=form, failed=bool(form.errors))


@app.post("/school/bevestigen")
def prove() -> Response[str]:
    visit, seat = door.visit, door.seat()
    try:
        outcome = entrance.prove_again(seat, visit.form, visit.network, services().now())
    except TookTooLong:
        raise LoginNeeded from None
    if isinstance(outcome, Form):
        return go_to(PROOF, visits.keep_form(PROOF, outcome, seat.owner))
    if visit.desk_file:
        return go_to(DOWNLOAD, cookies.of_desk(outcome))
    told = [visits.keep_note("proven")] if visit.desk_return else []
    return go_to(visit.desk_return or HOME, cookies.of_desk(outcome), visits.forgotten(visits.DESK_RETURN), *told)


@app.get("/school/downloaden")
def show_download() -> Response[str]:
    """Where whoever has just proven who they are finds the file that they asked for; a file itself is no page."""
    seat, visit = door.seat(), door.visit
    file = visit.desk_file
    if file is None:
        return go_to(HOME)
    if not seat.session.is_proven(services().now()):
        return go_to(PROOF)
    back = visit.desk_return or HOME
    return door.show("download.html", seat, file=file.address, is_ordered=file.is_ordered, back=back)


# -- somebody's own access


@app.get("/school/account")
def show_account() -> Response[str]:
    seat = door.seat()
    form = door.form_of(seat, ACCOUNT)
    places = own.places_of(seat, services().now())
    return door.show("account.html", seat, form=form, failed=bool(form.errors), logins=places)


@app.post("/school/account")
def end_places() -> Response[str]:
    seat = door.seat()
    door.refuse_stale(seat)
    chosen = door.visit.form.get("place", "")
    wrong = own.end(seat, chosen, services().now())
    if wrong:
        return door.send_back(seat, ACCOUNT, Form({"place": chosen}, {"place": wrong}))
    return go_to(ACCOUNT, visits.keep_note("logged_out_there"))


@app.get("/school/account/wachtwoord")
def show_password() -> Response[str]:
    seat = door.seat()
    form = door.form_of(seat, PASSWORD)
    return door.show("password.html", seat, form=form, failed=bool(form.errors))


@app.post("/school/account/wachtwoord")
def change_password() -> Response[str]:
    visit, seat = door.visit, door.seat()
    try:
        outcome = own.change_password(seat, visit.form, visit.network, services().now())
    except TookTooLong:
        raise LoginNeeded from None
    if isinstance(outcome, Form):
        return door.send_back(seat, PASSWORD, outcome)
    return go_to(ACCOUNT, cookies.of_desk(outcome), visits.keep_note("password_changed"))


# -- somebody who was invited


@app.get("/school/uitnodiging/<school>/<staff>/<token>")
def show_invitation(school: str, staff: str, token: str) -> Response[str]:
    person = entrance.invited(school, staff, token, services().now())
    form = door.visit.kept_form(door.visit.path)
    return door.show("invitation.html", None, form=form, failed=bool(form.errors), person=person, path=door.visit.path)


@app.post("/school/uitnodiging/<school>/<staff>/<token>")
def choose_password(school: str, staff: str, token: str) -> Response[str]:
    visit = door.visit
    person = entrance.invited(school, staff, token, services().now())
    wrong = entrance.choose_password(person, visit.form)
    if wrong:
        return go_to(visit.path, visits.keep_form(visit.path, wrong))
    return go_to(LOGIN, visits.keep_note("password_chosen"), visits.keep_form(LOGIN, Form({"email": person.email})))


# -- who works there


@app.get("/school/instellingen/medewerkers")
def show_colleagues() -> Response[str]:
    seat = door.manager()
    form = door.form_of(seat, COLLEAGUES)
    people = services().staff.of_school(seat.school.id)
    return door.show("colleagues.html", seat, people=people, form=form, failed=bool(form.errors), now=services().now())


@app.post("/school/instellingen/medewerkers")
def invite() -> Response[str]:
    seat = door.manager()
    door.refuse_stale(seat)
    wrong = colleagues.invite(seat, door.visit.form, services().now())
    if wrong:
        return door.send_back(seat, COLLEAGUES, wrong)
    return go_to(COLLEAGUES, visits.keep_note("invited"))


@app.get("/school/instellingen/medewerkers/<staff>")
def show_colleague(staff: str) -> Response[str]:
    seat = door.manager()
    person = colleagues.colleague(seat, staff)
    form = door.form_of(seat, f"{COLLEAGUES}/{staff}")
    oneself = colleagues.is_giving_up(seat, person)
    return door.show("colleague.html", seat, person=person, oneself=oneself, form=form, failed=bool(form.errors))


@app.post("/school/instellingen/medewerkers/<staff>/rol")
def change_role(staff: str) -> Response[str]:
    seat = door.manager()
    door.refuse_stale(seat)
    person = colleagues.colleague(seat, staff)
    wrong = colleagues.change_role(seat, person, door.visit.form, services().now())
    if not wrong and person.id == seat.staff.id and colleagues.role_in(door.visit.form) != MANAGER:
        # The page of colleagues is closed from now on.
        return go_to(ACCOUNT, visits.keep_note("no_manager"))
    return _after_change(seat, staff, wrong, "role_changed")


@app.get("/school/instellingen/medewerkers/<staff>/opnieuw")
def ask_to_let_in_anew(staff: str) -> Response[str]:
    seat = door.manager()
    person = colleagues.colleague(seat, staff)
    oneself = person.id == seat.staff.id
    alone = oneself and colleagues.is_only_manager(seat)
    return door.show("colleague_anew.html", seat, person=person, oneself=oneself, alone=alone)


@app.post("/school/instellingen/medewerkers/<staff>/opnieuw")
def let_in_anew(staff: str) -> Response[str]:
    seat = door.manager()
    door.refuse_stale(seat)
    done = colleagues.let_in_anew(seat, colleagues.colleague(seat, staff), services().now())
    if done and staff == seat.staff.id:
        # Whoever does it for themselves is out: the page with the note would never be shown.
        return go_to(LOGIN, visits.keep_note("access_anew"), *map(visits.forgotten, visits.ALL_OF_A_DESK))
    return go_to(COLLEAGUES, visits.keep_note("invited_again" if done else "not_again"))


@app.get("/school/instellingen/medewerkers/<staff>/verwijderen")
def ask_to_remove(staff: str) -> Response[str]:
    seat = door.manager()
    person = colleagues.colleague(seat, staff)
    return door.show("colleague_remove.html", seat, person=person, oneself=person.id == seat.staff.id)


@app.post("/school/instellingen/medewerkers/<staff>/verwijderen")
def remove(staff: str) -> Response[str]:
    seat = door.manager()
    door.refuse_stale(seat)
    wrong = colleagues.remove(seat, colleagues.colleague(seat, staff), services().now())
    return _after_change(seat, staff, wrong, "removed")


def _after_change(seat: Seat, staff: str, wrong: str | None, note: str) -> Response[str]:
    if wrong:
        chosen = {"role": door.visit.form["role"]} if "role" in door.visit.form else {}
        return door.send_back(seat, f"{COLLEAGUES}/{staff}", Form(chosen, {"role": wrong}))
    return go_to(COLLEAGUES, visits.keep_note(note))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
