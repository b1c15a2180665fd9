"""The letter on paper: one PDF for one class, one sheet for each pupil."""

import base64
import json
import threading
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import typst

from common.letters import DUTCH, LONGEST_CLASS, LONGEST_NAME, LONGEST_NUMBER
from common.pupils import bare_class
from common.values import Value
from fonts import FILES
from fonts.characters import printable
from letters import qr, sheets
from letters.owntext import paragraphs
from letters.words import languages_of, words

_TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"
_PRINTED_OF_SCHOOL = ("name", "street", "postcode_city", "phone", "email", "colour")
_TOO_MANY_PAGES = "more pages than"
# typst keeps its last ten compilations in memory, which makes the next one twice as fast. With more letters than
# this in them, some 300 MB, empty ones drive them out.
_MOST_KEPT = 600
_KEPT = 10

_of_this_thread = threading.local()


class TooManyPages(ValueError):
    """The letters take more pages than they may."""


class School(Value):
    name: str
    street: str
    postcode_city: str
    phone: str
    email: str
    colour: str
    """As `#rrggbb`."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The school's own words above the code, by language; see `owntext`."""
    logo: bytes | None = None
    """A PNG."""
    for_one: bool = False
    """Whether one account is all that a pupil may have."""


class Letter(Value):
    pupil: str
    class_name: str
    code: str
    """In groups, as people read it: `ABCD-EFGH-JKMN-PQRS`."""
    link: str
    valid_until: date
    has_birth_date: bool
    language: str = DUTCH
    """That of the back; a letter in Dutch has none."""
    number: str = ""
    """What tells the pupil apart from another of this name in the class; '' where the name does."""


class Rendered(Value):
    pdf: bytes
    substituted: tuple[int, ...]
    """Indexes of the letters in which a name or class could not be printed as it is written."""


def render(
    school: School,
    letters: Sequence[Letter],
    made_on: datetime,
    link_prefix: str,
    *,
    cover: bool = False,
    reminder: bool = False,
    pages: int | None = None,
) -> Rendered:
    """One PDF/UA-1 with one sheet a letter; the same input gives the same bytes.

    Each of several letters has a back, empty where no other language is on it: printed on both sides, no code stands
    on the back of another child's letter. cover: with a list of the names on top, to tick off who took the letter home.
    reminder: to parents who have not registered yet. pages: what it must be.

    `made_on` is in the school's time zone. Raises QrTooLong, TooManyPages, TextRefused for a text of the school that
    is none, and ValueError for no letters or a link that is not the prefix and the code.
    """
    if not letters:
        message = "a PDF of letters needs at least one"
        raise ValueError(message)
    tables = qr.tables(link_prefix)
    names = [_Names.of(letter) for letter in letters]
    languages = dict.fromkeys(one for letter in letters for one in languages_of(letter.language))
    data = {
        "words": {language: words(language) for language in languages},
        "title": _title(school, names),
        "school": _school(school),
        "own": {language: paragraphs(school.texts[language]) for language in languages if language in school.texts},
        "date": _in_words(made_on.date(), languages),
        "qr_view_box": tables.view_box,
        "cover": _cover(names, reminder=reminder) if cover else None,
        "reminder": reminder,
        "pages": pages,
        "letters": [_page(letter, of, tables) for letter, of in zip(letters, names, strict=True)],
    }
    pdf = _compile(data, made_on)
    if cover or len(letters) > 1 or len(languages) > 1:
        pdf = sheets.printed_on_both_sides(pdf)
    return Rendered(pdf, tuple(i for i, of in enumerate(names) if of.substituted))


class _Names(Value):
    """The texts of a letter that people have typed, as they can be printed."""

    pupil: str
    class_name: str
    number: str
    substituted: bool

    @classmethod
    def of(cls, letter: Letter) -> "_Names":
        pupil = printable(letter.pupil, LONGEST_NAME)
        class_name = printable(bare_class(letter.class_name), LONGEST_CLASS)
        number = printable(letter.number, LONGEST_NUMBER)
        return cls(pupil.text, class_name.text, number.text, not (pupil.is_as_written and class_name.is_as_written))


def _title(school: School, names: Sequence[_Names]) -> str:
    classes = ", ".join(dict.fromkeys(of.class_name for of in names if of.class_name))
    title = f"Ouderbrieven {printable(school.name).text}"
    return f"{title}, groep {classes}" if classes else title


def _school(school: School) -> dict[str, Any]:
    shown = {name: printable(getattr(school, name)).text for name in _PRINTED_OF_SCHOOL}
    logo = base64.b64encode(school.logo).decode() if school.logo else None
    return {**shown, "logo": logo, "for_one": school.for_one}


def _cover(names: Sequence[_Names], *, reminder: bool) -> dict[str, Any]:
    """The class of each is named only where there are several, the number where another has the same name."""
    classes = dict.fromkeys(of.class_name for of in names)
    kind = "Herinneringen" if reminder else "Brieven"
    title = kind if len(classes) > 1 or "" in classes else f"{kind} groep {next(iter(classes))}"
    several = len(classes) > 1
    return {
        "title": title,
        "names": [{"class": of.class_name if several else "", "pupil": of.pupil, "number": of.number} for of in names],
    }


def _page(letter: Letter, names: _Names, tables: qr.QrTables) -> dict[str, Any]:
    code = letter.code.replace("-", "")
    if letter.link != tables.prefix + code:
        message = "the link of a letter does not lead to its code"
        raise ValueError(message)
    return {
        "pupil": names.pupil,
        "class": names.class_name,
        "number": names.number,
        "code": letter.code,
        "link": letter.link,
        "qr": tables.path(code),
        "languages": languages_of(letter.language),
        "valid_until": _in_words(letter.valid_until, languages_of(letter.language)),
        "asks_birth_date": letter.has_birth_date,
    }


def _in_words(day: date, languages: Iterable[str]) -> dict[str, str]:
    """The day in each language."""
    return {language: f"{day.day} {words(language)['months'][day.month - 1]} {day.year}" for language in languages}


def _compile(data: dict[str, Any], made_on: datetime) -> bytes:
    compiler = _compiler()
    # Not as `sys_inputs`: with each new one typst sets everything again, which takes twice the time.
    files: Any = {"main.typ": _TEMPLATE, "data.json": json.dumps(data).encode()}
    try:
        pdf = compiler.compile(files, format="pdf", pdf_standards="ua-1", timestamp=int(made_on.timestamp()))
    except typst.TypstError as error:
        if _TOO_MANY_PAGES in str(error):
            raise TooManyPages from None
        raise
    _remember(compiler, len(data["letters"]))
    return cast("bytes", pdf)


def _compiler() -> typst.Compiler:
    """This thread's own: typst leaves Python's lock, and a compiler in two threads at once raises."""
    if not hasattr(_of_this_thread, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FILES])
        _of_this_thread.compiler = typst.Compiler(font_paths=fonts)
        _of_this_thread.kept = deque(maxlen=_KEPT)
    compiler: typst.Compiler = _of_this_thread.compiler
    return compiler


def _remember(compiler: typst.Compiler, letters: int) -> None:
    _of_this_thread.kept.append(letters)
    if sum(_of_this_thread.kept) > _MOST_KEPT:
        _of_this_thread.kept.clear()
        for _ in range(_KEPT + 1):
            compiler.compile(b"", format="pdf")
