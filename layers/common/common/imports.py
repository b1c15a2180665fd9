"""What became of a pupil list, from the moment it was seen until nobody can change it any more."""

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime
from typing import Literal

from common.class_letters import ClassLetters
from common.i18n import mark
from common.ids import moment_of
from common.values import Value

# reading and applying go on by themselves; waiting and done listen to the school; the others are ends.
State = Literal["reading", "waiting", "applying", "done", "undoing", "undone", "declined", "refused", "superseded"]

# What is noted beside a list in S3: whether it names all pupils ('yes'), who of the staff sent it, and since when they
# had the form.
WHOLE_SCHOOL, SENT_BY, FORM_FROM = "whole-school", "by", "form-from"
LARGEST_UPLOAD = 10 * 1024 * 1024
# Of names of files that can be a list; which it is, its content tells.
ENDINGS = ("csv", "txt", "tsv", "xml", "edexml", "xlsx", "xlsm", "zip")

# Other kinds of files that people send by mistake. What a name says behind its dot may be anything else, also a name.
_OTHER_ENDINGS = (
    "doc", "docx", "gif", "gz", "heic", "htm", "html", "jpeg", "jpg", "json", "numbers", "odt", "ods", "pages", "pdf",
    "png", "ppt", "pptx", "rar", "rtf", "sqlite", "xls", "xlsb", "7z",
)  # fmt: skip

Order = Literal["go_on", "confirm", "undo"]
# Why a list as a whole cannot be used.
Refusal = Literal[
    "broken_xml",
    "broken_zip",
    "column_twice",
    "doctype",
    "empty",
    "endless_cell",
    "gone",
    "html",
    "month_first",
    "no_columns",
    "no_list",
    "no_news",
    "no_pupils",
    "odd_byte",
    "old_office",
    "other_office",
    "other_xml",
    "staff",
    "stray_quote",
    "suspended",
    "too_large",
    "too_many_columns",
    "too_many_rows",
    "unknown_school",
    "unsafe_zip",
]


# As the school reads them.
STATES: Mapping[State, str] = {
    "reading": mark("De lijst wordt gelezen."),
    "waiting": mark("De lijst wacht op u. Er is nog niets veranderd."),
    "applying": mark("De lijst wordt verwerkt."),
    "done": mark("De lijst is verwerkt."),
    "undoing": mark("De lijst wordt teruggedraaid."),
    "undone": mark("De lijst is teruggedraaid. De leerlingen zijn weer zoals daarvoor."),
    "declined": mark("De lijst is niet verwerkt: dat koos uw school. Er is niets veranderd."),
    "refused": mark("De lijst is niet verwerkt."),
    "superseded": mark("De lijst is vervangen door een nieuwer bestand met dezelfde naam."),
}
ASKED_AGAIN = mark(
    "Sinds u de lijst bekeek, is er iets veranderd bij uw leerlingen of lijsten. "
    "Daarom is deze lijst nog niet verwerkt. Kijk hem opnieuw na en bevestig hem dan."
)
COUNTS: Mapping[str, str] = {
    "rows": mark("Rijen in het bestand"),
    "imported": mark("Overgenomen"),
    "new": mark("waarvan nieuw"),
    "changed": mark("waarvan gewijzigd"),
    "unchanged": mark("waarvan ongewijzigd"),
    "merged": mark("Dubbele rijen"),
    "held": mark("Niet overgenomen"),
    "skipped": mark("Overgeslagen (van school of nog niet begonnen)"),
    "returned": mark("Leerlingen die terug zijn"),
    "left": mark("Leerlingen die zijn uitgeschreven"),
    "kept": mark("Later met de hand gewijzigd, en zo gelaten"),
}

# As long as nothing has happened.
_PLANNED: Mapping[str, str] = {
    "imported": mark("Worden overgenomen"),
    "held": mark("Worden niet overgenomen"),
    "skipped": mark("Worden overgeslagen (van school of nog niet begonnen)"),
    "returned": mark("Leerlingen die terugkomen"),
    "left": mark("Leerlingen die worden uitgeschreven"),
}
# Where the school chose that it does not.
_DECLINED: Mapping[str, str] = {
    "imported": mark("Zouden zijn overgenomen"),
    "held": mark("Zouden niet zijn overgenomen"),
    "skipped": mark("Zouden zijn overgeslagen (van school of nog niet begonnen)"),
    "returned": mark("Leerlingen die zouden zijn teruggekomen"),
    "left": mark("Leerlingen die zouden zijn uitgeschreven"),
}
_HAPPENED: frozenset[State] = frozenset({"applying", "done", "undoing", "undone"})

