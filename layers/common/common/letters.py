"""What is asked of the letters function: one PDF for some pupils of one class, or that codes be forgotten."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, TypedDict, final

from common.batches import in_batches
from common.pupils import Pupil, class_slug, fold
from common.schools import School

LETTERS_A_FILE = 200
# As the bucket is told in template.yaml.
LETTERS_KEPT_DAYS = 30
DUTCH = "nl"
# A letter is in Dutch, and on its back in one of the others where the family reads that.
LANGUAGES = {
    "nl": "Nederlands",
    "en": "Engels",
    "pl": "Pools",
    "tr": "Turks",
    "uk": "Oekraïens",
    "ar": "Arabisch",
}
_NAMES = {
    "nl": ("nl", "nederlands", "dutch"),
    "en": ("en", "engels", "english"),
    "pl": ("pl", "pools", "polski", "polish"),
    "tr": ("tr", "turks", "turkce", "turkish"),
    "uk": ("uk", "oekraiens", "ukrainian", "ua"),
    "ar": ("ar", "arabisch", "arabic"),
}
_BY_NAME = {name: language for language, names in _NAMES.items() for name in names}


def language_named(text: str) -> str | None:
    """The language of letters that a list or a person names, such as 'Pools' or 'pl'; None for any other."""
    return _BY_NAME.get(fold(text.strip()))


def language_of(pupil: Pupil, school: School) -> str:
    """What the family reads beside Dutch: as set for the pupil, else for the class, else for the school."""
    return pupil.language or school.class_languages.get(pupil.class_name) or school.letter_language


@final
class LetterRequest(TypedDict):
    """`batch` is a timed id: it dates the letters. `file` is the name of the PDF without its ending."""

    school: str
    batch: str
    file: str
    pupils: list[str]


@final
class CodesToForget(TypedDict):
    """All codes that a pupil who was deleted ever had: versions 1 to `versions`."""

    kind: Literal["forget_codes"]
    school: str
    pupil: str
    versions: int


LettersTask = LetterRequest | CodesToForget


def requests_for(school: str, batch: str, pupils: Iterable[Pupil]) -> list[LetterRequest]:
    """One request a class, sorted as schools sort; a class of more than 200 gets several files."""
    by_class: dict[str, list[Pupil]] = defaultdict(list)
    for pupil in pupils:
        by_class[pupil.class_name].append(pupil)
    return [
        LetterRequest(school=school, batch=batch, file=_file(class_name, part), pupils=[one.id for one in some])
        for class_name, members in sorted(by_class.items())
        for part, some in enumerate(in_batches(sorted(members, key=_order), LETTERS_A_FILE))
    ]


def request_together(school: str, batch: str, pupils: Iterable[Pupil]) -> list[LetterRequest]:
    """One request for all, class after class; more than 200 get several files."""
    ordered = sorted(pupils, key=lambda pupil: (fold(pupil.class_name), pupil.class_name, *_order(pupil)))
    return [
        LetterRequest(school=school, batch=batch, file=f"brieven-{part}", pupils=[one.id for one in some])
        for part, some in enumerate(in_batches(ordered, LETTERS_A_FILE), start=1)
    ]


def _order(pupil: Pupil) -> tuple[str, str]:
    return pupil.sort_name, pupil.id


def _file(class_name: str, part: int) -> str:
    return class_slug(class_name) + (f"-{part + 1}" if part else "")


def object_key(request: LetterRequest) -> str:
    return object_key_of(request["school"], request["batch"], request["file"])


def object_key_of(school: str, batch: str, file: str) -> str:
    return f"schools/{school}/letters/{batch}/{file}.pdf"
