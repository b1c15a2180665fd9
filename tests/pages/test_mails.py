"""Every mail in every language: what stands in it is what was written, twice, and nothing of it runs."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from common.cloud.mail import Letter
from common.i18n import LANGUAGES, translations
from common.parents import Parent
from messages import mails, school_mails
from tests.emulated import emulated
from tests.pages.mails import HOSTILE, LIST, MESSAGE, SCHOOL, TO_PARENTS, TO_SCHOOLS, Make

FOLDER = Path(mails.__file__).parent / "templates"
ALL = TO_PARENTS | TO_SCHOOLS
# Ours, and those of the markup in messages.
_OURS = {"html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "table", "tr", "td", "bdi"}
_TAGS = _OURS | {"p", "a", "ul", "ol", "li", "strong", "em", "br"}
_VOID = {"meta", "br"}
# A button that leads where the text has the bare address.
_ONLY_IN_HTML = ("Naar mijn profiel", "Wachtwoord kiezen")


class Html(HTMLParser):
    """The tags of a mail, what of it is read, and where its links lead."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.read = ""
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.read += " "
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.read += data

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.tags if tag == "a"]


def parent(language: str) -> Parent:
    return Parent("p", f"Ouder {HOSTILE}", "ouder@ouders.example", email_confirmed=True, language=language)


@pytest.fixture(scope="module", autouse=True)
def world() -> Iterator[None]:
    with emulated():
        yield


def made(make: Make, language: str) -> tuple[Letter, Html]:
    letter = make(parent(language))
    return letter, Html(letter.html)


def words(text: str) -> set[str]:
    """Without the signs around them, which are markup of ours in one part and not in the other."""
    found = {word.strip("*-:.,·()") for word in text.split()}
    return found - {""}


def each(found: dict[str, Make], languages: object) -> list[object]:
    assert isinstance(languages, list)
    return [pytest.param(make, one, id=f"{name}-{one}") for name, make in found.items() for one in languages]


EVERY = [*each(TO_PARENTS, [*LANGUAGES]), *each(TO_SCHOOLS, ["nl"])]


def test_every_mail_there_is_is_among_these() -> None:
    assert {folder.parent.name for folder in FOLDER.glob("*/subject.txt")} == set(ALL)
    for name in ALL:
        assert {file.name for file in (FOLDER / name).iterdir()} == {"subject.txt", "body.txt", "body.html"}


@pytest.mark.parametrize(("make", "language"), EVERY)
def test_its_headers_are_one_line_each(make: Make, language: str) -> None:
    letter, _ = made(make, language)
    for header in (letter.subject, letter.sender, letter.to, letter.reply_to, letter.tag, letter.unsubscribe):
        assert not [sign for sign in header if unicodedata.category(sign) == "Cc"]
    assert letter.subject
    assert letter.to in ("ouder@ouders.example", SCHOOL.email)


@pytest.mark.parametrize(("make", "language"), EVERY)
def test_nothing_in_it_runs_and_it_leads_only_where_it_says(make: Make, language: str) -> None:
    letter, html = made(make, language)
    assert {tag for tag, _ in html.tags} <= _TAGS
    assert not [name for _, attributes in html.tags for name in attributes if name.startswith("on") or name == "src"]
    assert {link.partition(":")[0] for link in html.links} <= {"https", "mailto"}
    assert "603729" not in words(letter.text + html.read), "a template within a name was rendered"


@pytest.mark.parametrize(("make", "language"), EVERY)
def test_its_language_and_direction_are_those_of_the_reader(make: Make, language: str) -> None:
    _, html = made(make, language)
    ((_, attributes),) = [one for one in html.tags if one[0] == "html"]
    assert attributes == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}


@pytest.mark.parametrize(("make", "language"), EVERY)
def test_text_and_html_say_the_same(make: Make, language: str) -> None:
    letter, html = made(make, language)
    shown = words(html.read)
    in_html = {word for word in words(letter.text) if word not in shown and word not in html.links}
    assert in_html == set(), "only in the text"
    head = f"{SCHOOL.name} Ouderbrief {letter.subject} " + " ".join(map(translations(language).gettext, _ONLY_IN_HTML))
    in_text = words(letter.text) | words(head) | {"javascript:alert(1)"}
    assert {word for word in shown if word not in in_text} == set(), "only in the HTML"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_message_can_be_read_on_the_website_too(language: str) -> None:
    first, second = replace(MESSAGE, attachments=()), replace(MESSAGE, id="20260902T120000-0000000000")
    for one in (first, second):
        letter = mails.for_message(one, SCHOOL, parent(language))
        (address,) = addresses_of(letter)
        assert address.endswith(f"/berichten/{SCHOOL.id}/{one.id}")
        assert address in Html(letter.html).links
    letter = mails.for_digest([first, second], SCHOOL, parent(language), 1)
    assert [address.rpartition("/")[2] for address in addresses_of(letter)] == [first.id, second.id]
    assert set(addresses_of(letter)) <= set(Html(letter.html).links)


def addresses_of(letter: Letter) -> list[str]:
    """Of messages, as the text has them."""
    return re.findall(r"https:\S+/berichten/\S+", letter.text)


def test_the_mail_about_a_list_leads_to_its_page() -> None:
    mail = school_mails.of_list(SCHOOL, LIST, [], "x")
    page = f"/school/lijsten/{LIST.id}"
    assert f'{page}"' in mail.html
    assert re.search(rf"Naar de lijst: https?://\S+{page}$", mail.text, re.MULTILINE)


@pytest.mark.parametrize("name", ["message", "digest", "list_report", "report", "letters_ready", "new_link"])
def test_names_stand_there_letter_by_letter(name: str) -> None:
    letter, html = made(ALL[name], "nl")
    for part in (letter.text, html.read):
        assert " ".join(HOSTILE.split()) in " ".join(part.split())


@pytest.mark.parametrize(("make", "language"), each(TO_PARENTS, [one for one in LANGUAGES if one != "nl"]))
def test_no_sentence_of_ours_stays_dutch(make: Make, language: str) -> None:
    dutch, translated = make(parent("nl")), make(parent(language))
    ours = [line for line in dutch.text.splitlines() if re.search(r"[a-z]{3} [a-z]{2}", line)]
    given = f"{SCHOOL.name}\n{dutch.subject}" + "".join(
        line for line in dutch.text.splitlines() if "script" in line or "https:" in line
    )
    assert [line for line in ours if line in translated.text.splitlines() and line.strip() not in given] == []


@pytest.mark.parametrize(("state", "asks"), [("waiting", True), ("done", False), ("undone", False)])
def test_only_of_a_list_that_waits_a_confirmation_is_asked(state: Any, asks: bool) -> None:
    """What was asked is kept with the list, however it went on."""
    question = "Door deze lijst gaan 28 van de 66 leerlingen van school."
    letter = school_mails.of_list(SCHOOL, replace(LIST, state=state, questions=(question,)), [], "x")
    for part in (letter.text, letter.html):
        assert (question in part, "bevestig de lijst" in part) == (asks, asks)