# Where they do not stand below each other.
_ALONE: Mapping[str, str] = {
    "new": mark("Nieuwe leerlingen"),
    "changed": mark("Gewijzigde leerlingen"),
    "unchanged": mark("Ongewijzigde leerlingen"),
}
_ALWAYS = ("rows", "imported")


class Remark(Value):
    """where: a place in the file for people, such as 'regel 7'. reason: why, in Dutch, without names.

    about: how many pupils of the school it is about; pupils: the ids of the first.
    """

    where: str
    reason: str
    about: int = 0
    pupils: tuple[str, ...] = ()


# In a remark.
MOST_NAMED = 20


# So many who are new, and so many others: more than anybody reads before deciding, and one read of the page.
MOST_DIFFERENCES = 100


# What lists say of a pupil, and whether it is there. What follows from the day or is drawn anew does not count.
DETAILS = (
    "given_name",
    "prefix",
    "family_name",
    "class_name",
    "birth_date",
    "source_key",
    "language",
    "active",
)

# What a list would do with one pupil. back: who had left. changed: something else than the class.
Effect = Literal["new", "back", "left", "moved", "changed"]


class Difference(Value):
    """What a list would change for one pupil.

    pupil: the id; '' for one who is new, who alone has a name here. class_name: from then on; '' for one who leaves.
    trace: the same only where every detail is, before and after; details: of each alone, too short to tell what it is.
    fields: the details that would change, as `Pupil` names them.
    """

    pupil: str
    name: str
    class_name: str
    effect: Effect
    trace: str
    fields: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)


class Import(Value):
    """One list of one school.

    file: the name that the school gave. etag: which content of the object. whole: a pupil who is missing
    has left. counts: what became of the rows, and of the pupils. questions: what the school must confirm
    before anything changes. reason: why the list was refused. written, to_write: pupils, while applying.
    by: who of the staff sent it; '' for a list that came by another way. preview: which one the school is shown, from 1
    on; 0 before it is asked. trace: of what that one says. counts_before, questions_before: what the preview before it
    counted and asked.
    """

    school: str
    id: str
    file: str
    bucket: str
    key: str
    etag: str
    state: State = "reading"
    format: str = ""
    whole: bool = False
    brin: str = ""
    made_on: date | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    warnings: tuple[Remark, ...] = ()
    letters: tuple[ClassLetters, ...] = ()
    reason: str = ""
    written: int = 0
    to_write: int = 0
    by: str = ""
    preview: int = 0
    trace: str = ""
    counts_before: Mapping[str, int] = field(default_factory=dict)
    questions_before: tuple[str, ...] = ()

    @property
    def uploaded_at(self) -> datetime:
        """UTC."""
        return moment_of(self.id).astimezone(UTC)

    @property
    def ending(self) -> str:
        """What kind of file its name says it is; '' where that is no kind that we know."""
        ending = self.file.rpartition(".")[2].lower()
        return ending if ending in (*ENDINGS, *_OTHER_ENDINGS) else ""

    @property
    def is_asked_again(self) -> bool:
        """It was confirmed, and would have done something else by then than the school was shown."""
        return self.state == "waiting" and self.preview > 1

    @property
    def has_happened(self) -> bool:
        """Whether it changes pupils, or did so; of any other its numbers say what it would do."""
        return self.state in _HAPPENED

    def _words(self, name: str) -> str:
        planned = _DECLINED if self.state == "declined" else _PLANNED
        return COUNTS[name] if self.has_happened else planned.get(name, COUNTS[name])

    @property
    def recounted(self) -> tuple[tuple[str, int, int], ...]:
        """What the preview counts otherwise than the one before: Dutch words, the number then and now."""
        return tuple(
            (_ALONE.get(name, self._words(name)), then, now)
            for name in COUNTS
            if (then := self.counts_before.get(name, 0)) != (now := self.counts.get(name, 0))
        )

    @property
    def asked_anew(self) -> tuple[str, ...]:
        """What the preview asks, and the one before did not."""
        return tuple(question for question in self.questions if question not in self.questions_before)

    @property
    def summary(self) -> tuple[tuple[str, int], ...]:
        """What there is to count, with Dutch words; rows = imported + merged + held + skipped."""
        shown = ((name, self._words(name), self.counts.get(name, 0)) for name in COUNTS)
        return tuple((words, count) for name, words, count in shown if count or (self.counts and name in _ALWAYS))
