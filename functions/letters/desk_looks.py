"""How letters look, as a beheerder chooses it at the desk: the text, the logo, the languages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.store import Write
from common.events import LetterDesignChanged
from common.i18n import mark
from common.letters import DUTCH, LANGUAGES
from common.schools import School
from common.tallies import Tally
from common.web.desks import Seat
from letters import design, logos
from letters.owntext import TextRefused, paragraphs
from letters.refusals import Refused
from letters.words import words

# What may stand between braces, and what it becomes.
VALUES = {
    "leerling": mark("de naam van de leerling"),
    "groep": mark("de groep"),
    "school": mark("de naam van de school"),
    "telefoon": mark("het telefoonnummer van de school"),
    "email": mark("het e-mailadres van de school"),
    "geldig_tot": mark("de laatste dag waarop de code werkt"),
}
# As a beheerder knows them.
LANGUAGE_NAMES = {
    "nl": mark("Nederlands"),
    "en": mark("Engels"),
    "pl": mark("Pools"),
    "tr": mark("Turks"),
    "uk": mark("Oekraïens"),
    "ar": mark("Arabisch"),
}
_NO_FILE = mark("Kies eerst een afbeelding: een PNG- of JPEG-bestand van ten hoogste 3 MB")
_CLASS = "language:"


def language_in(fields: Mapping[str, str]) -> str:
    """Of the text: Dutch unless it says otherwise."""
    return fields.get("language", "") if fields.get("language") in LANGUAGES else DUTCH


def ours(language: str) -> str:
    """What stands on the letter where the school has no text of its own."""
    texts = words(language)
    return f"{texts['greeting']}\n\n{texts['intro']}"


def keep_text(seat: Seat, form: Mapping[str, str], now: datetime) -> Refused | None:
    """The reason why the text cannot stand on the letter, or None. An empty text gives ours back."""
    language, text = language_in(form), as_typed(form.get("text", ""))
    entry = _told(seat, now, changed="text", language=language)
    try:
        paragraphs(text)
        body = design.OwnText.model_validate({"language": language, "text": text})
        design.keep_text(seat.school.id, body, entry)
    except TextRefused as refused:
        return refused
    except design.Unfit as unfit:
        return unfit.reason
    return None


def preview(seat: Seat, form: Mapping[str, str]) -> bytes | Refused:
    """The PDF of a letter with this text, or with the school's own where there is none; or what is wrong with it."""
    language, text = language_in(form), as_typed(form["text"]) if "text" in form else None
    try:
        paragraphs(text or "")
        return design.preview(seat.school.id, design.WantedPreview.model_validate({"language": language, "text": text}))
    except TextRefused as refused:
        return refused
    except design.Unfit as unfit:
        return unfit.reason


def as_typed(text: str) -> str:
    """A browser sends two characters for each new line."""
    return text.replace("\r\n", "\n")


def keep_logo(seat: Seat, picture: bytes, now: datetime) -> Refused | None:
    """The reason why this is no logo, or None."""
    if not picture:
        return Refused(_NO_FILE)
    try:
        png = logos.drawn_anew(picture)
    except logos.LogoRefused as refused:
        return refused
    services().schools.set_logo(seat.school.id, png, logos.small(png), _told(seat, now, changed="logo"))
    record(LetterDesignChanged(seat.school.id, "logo"))
    return None


def remove_logo(seat: Seat, now: datetime) -> None:
    services().schools.remove_logo(seat.school.id, _told(seat, now, changed="logo"))
    record(LetterDesignChanged(seat.school.id, "logo"))


def classes_of(school: School, tally: Tally) -> dict[str, str]:
    """The language of each class that there is, or that has one of its own; '' where it is the school's."""
    there = dict.fromkeys([*tally.classes, *sorted(school.class_languages)])
    return {name: school.class_languages.get(name, "") for name in there}


def keep_languages(seat: Seat, form: Mapping[str, str], now: datetime) -> None:
    """For letters made from now on. '' for a class that has the school's; what is no language changes nothing."""
    school = seat.school
    asked = {name: form.get(f"{_CLASS}{name}", kept) for name, kept in classes_of(school, seat.tally).items()}
    of_classes = {name: language if language in LANGUAGES else "" for name, language in asked.items()}
    chosen = replace(
        school,
        letter_language=form["language"] if form.get("language") in LANGUAGES else school.letter_language,
        class_languages={name: language for name, language in of_classes.items() if language},
    )
    if chosen.letter_language == school.letter_language and chosen.class_languages == school.class_languages:
        return
    services().schools.set_letter_languages(chosen, _told(seat, now, changed="language"))
    record(LetterDesignChanged(school.id, "language"))


def _told(seat: Seat, now: datetime, **about: str) -> Write:
    return services().journal.entry(seat.school.id, "letter_changed", seat.actor, now, **about)
