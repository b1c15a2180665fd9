"""The texts of the pages and mails in each language: none missing, none left over, none broken."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from common import i18n

ROOT = Path(__file__).parents[2]
# Domain, mapping, language: the parents' pages in all, the school's desk in English.
CATALOGUES = [(i18n.DOMAIN, "babel.cfg", one) for one in i18n.LANGUAGES if one != i18n.DEFAULT]
CATALOGUES += [(i18n.DESK_DOMAIN, "babel.desk.cfg", one) for one in i18n.DESK_LANGUAGES if one != i18n.DEFAULT]
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None}
# What a school reads.
_DUTCH_ONLY = {
    Path("functions/messages/templates") / name
    for name in ("invitation", "letters_ready", "list_report", "reminders_due", "report")
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")

each_catalogue = pytest.mark.parametrize(("domain", "mapping", "language"), CATALOGUES)


def found_in_the_code(mapping: str) -> Iterator[tuple[str, str]]:
    """Every file that has texts, with each of them."""
    with (ROOT / mapping).open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    for found, _, text, _, _ in extract_from_dir(ROOT, methods, options, keywords=_KEYWORDS):
        yield found, _first(text)


def in_the_code(mapping: str) -> set[str]:
    return {text for _, text in found_in_the_code(mapping)}


def catalogue(domain: str, language: str) -> Catalog:
    with (i18n.LOCALES / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as source:
        return read_po(source, locale=language, domain=domain)


def texts(domain: str, language: str) -> Iterator[Message]:
    return (message for message in catalogue(domain, language) if message.id)


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    """The singular of a text that has a plural."""
    return text if isinstance(text, str) else text[0]


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def test_the_code_has_texts() -> None:
    of_parents, of_desk = in_the_code("babel.cfg"), in_the_code("babel.desk.cfg")
    assert {"Registreren + koppelen", "Deze pagina bestaat niet", "Uw code voor Ouderbrief"} <= of_parents
    assert {"Collega uitnodigen", "Dit is alleen voor beheerders"} <= of_desk
    assert "Collega uitnodigen" not in of_parents


def test_no_template_is_left_out() -> None:
    """Its texts would stay Dutch in every language."""
    searched = {file for mapping in ("babel.cfg", "babel.desk.cfg") for file, _ in found_in_the_code(mapping)}
    for folder in (ROOT / "functions", ROOT / "layers" / "common" / "common"):
        for template in (*folder.rglob("*.html"), *folder.rglob("*.txt")):
            name = template.relative_to(ROOT)
            if re.search(r"gettext\(|\b_\(", template.read_text("utf-8")) and name.parent not in _DUTCH_ONLY:
                assert name.as_posix() in searched


@each_catalogue
def test_a_catalogue_has_exactly_the_texts_of_the_code(domain: str, mapping: str, language: str) -> None:
    assert {_first(message.id) for message in texts(domain, language)} == in_the_code(mapping)


@each_catalogue
def test_every_text_is_translated(domain: str, mapping: str, language: str) -> None:
    assert [message.id for message in texts(domain, language) if not all(_strings(message)) or message.fuzzy] == []


@each_catalogue
def test_placeholders_and_the_ends_of_sentences_are_kept(domain: str, mapping: str, language: str) -> None:
    for message in texts(domain, language):
        for translated in _strings(message):
            asked, given = _PLACEHOLDER.findall(_first(message.id)), _PLACEHOLDER.findall(translated)
            assert sorted(asked) == sorted(given), message.id
            assert "%" not in _PLACEHOLDER.sub("", translated), message.id
            assert translated == translated.strip(), message.id
            assert _end(translated) == _end(_first(message.id)), message.id


def _end(sentence: str) -> str:
    """How a sentence ends: '', or a sign that every language has."""
    last = sentence[-1].replace("؟", "?")
    return last if last in string.punctuation and last not in ")" else ""


@each_catalogue
def test_what_is_served_was_compiled_from_these_catalogues(domain: str, mapping: str, language: str) -> None:
    served = i18n.translations(language, domain)
    for message in texts(domain, language):
        if isinstance(message.id, str):
            assert served.gettext(message.id) == message.string
        else:
            one, many = message.id
            forms = {served.ngettext(one, many, number) for number in range(120)}
            assert forms == set(_strings(message))


@each_catalogue
def test_a_catalogue_says_whether_a_native_reader_saw_it(domain: str, mapping: str, language: str) -> None:
    assert "native reader" in catalogue(domain, language).header_comment


@each_catalogue
def test_a_language_is_written_in_its_own_script(domain: str, mapping: str, language: str) -> None:
    scripts = {"uk": r"[\u0400-\u04ff]", "ar": r"[\u0600-\u06ff]"}
    script = re.compile(scripts.get(language, r"[a-zA-Z]"))
    assert [message.id for message in texts(domain, language) if not all(map(script.search, _strings(message)))] == []
