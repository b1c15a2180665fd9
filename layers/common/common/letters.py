"""What is asked of the letters function: one PDF for some pupils of one class, or that codes be forgotten; and what was
asked together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Literal, TypedDict

from common.batches import in_batches
from common.class_letters import ClassLetters
from common.days import local_date
from common.i18n import mark
from common.ids import moment_of
from common.living import Living
from common.pupils import Pupil, class_slug, fold
from common.schools import School
from common.values import Value

LETTERS_A_FILE = 200
# What is longer is cut on paper, so that no name can push a letter to a second page.
LONGEST_NAME = 120
LONGEST_CLASS = 32
LONGEST_NUMBER = 40
# As the bucket is told in template.yaml.
LETTERS_KEPT_DAYS = 30
FILES_LIFE = timedelta(days=LETTERS_KEPT_DAYS)
# Of the pupils meant, those who get a letter.
Only = Literal["everybody", "nobody_linked", "one_parent_linked", "new"]
# What made the letters come: a list, a pupil added by hand, a new code, the letter of one pupil once more, a batch of
# before, or who asked for some.
What = Literal["list", "added", "new_code", "one_pupil", "again", Only]
# With a single letter in it, it was asked for at the page of a pupil, which tells whether the letter waits.
_AT_A_PUPIL = ("added", "new_code", "one_pupil")
REMINDER: Only = "nobody_linked"
# From the letters on; by then whoever wants to register has.
REMINDED_AFTER = timedelta(weeks=3)
DUTCH = "nl"
# A letter is in Dutch, and on its back in one of the others where the family reads that.
LANGUAGES = {
    "nl": mark("Nederlands"),
    "en": mark("Engels"),
    "pl": mark("Pools"),
    "tr": mark("Turks"),
    "uk": mark("Oekraïens"),
    "ar": mark("Arabisch"),
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


class LetterRequest(TypedDict):
    """`batch` is a timed id: it dates the letters. `file` is the name of the PDF without its ending. `reminder`: no
    parent has registered yet.
    """

    school: str
    batch: str
    file: str
    pupils: list[str]
    reminder: bool


class CodesToForget(TypedDict):
    """All codes that a pupil who was deleted ever had: versions 1 to `versions`."""

    kind: Literal["forget_codes"]
    school: str
    pupil: str
    versions: int


class CodeToKnow(TypedDict):
    """A code that was printed before the table was put back to an earlier moment."""

    kind: Literal["know_code"]
    school: str
    pupil: str
    version: int


class Batch(Value):
    """Letters that were asked for together.

    by: the name of whoever asked at the desk or sent the list, or of a program's key; '' where nobody did. made: object
    keys of the PDFs. substituted: pupils whose name could not be set as it is written. printed_at: when the school said
    that it printed them, or a program asked for them. is_said: whether the school said so, and can take it back.
    living: as they were counted last, as long as the files are there; None before the first time, when all work.
    """

    school: str
    id: str
    what: What
    by: str
    asked_at: datetime
    wanted: tuple[ClassLetters, ...]
    made: frozenset[str] = frozenset()
    substituted: frozenset[str] = frozenset()
    printed_at: datetime | None = None
    zip_asked_at: datetime | None = None
    zip_made: bool = False
    living: Living | None = None
    is_said: bool = False

    @property
    def dated(self) -> datetime:
        """What the letters are dated, and batches are sorted by."""
        return moment_of(self.id)

    @property
    def letters(self) -> int:
        return sum(one.letters for one in self.wanted)

    @property
    def is_told(self) -> bool:
        """Whether a mail says that it is there. Whoever wants the letter of one pupil looks at the page that has it."""
        return bool(self.wanted) and (self.what == "list" or self.letters > 1)

    @property
    def handed_out_at(self) -> datetime:
        """As far as the school told us."""
        return self.printed_at or self.asked_at

    @property
    def files_made(self) -> int:
        return sum(map(self.has_made, self.wanted))

    @property
    def is_made(self) -> bool:
        return all(map(self.has_made, self.wanted))

    def has_made(self, one: ClassLetters) -> bool:
        return self.key_of(one) in self.made

    def key_of(self, one: ClassLetters) -> str:
        return object_key_of(self.school, self.id, one.file)

    @property
    def zip_key(self) -> str:
        """Where all its PDFs are together."""
        return f"{_folder(self.school, self.id)}/brieven.zip"

    def are_gone(self, now: datetime) -> bool:
        """Whether the bucket may have forgotten the files."""
        return now >= self.asked_at + FILES_LIFE

    def waits(self, now: datetime) -> bool:
        """Whether nobody printed it, as far as the school told us, and it can be printed still or is on its way.

        Not for a letter of one pupil, which waits at the pupil.
        """
        is_of_one = self.what in _AT_A_PUPIL and self.letters == 1
        is_over = self.printed_at is not None or self.are_gone(now) or self.is_dead(local_date(now))
        return bool(self.wanted) and not is_of_one and not is_over

    @property
    def has_new(self) -> bool:
        """Whether a letter in it is of a pupil who has no printed one, as far as that was counted."""
        return self.living is None or self.living.new is None or self.living.new > 0

    def dead(self, day: date) -> int:
        """How many of its letters work no more."""
        return self.living.dead(day) if self.living else 0

    def working(self, day: date) -> int:
        """How many of its letters work."""
        return self.letters - self.dead(day)

    def is_dead(self, day: date) -> bool:
        """Whether none of its letters works any more."""
        return self.living is not None and self.living.is_dead(day)


class Asked(Value):
    """A batch with what is asked of the letters function. letters: by pupil, which letter (see `Pupil.letter`)."""

    batch: Batch
    requests: tuple[LetterRequest, ...]
    letters: Mapping[str, str]


def ask(
    school: str,
    batch: str,
    what: What,
    pupils: Iterable[Pupil],
    now: datetime,
    *,
    by: str = "",
    together: bool = False,
    printed: bool = False,
) -> Asked:
    """Letters for these pupils: a file for each class, or `together`. printed: they count as printed already."""
    meant = list(pupils)
    requests = (request_together if together else requests_for)(school, batch, meant, reminder=what == REMINDER)
    class_of = {pupil.id: pupil.class_name for pupil in meant}
    wanted = tuple(
        ClassLetters("" if together else class_of[one["pupils"][0]], one["file"], len(one["pupils"]))
        for one in requests
    )
    noted = Batch(school, batch, what, by, now, wanted, printed_at=now if printed else None)
    return Asked(noted, tuple(requests), {pupil.id: pupil.letter for pupil in meant})


def files_of(letters: Mapping[str, int], *, together: bool) -> tuple[ClassLetters, ...]:
    """The files that `ask` would make for so many pupils of each class, without knowing who they are."""
    if together:
        parts = enumerate(in_batches(range(sum(letters.values())), LETTERS_A_FILE), start=1)
        return tuple(ClassLetters("", _file_together(part), len(some)) for part, some in parts)
    return tuple(
        ClassLetters(class_name, _file(class_name, part), len(some))
        for class_name, number in sorted(letters.items())
        for part, some in enumerate(in_batches(range(number), LETTERS_A_FILE))
    )


def requests_for(school: str, batch: str, pupils: Iterable[Pupil], *, reminder: bool = False) -> list[LetterRequest]:
    """One request a class, sorted as schools sort; a class of more than 200 gets several files."""
    by_class: dict[str, list[Pupil]] = defaultdict(list)
    for pupil in pupils:
        by_class[pupil.class_name].append(pupil)
    return [
        LetterRequest(
            school=school,
            batch=batch,
            file=_file(class_name, part),
            pupils=[one.id for one in some],
            reminder=reminder,
        )
        for class_name, members in sorted(by_class.items())
        for part, some in enumerate(in_batches(sorted(members, key=_order), LETTERS_A_FILE))
    ]


def request_together(
    school: str, batch: str, pupils: Iterable[Pupil], *, reminder: bool = False
) -> list[LetterRequest]:
    """One request for all, class after class; more than 200 get several files."""
    ordered = sorted(pupils, key=lambda pupil: (fold(pupil.class_name), pupil.class_name, *_order(pupil)))
    return [
        LetterRequest(
            school=school, batch=batch, file=_file_together(part), pupils=[one.id for one in some], reminder=reminder
        )
        for part, some in enumerate(in_batches(ordered, LETTERS_A_FILE), start=1)
    ]


def _order(pupil: Pupil) -> tuple[str, str]:
    return pupil.sort_name, pupil.id


def _file_together(part: int) -> str:
    return f"brieven-{part}"


def _file(class_name: str, part: int) -> str:
    return class_slug(class_name) + (f"-{part + 1}" if part else "")


def object_key(request: LetterRequest) -> str:
    return object_key_of(request["school"], request["batch"], request["file"])


def object_key_of(school: str, batch: str, file: str) -> str:
    return f"{_folder(school, batch)}/{file}.pdf"


def _folder(school: str, batch: str) -> str:
    return f"schools/{school}/letters/{batch}"
