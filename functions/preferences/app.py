"""The door to *Profiel*: children, notification preferences, devices, and the address."""

from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import record
from common.cloud.services import services
from common.errors import AlreadyDone, NotThere
from common.events import ChildUnlinked, PreferencesSaved, Reported
from common.message_events import AddressTriedAgain
from common.preferences import KIND_NAMES, KINDS, URGENT
from common.reports import Report
from common.web import visits
from common.web.doors import Door
from common.web.pages import go_to
from common.web.visits import Form
from preferences import addresses, devices, unsubscribing, webpush, wishes
from preferences.profile import child_in, child_of, household_of, profile_of

# Mail programs post it without cookies, from nowhere: its token is the proof.
ONE_CLICK = "POST /uitschrijven/{token}"

door = Door(Path(__file__).parent / "templates", carry_proof=frozenset({ONE_CLICK}))
app, pages = door.app, door.pages

ADDRESS_FORM = "adres"
DEVICE_FORM = "apparaat"
WISHES_FORM = "profiel"


@app.get("/<lang>/profiel")
def show_profile(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    profile = profile_of(visit.parent())
    form = Form()
    for page in (ADDRESS_FORM, DEVICE_FORM, WISHES_FORM):
        form = form if form.errors else visit.kept_form(page, profile.parent.id)
    unsaved = visit.kept_form(WISHES_FORM, profile.parent.id)
    schools = {child.school for child in profile.children}
    web_app = webpush.web_app()
    response = pages.show(
        "profile.html",
        language,
        school=schools.pop() if len(schools) == 1 else None,
        profile=profile,
        form=form,
        wishes=unsaved if unsaved.values else wishes.switches(profile.parent.preferences),
        note=visit.note,
        kinds=KIND_NAMES,
        hours=wishes.HOURS,
        mailed_instead=any(map(profile.parent.is_mailed_instead, KINDS)),
        takes_devices=devices.platforms(),
        web_app=web_app,
        failed=bool(form.errors),
        shown_to=profile.parent.id,
        cookies=[visits.forgotten(visits.NOTE), visits.forgotten(visits.FORM)],
    )
    if web_app:
        response.headers["Content-Security-Policy"] = webpush.POLICY
    return response


@app.post("/<lang>/profiel")
def save_preferences(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = household_of(visit.parent()).parent
    wanted, form = wishes.wishes_in(visit.form, parent.preferences, offers_push=bool(devices.platforms()))
    if form.errors:
        return go_to(f"/{language}/profiel", visits.keep_form(WISHES_FORM, form, parent.id))
    asks_first = wishes.silences_urgent(wanted, parent)
    if asks_first:
        wanted = wishes.keeping_urgent(wanted, parent.preferences)
    services().choices.save_preferences(parent.id, wanted)
    record(PreferencesSaved(parent.id))
    if asks_first:
        return go_to(f"/{language}/profiel/dringend")
    return go_to(f"/{language}/profiel", visits.keep_note("saved"))


@app.get("/<lang>/profiel/dringend")
def ask_urgent(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = household_of(visit.parent()).parent
    return pages.show("urgent.html", language, device=None, shown_to=parent.id)


@app.post("/<lang>/profiel/dringend")
def silence_urgent(lang: str) -> Response[str]:
    """After the page that told what will be missed."""
    visit = door.visit
    language = visit.language(lang)
    parent = household_of(visit.parent()).parent
    services().choices.change_preferences(parent, lambda chosen: chosen.without(URGENT))
    record(PreferencesSaved(parent.id))
    return go_to(f"/{language}/profiel", visits.keep_note("saved"))


@app.post("/<lang>/profiel/proefbericht")
def try_out(lang: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    try:
        services().choices.try_out(parent, services().now())
    except AlreadyDone:
        household_of(parent)
        return go_to(f"/{language}/profiel", visits.keep_note("tried_just_now"))
    return go_to(f"/{language}/profiel", visits.keep_note("tried_out"))


@app.post("/<lang>/profiel/adres")
def confirm_address(lang: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    problem = addresses.confirm(parent, visit.form.get("digits", ""), services().now())
    if problem:
        return go_to(f"/{language}/profiel", visits.keep_form(ADDRESS_FORM, Form({}, {"digits": problem}), parent))
    return go_to(f"/{language}/profiel", visits.keep_note("confirmed"))


@app.post("/<lang>/profiel/adres/opnieuw")
def send_digits_again(lang: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    problem = addresses.ask_again(parent, services().now())
    if problem:
        return go_to(f"/{language}/profiel", visits.keep_form(ADDRESS_FORM, Form({}, {"digits": problem}), parent))
    return go_to(f"/{language}/profiel", visits.keep_note("digits_sent"))


@app.post("/<lang>/profiel/adres/toch")
def mail_again(lang: str) -> Response[str]:
    """After mail bounced or was taken for unwanted: the parent knows better."""
    visit = door.visit
    language, household = visit.language(lang), household_of(visit.parent())
    services().addresses.try_again(household.parent.id, services().now())
    services().bounces.forget(household.links)
    record(AddressTriedAgain(household.parent.id))
    return go_to(f"/{language}/profiel", visits.keep_note("mail_again"))


@app.post("/<lang>/profiel/apparaten")
def add_device(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = household_of(visit.parent()).parent
    problem = devices.register(parent, visit.form, services().now())
    if problem:
        return go_to(f"/{language}/profiel", visits.keep_form(DEVICE_FORM, Form({}, {"token": problem}), parent.id))
    return go_to(f"/{language}/profiel", visits.keep_note("device_added"))


@app.get("/<lang>/profiel/apparaten/<device>/verwijderen")
def ask_remove_device(lang: str, device: str) -> Response[str]:
    """Only where urgent messages would not come any more: all else needs no question."""
    visit = door.visit
    language = visit.language(lang)
    parent = household_of(visit.parent()).parent
    one = devices.device_of(parent, device)
    if not devices.silences_urgent(parent, one):
        return go_to(f"/{language}/profiel")
    return pages.show("urgent.html", language, device=one, shown_to=parent.id)


@app.post("/<lang>/profiel/apparaten/<device>/verwijderen")
def remove_device(lang: str, device: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = household_of(visit.parent()).parent
    one = devices.device_of(parent, device)
    if "sure" not in visit.form and devices.silences_urgent(parent, one):
        return go_to(f"/{language}/profiel/apparaten/{one.id}/verwijderen")
    devices.forget(parent, one, services().now())
    return go_to(f"/{language}/profiel", visits.keep_note("device_removed"))


@app.get("/push-worker.js")
def send_push_worker() -> Response[str]:
    """At the root, for all pages; a browser asks for it again by itself."""
    return Response(HTTPStatus.OK, "text/javascript; charset=utf-8", webpush.worker(door.visit.chosen_language))


@app.get("/<lang>/profiel/ontkoppelen/<school>/<pupil>")
def ask_unlink(lang: str, school: str, pupil: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = visit.parent()
    child = child_of(parent, school, pupil)
    return pages.show("unlink.html", language, school=child.school, child=child, shown_to=parent)


@app.post("/<lang>/profiel/ontkoppelen/<school>/<pupil>")
def unlink(lang: str, school: str, pupil: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    try:
        services().parents.unlink(parent, school, pupil, services().now())
    except AlreadyDone:
        household_of(parent)
        raise NotThere from None
    record(ChildUnlinked(parent, school, pupil))
    return go_to(f"/{language}/profiel", visits.keep_note("unlinked"))


@app.get("/<lang>/profiel/klopt-niet/<school>/<pupil>")
def ask_report(lang: str, school: str, pupil: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = visit.parent()
    child = child_of(parent, school, pupil)
    return pages.show("report.html", language, school=child.school, child=child, shown_to=parent)


@app.post("/<lang>/profiel/klopt-niet/<school>/<pupil>")
def report_link(lang: str, school: str, pupil: str) -> Response[str]:
    """Somebody is linked whom this parent does not know: the school hears of it, and from whom."""
    visit = door.visit
    language = visit.language(lang)
    profile = profile_of(visit.parent())
    child = child_in(profile, school, pupil)
    me, now = profile.parent, services().now()
    with suppress(AlreadyDone):
        services().reports.add(Report(child.school.id, child.pupil.id, "unknown_link", now, me.name, me.email))
        record(Reported(child.school.id, child.pupil.id, "unknown_link"))
    return go_to(f"/{language}/profiel", visits.keep_note("reported"))


@app.get("/uitschrijven/<token>")
def find_leave(token: str) -> Response[str]:
    return go_to(f"/{door.visit.chosen_language}/uitschrijven/{token}")


@app.post("/uitschrijven/<token>")
def take_leave_in_one_click(token: str) -> Response[str]:
    """RFC 8058: no cookies, no page, and no redirect, which mail programs do not follow."""
    unsubscribing.take(unsubscribing.leave_of(token))
    return Response(status_code=HTTPStatus.OK, content_type="text/plain", body="")


@app.get("/<lang>/uitschrijven/<token>")
def ask_leave(lang: str, token: str) -> Response[str]:
    language = door.visit.language(lang)
    return pages.show("unsubscribe.html", language, leave=unsubscribing.leave_of(token), kinds=KIND_NAMES)


@app.post("/<lang>/uitschrijven/<token>")
def take_leave(lang: str, token: str) -> Response[str]:
    language = door.visit.language(lang)
    unsubscribing.take(unsubscribing.leave_of(token))
    return go_to(f"/{language}/uitschrijven/{token}")


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
