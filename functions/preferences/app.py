"""The door to *Profiel*: children, notification preferences, devices, and the address."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import record
from common.cloud.services import services
from common.errors import AlreadyDone, NotThere
from common.events import ChildUnlinked, PreferencesSaved, Reported
from common.parents import Preferences
from common.reports import Report
from common.web import visits
from common.web.doors import Door
from common.web.pages import go_to
from common.web.visits import Form
from preferences import addresses, devices
from preferences.profile import child_in, child_of, profile_of

door = Door(Path(__file__).parent / "templates")
app, pages = door.app, door.pages

ADDRESS_FORM = "adres"
DEVICE_FORM = "apparaat"


@app.get("/<lang>/profiel")
def show_profile(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    profile = profile_of(visit.parent())
    form = Form()
    for page in (ADDRESS_FORM, DEVICE_FORM):
        form = form if form.errors else visit.kept_form(page)
    schools = {child.school for child in profile.children}
    return pages.show(
        "profile.html",
        language,
        school=schools.pop() if len(schools) == 1 else None,
        profile=profile,
        form=form,
        note=visit.note,
        takes_devices=devices.platforms(),
        failed=bool(form.errors),
        cookies=[visits.forgotten(visits.NOTE), visits.forgotten(visits.FORM)],
    )


@app.post("/<lang>/profiel")
def save_preferences(lang: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    services().parents.save_preferences(
        parent, Preferences(email="wants_email" in visit.form, push="wants_push" in visit.form)
    )
    record(PreferencesSaved(parent))
    return go_to(f"/{language}/profiel", visits.keep_note("saved"))


@app.post("/<lang>/profiel/adres")
def confirm_address(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    problem = addresses.confirm(visit.parent(), visit.form.get("digits", ""), services().now())
    if problem:
        return go_to(f"/{language}/profiel", visits.keep_form(ADDRESS_FORM, Form({}, {"digits": problem})))
    return go_to(f"/{language}/profiel", visits.keep_note("confirmed"))


@app.post("/<lang>/profiel/adres/opnieuw")
def send_digits_again(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    problem = addresses.ask_again(visit.parent(), services().now())
    if problem:
        return go_to(f"/{language}/profiel", visits.keep_form(ADDRESS_FORM, Form({}, {"digits": problem})))
    return go_to(f"/{language}/profiel", visits.keep_note("digits_sent"))


@app.post("/<lang>/profiel/apparaten")
def add_device(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    problem = devices.register(visit.parent(), visit.form, services().now())
    if problem:
        return go_to(f"/{language}/profiel", visits.keep_form(DEVICE_FORM, Form({}, {"token": problem})))
    return go_to(f"/{language}/profiel", visits.keep_note("device_added"))


@app.post("/<lang>/profiel/apparaten/<device>/verwijderen")
def remove_device(lang: str, device: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    devices.forget(visit.parent(), device)
    return go_to(f"/{language}/profiel", visits.keep_note("device_removed"))


@app.get("/<lang>/profiel/ontkoppelen/<school>/<pupil>")
def ask_unlink(lang: str, school: str, pupil: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    child = child_of(visit.parent(), school, pupil)
    return pages.show("unlink.html", language, school=child.school, child=child)


@app.post("/<lang>/profiel/ontkoppelen/<school>/<pupil>")
def unlink(lang: str, school: str, pupil: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    try:
        services().parents.unlink(parent, school, pupil, services().now())
    except AlreadyDone:
        raise NotThere from None
    record(ChildUnlinked(parent, school, pupil))
    return go_to(f"/{language}/profiel", visits.keep_note("unlinked"))


@app.get("/<lang>/profiel/klopt-niet/<school>/<pupil>")
def ask_report(lang: str, school: str, pupil: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    child = child_of(visit.parent(), school, pupil)
    return pages.show("report.html", language, school=child.school, child=child)


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


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
