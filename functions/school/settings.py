"""*Instellingen*: what a school says of itself, how its codes work, and the keys of its other systems."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from common.apikeys import SCOPES, Scope
from common.cloud.services import services
from common.emails import normalise_email
from common.errors import AlreadyDone, NotThere
from common.i18n import mark
from common.pupils import clean
from common.schools import (
    FEWEST_CODE_WEEKS,
    LONGEST_FIELD,
    MOST_CODE_WEEKS,
    MOST_KEPT_MONTHS,
    MOST_PARENTS,
    School,
    is_brin,
    is_colour,
    is_phone,
)
from common.web import meanwhile
from common.web.desks import Seat
from common.web.visits import Form
from fonts.characters import printable

_REQUIRED = {
    "name": mark("Vul de naam van de school in"),
    "street": mark("Vul de straat en het huisnummer in"),
    "postcode_city": mark("Vul de postcode en de plaats in"),
    "phone": mark("Vul het telefoonnummer in"),
}
_SHOWN = ("name", "street", "postcode_city", "phone", "email", "privacy_url", "colour", "brin")
_TOO_LONG = mark("Maak dit korter: ten hoogste 60 tekens, zodat het op de brief past")
_UNPRINTABLE = mark("Hierin staat een teken dat wij niet kunnen drukken op de brief. Laat het weg")
_ERASES_MORE = mark("Kruis aan dat u gegevens eerder wilt laten verwijderen, of laat het aantal maanden zoals het was")
_LONGEST_ADDRESS = 200


def details_of(school: School) -> dict[str, str]:
    """As the form has them."""
    shown = {field: str(getattr(school, field)) for field in _SHOWN}
    return {**shown, "whole_lists": "yes"} if school.whole_lists else shown


def moves_mail(school: School, form: Mapping[str, str]) -> bool:
    """Whether reports of parents and of lists would go to another address."""
    return normalise_email(form.get("email", "")) not in ("", school.email)


def save_details(seat: Seat, form: Mapping[str, str], now: datetime) -> Form | None:
    """The form with what is wrong, or None: pages, mails and letters have it from now on."""
    values = {field: clean(form.get(field, "")) for field in (*_SHOWN, "seen")}
    if form.get("whole_lists"):
        values["whole_lists"] = "yes"
    errors = _problems_with(values)
    if errors:
        return Form(values, errors)
    changed = replace(
        seat.school,
        name=values["name"],
        street=values["street"],
        postcode_city=values["postcode_city"],
        phone=values["phone"],
        email=normalise_email(values["email"]),
        privacy_url=values["privacy_url"],
        colour=values["colour"].lower(),
        brin=values["brin"].upper(),
        whole_lists="whole_lists" in values,
    )
    return _save(seat, changed, values, details_of(seat.school), now)


def _problems_with(values: Mapping[str, str]) -> dict[str, str]:
    errors = {field: sentence for field, sentence in _REQUIRED.items() if not values[field]}
    errors |= {field: _TOO_LONG for field in _REQUIRED if len(values[field]) > LONGEST_FIELD}
    errors |= {field: _UNPRINTABLE for field in _REQUIRED if printable(values[field]).substituted}
    if "phone" not in errors and not is_phone(values["phone"]):
        errors["phone"] = mark("Vul een telefoonnummer in zoals 030 123 45 67")
    if not normalise_email(values["email"]):
        errors["email"] = mark("Vul een e-mailadres in zoals naam@voorbeeld.nl")
    elif len(values["email"]) > LONGEST_FIELD:
        errors["email"] = _TOO_LONG
    if values["privacy_url"] and not _is_address(values["privacy_url"]):
        errors["privacy_url"] = mark("Een adres begint met https://")
    if not is_colour(values["colour"].lower()):
        errors["colour"] = mark("Een kleur is # met 6 tekens, zoals #1d5b4f")
    if values["brin"] and not is_brin(values["brin"].upper()):
        errors["brin"] = mark("Een BRIN-nummer is zoals 99ZZ of 99ZZ01")
    return {field: errors[field] for field in _SHOWN if field in errors}


def _is_address(text: str) -> bool:
    return text.startswith("https://") and len(text) <= _LONGEST_ADDRESS and text.isprintable() and " " not in text


def rules_of(school: School) -> dict[str, str]:
    return {
        "max_parents": str(school.max_parents),
        "validity": "weeks" if school.code_weeks else "year",
        "code_weeks": str(school.code_weeks or ""),
        "kept_months": str(school.kept_months),
    }


def save_rules(seat: Seat, form: Mapping[str, str], now: datetime) -> Form | None:
    """The form with what is wrong, or None: for letters that are made from now on, and the cap at once."""
    values = {field: form.get(field, "").strip() for field in (*rules_of(seat.school), "seen")}
    parents = _number(values["max_parents"], 1, MOST_PARENTS)
    weeks = _number(values["code_weeks"], FEWEST_CODE_WEEKS, MOST_CODE_WEEKS) if values["validity"] == "weeks" else 0
    months = _number(values["kept_months"], 1, MOST_KEPT_MONTHS)
    errors = {}
    if parents is None:
        errors["max_parents"] = mark("Vul een getal in van 1 tot en met 10")
    if weeks is None:
        errors["code_weeks"] = mark("Vul een aantal weken in van 3 tot en met 52")
    if months is None:
        errors["kept_months"] = mark("Vul een aantal maanden in van 1 tot en met 24")
    if parents is None or weeks is None or months is None:
        return Form(values, errors)
    if months < seat.school.kept_months and "sure" not in form:
        return Form(values, {"sure": _ERASES_MORE})
    changed = replace(seat.school, max_parents=parents, code_weeks=weeks, kept_months=months)
    return _save(seat, changed, values, rules_of(seat.school), now)


def _number(text: str, least: int, most: int) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return number if least <= number <= most else None


def _save(
    seat: Seat, changed: School, typed: Mapping[str, str], shown: Mapping[str, str], now: datetime
) -> Form | None:
    """Only what differs, where whoever saves saw what is there now (`shown`).

    Two colleagues who change different things at once both keep theirs; of the same thing the second is told.
    """
    here = services()
    names = [name for name in vars(changed) if getattr(changed, name) != getattr(seat.school, name)]
    if not names:
        return None
    if typed["seen"] != meanwhile.seen(shown):
        return meanwhile.sent_back(typed)
    entry = here.journal.entry(seat.school.id, "settings_changed", seat.actor, now, setting=", ".join(sorted(names)))
    try:
        here.schools.change_from(seat.school, {name: getattr(changed, name) for name in names}, entry)
    except AlreadyDone:
        there = here.schools.known(seat.school.id)
        # The same form, sent twice at once.
        if any(getattr(there, name) != getattr(changed, name) for name in names):
            return meanwhile.sent_back(typed)
    return None


# -- keys of other systems


def make_key(seat: Seat, form: Mapping[str, str], now: datetime) -> str | Form:
    """The key, which is shown once; or the form with what is wrong."""
    name = clean(form.get("name", ""))
    scopes = [scope for scope in SCOPES if form.get(f"scope_{scope}")]
    errors = {}
    if not name:
        errors["name"] = mark("Vul in waar de sleutel voor is")
    elif len(name) > LONGEST_FIELD:
        errors["name"] = mark("Maak dit korter: ten hoogste 60 tekens")
    if not scopes:
        errors[f"scope_{SCOPES[0]}"] = mark("Kies wat er met de sleutel mag")
    if errors:
        return Form({"name": name, **{f"scope_{scope}": "yes" for scope in scopes}}, errors)
    here = services()
    entry = here.journal.entry(seat.school.id, "key_made", seat.actor, now, name=name)
    return here.api_keys.make(seat.school.id, now, name, scopes, entry)


def withdraw_key(seat: Seat, key_id: str, now: datetime) -> None:
    """From now on it opens nothing. Raises NotThere."""
    here = services()
    key = here.api_keys.find(seat.school.id, key_id)
    if key is None:
        raise NotThere
    entry = here.journal.entry(seat.school.id, "key_withdrawn", seat.actor, now, key=key_id, name=key.name)
    if not here.api_keys.withdraw(seat.school.id, key_id, entry):
        raise NotThere


SCOPE_WORDS: Mapping[Scope, str] = {
    "pupils": mark("Leerlingen toevoegen"),
    "lists": mark("Lijsten bekijken, bevestigen en terugdraaien"),
    "letters": mark("Brieven maken en ophalen"),
    "messages": mark("Berichten versturen"),
}
