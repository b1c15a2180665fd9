"""The door to the account itself: password, address, language, a copy of it, and its end."""

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from account import changes, copies, farewell, forgotten, places
from common import i18n
from common.cloud.log import record
from common.cloud.services import services
from common.errors import NotThere
from common.events import DataCopied, LanguageChosen, SessionsClosed
from common.web import visits
from common.web.doors import Door
from common.web.pages import go_to
from common.web.visits import Form

door = Door(Path(__file__).parent / "templates")
app, pages = door.app, door.pages

RESET_FORM = "wachtwoord"
PASSWORD_FORM = "account/wachtwoord"
ADDRESS_FORM = "account/adres"
PLACES_FORM = "account/ingelogd"
DELETION_FORM = "account/verwijderen"


@app.get("/<lang>/wachtwoord")
def show_forgotten(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    form = visit.kept_form(RESET_FORM)
    return pages.show("forgotten.html", language, form=form, failed=bool(form.errors))


@app.post("/<lang>/wachtwoord")
def send_reset(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    form = forgotten.ask(visit.form, visit.network, services().now())
    page = "wachtwoord" if form.errors else "wachtwoord/nieuw"
    return go_to(f"/{language}/{page}", visits.keep_form(RESET_FORM, form))


@app.get("/<lang>/wachtwoord/nieuw")
def show_renewal(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    form = visit.kept_form(RESET_FORM)
    return pages.show("renewal.html", language, form=form, failed=bool(form.errors))


@app.post("/<lang>/wachtwoord/nieuw")
def renew_password(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    outcome = forgotten.renew(visit.form, visit.network, visit.device, services().now())
    if isinstance(outcome, Form):
        return go_to(f"/{language}/wachtwoord/nieuw", visits.keep_form(RESET_FORM, outcome))
    if visit.session_token:
        # Of another account: those of this one have ended.
        services().sessions.close(visit.session_token)
    page = "koppelen" if visit.code else "profiel"
    return go_to(
        f"/{language}/{page}",
        visits.session_cookie(outcome),
        visits.keep_note("password_changed"),
        visits.forgotten(visits.FORM),
    )


@app.get("/<lang>/account")
def show_account(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = changes.parent_of(visit.parent())
    forget = [visits.forgotten(visits.NOTE)]
    return pages.show("account.html", language, parent=parent, note=visit.note, shown_to=parent.id, cookies=forget)


@app.post("/<lang>/account/taal")
def choose_language(lang: str) -> Response[str]:
    """Of the mails; the pages follow."""
    visit = door.visit
    visit.language(lang)
    parent, chosen = visit.parent(), visit.form.get("language", "")
    if chosen not in i18n.LANGUAGES:
        raise NotThere
    services().choices.save_language(parent, chosen)
    record(LanguageChosen(parent))
    return go_to(f"/{chosen}/account", visits.keep_note("language_saved"), visits.keep_language(chosen))


@app.get("/<lang>/account/wachtwoord")
def show_password(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = changes.parent_of(visit.parent())
    form = visit.kept_form(PASSWORD_FORM, parent.id)
    failed = bool(form.errors)
    return pages.show("password.html", language, form=form, parent=parent, failed=failed, shown_to=parent.id)


@app.post("/<lang>/account/wachtwoord")
def change_password(lang: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    outcome = changes.change_password(parent, visit.form, visit.network, visit.device, services().now())
    if isinstance(outcome, Form):
        return go_to(f"/{language}/account/wachtwoord", visits.keep_form(PASSWORD_FORM, outcome, parent))
    return go_to(
        f"/{language}/account",
        visits.session_cookie(outcome),
        visits.keep_note("password_changed"),
        visits.forgotten(visits.FORM),
    )


@app.get("/<lang>/account/adres")
def show_address(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = changes.parent_of(visit.parent())
    form = visit.kept_form(ADDRESS_FORM, parent.id)
    failed = bool(form.errors)
    return pages.show("address.html", language, form=form, parent=parent, failed=failed, shown_to=parent.id)


@app.post("/<lang>/account/adres")
def change_address(lang: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    form = changes.ask_new_address(parent, visit.form, visit.network, services().now())
    if form.errors:
        return go_to(f"/{language}/account/adres", visits.keep_form(ADDRESS_FORM, form, parent))
    return go_to(f"/{language}/profiel", visits.keep_note("digits_sent"), visits.forgotten(visits.FORM))


@app.post("/<lang>/account/adres/houden")
def keep_address(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    services().addresses.keep(visit.parent())
    return go_to(f"/{language}/profiel", visits.keep_note("address_kept"))


@app.get("/<lang>/account/ingelogd")
def show_places(lang: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    form = visit.kept_form(PLACES_FORM, parent)
    return pages.show(
        "places.html",
        language,
        form=form,
        parent=changes.parent_of(parent),
        places=places.places_of(parent, visit.session_token, services().now()),
        failed=bool(form.errors),
        shown_to=parent,
        note=visit.note,
        cookies=[visits.forgotten(visits.NOTE)],
    )


@app.post("/<lang>/account/ingelogd")
def end_places(lang: str) -> Response[str]:
    visit = door.visit
    page, parent = f"/{visit.language(lang)}/account/ingelogd", visit.parent()
    wrong = places.end(parent, visit.session_token, visit.form, visit.network, services().now())
    if wrong:
        return go_to(page, visits.keep_form(PLACES_FORM, wrong, parent))
    return go_to(page, visits.keep_note("logged_out_there"), visits.forgotten(visits.FORM))


@app.post("/<lang>/account/uitloggen")
def log_out_everywhere(lang: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    services().sessions.close_all(parent, services().now())
    record(SessionsClosed(parent))
    return go_to(f"/{language}/start", *_all_forgotten(), visits.keep_note("logged_out"))


@app.get("/<lang>/account/gegevens")
def show_copy(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    return pages.show("copy.html", language, copy=copies.copy_for(visit.parent(), services().now()))


@app.get("/<lang>/account/gegevens/json")
def send_copy(lang: str) -> Response[str]:
    visit = door.visit
    visit.language(lang)
    parent = visit.parent()
    body = json.dumps(copies.copy_for(parent, services().now()), ensure_ascii=False, indent=2)
    record(DataCopied(parent))
    named = {"Content-Disposition": 'attachment; filename="ouderbrief.json"'}
    return Response(HTTPStatus.OK, "application/json; charset=utf-8", body, headers=named)


@app.get("/<lang>/account/verwijderen")
def ask_deletion(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    parent = changes.parent_of(visit.parent())
    form = visit.kept_form(DELETION_FORM, parent.id)
    failed = bool(form.errors)
    return pages.show("deletion.html", language, form=form, parent=parent, failed=failed, shown_to=parent.id)


@app.post("/<lang>/account/verwijderen")
def delete_account(lang: str) -> Response[str]:
    visit = door.visit
    language, parent = visit.language(lang), visit.parent()
    wrong = farewell.leave(parent, visit.form, visit.network, services().now())
    if wrong:
        return go_to(f"/{language}/account/verwijderen", visits.keep_form(DELETION_FORM, wrong, parent))
    return go_to(f"/{language}/start", *_all_forgotten(), visits.keep_note("account_deleted"))


def _all_forgotten() -> list[Any]:
    return [visits.forgotten(name) for name in visits.ALL_OF_A_VISIT]


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
