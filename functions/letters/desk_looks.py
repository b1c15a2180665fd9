"""How letters look, as a beheerder chooses it at the desk: the text, the logo, the languages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.store import Write
from common.errors import AlreadyDone
from common.events import LetterDesignChanged
from common.i18n import mark
from common.letters import DUTCH, LANGUAGES
from common.schools import School
from common.tallies import Tally
from common.web import meanwhile
from common.web.desks import Seat
from common.web.visits import Form
from letters import design
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
_NO_FILE = mark("Kies eerst een afbeelding: een PNG- of JPEG-bestand van ten hoogste 3 MB")
_OTHER_LOGO = mark(
    "Iemand heeft het logo intussen veranderd: u ziet hierboven hoe het nu is. Er is niets opgeslagen. "
    "Wilt u het toch anders? Doe het dan opnieuw"
)
OF_CLASS = "language:"
WHOLE_SCHOOL, AS_THE_SCHOOL = mark("Voor de hele school"), mark("Zoals de hele school")


def language_in(fields: Mapping[str, str]) -> str:
    """Of the text: Dutch unless it says otherwise."""
    return fields.get("language", "") if fields.get("language") in LANGUAGES else DUTCH


def ours(language: str) -> str:
    """What stands on the letter where the school has no text of its own."""
    texts = words(language)
    return f"{texts['greeting']}\n\n{texts['intro']}"


def text_seen(school: School, language: str) -> str:
    """Which text of the school in this language somebody saw who was shown it now."""
    return meanwhile.seen(school.letter_texts.get(language, ""))


def typed_in(form: Mapping[str, str]) -> dict[str, str]:
    return {"language": language_in(form), "text": as_typed(form.get("text", "")), "seen": form.get("seen", "")}


def keep_text(seat: Seat, form: Mapping[str, str], now: datetime) -> Refused | Form | None:
    """The reason why the text cannot stand on the letter, the form of a text that somebody else changed meanwhile, or
    None. An empty text gives ours back.
    """
    typed = typed_in(form)
    language, text = typed["language"], typed["text"]
    if _stands(seat.school, language, text):
        return None
    if typed["seen"] != text_seen(seat.school, language):
        return meanwhile.sent_back(typed)
    entry = _told(seat, now, changed="text", language=language)
    try:
        design.keep_text(seat.school, language, text, entry)
    except design.NotOnLetters as unfit:
        return unfit.reason
    except AlreadyDone:
        # The same form, sent twice at once, is kept.
        there = services().schools.known(seat.school.id)
        return None if _stands(there, language, text) else meanwhile.sent_back(typed)
    return None


def _stands(school: School, language: str, text: str) -> bool:
    """An empty text stands where the school has none."""
    return school.letter_texts.get(language, "") == (text if text.strip() else "")


def preview(seat: Seat, form: Mapping[str, str]) -> bytes | Refused:
    """The PDF of a letter with this text, or with the school's own where there is none; or what is wrong with it."""
    language, text = language_in(form), as_typed(form["text"]) if "text" in form else None
    try:
        return design.preview(seat.school, language, text)
    except design.NotOnLetters as unfit:
        return unfit.reason


def as_typed(text: str) -> str:
    """A browser sends two characters for each new line."""
    return text.replace("\r\n", "\n")


def keep_logo(seat: Seat, picture: bytes, seen: str, now: datetime) -> Refused | None:
    """The reason why this is no logo, or why it is not kept, or None. seen: the name of the one that was shown."""
    if not picture:
        return Refused(_NO_FILE)
    try:
        design.keep_logo(seat.school.id, picture, _told(seat, now, changed="logo"), was=_as_seen(seat, seen))
    except design.NotOnLetters as unfit:
        return unfit.reason
    except AlreadyDone:
        return Refused(_OTHER_LOGO)
    return None


def remove_logo(seat: Seat, seen: str, now: datetime) -> Refused | None:
    """The reason why it is not taken away, or None."""
    if not seat.school.logo:
        return None
    try:
        design.remove_logo(seat.school.id, _told(seat, now, changed="logo"), was=_as_seen(seat, seen))
    except AlreadyDone:
        return Refused(_OTHER_LOGO)
    return None


def _as_seen(seat: Seat, logo: str) -> School:
    return replace(seat.school, logo=logo)


def classes_of(school: School, tally: Tally) -> dict[str, str]:
    """The language of each class that there is, or that has one of its own; '' where it is the school's."""
    there = dict.fromkeys([*tally.classes, *sorted(school.class_languages)])
    return {name: school.class_languages.get(name, "") for name in there}


def languages_of(school: School, tally: Tally) -> dict[str, str]:
    """As the form has them."""
    of_classes = {f"{OF_CLASS}{name}": language for name, language in classes_of(school, tally).items()}
    return {"language": school.letter_language, **of_classes}


def languages_seen(school: School) -> str:
    """Which languages somebody saw who was shown them now: classes come and go without a choice of anybody."""
    return meanwhile.seen([school.letter_language, *sorted(school.class_languages.items())])


def keep_languages(seat: Seat, form: Mapping[str, str], now: datetime) -> Form | None:
    """The form with what is wrong, or None: for letters made from now on.

    '' for a class that has the school's; what is no language changes nothing.
    """
    school = seat.school
    asked = {name: form.get(f"{OF_CLASS}{name}", kept) for name, kept in classes_of(school, seat.tally).items()}
    of_classes = {name: language for name, language in asked.items() if language in LANGUAGES}
    language = form["language"] if form.get("language") in LANGUAGES else school.letter_language
    if (language, of_classes) == (school.letter_language, school.class_languages):
        return None
    typed = {"language": language, **{f"{OF_CLASS}{name}": of_classes.get(name, "") for name in asked}}
    if form.get("seen") != languages_seen(school):
        return meanwhile.sent_back(typed)
    try:
        services().schools.set_letter_languages(school, language, of_classes, _told(seat, now, changed="language"))
    except AlreadyDone:
        there = services().schools.known(school.id)
        if (language, of_classes) == (there.letter_language, there.class_languages):
            return None
        return meanwhile.sent_back(typed)
    record(LetterDesignChanged(school.id, "language"))
    return None


def _told(seat: Seat, now: datetime, **about: str) -> Write:
    return services().journal.entry(seat.school.id, "letter_changed", seat.actor, now, **about)
