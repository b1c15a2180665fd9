"""*Berichten*: what was addressed to a parent, and nothing else."""

import re
from typing import Any

import pytest

from tests.functions.house import House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    visitor.register(house.child())
    visitor.register(house.child("Daan", None, class_name="3A"))
    visitor.confirm()
    return visitor


@pytest.fixture
def other(house: House) -> ParentVisitor:
    neighbour = ParentVisitor(house)
    neighbour.register(house.child("Bram", class_name="6C"), email="buur@ouders.example")
    return neighbour


def sent(house: House, title: str = "IJsvrij", **to: Any) -> str:
    """Where a parent reads a message that just went out."""
    message = Sender(house).message(title=title, **to)
    house.deliver_all()
    return f"/nl/berichten/de-regenboog/{message}"


def test_a_parent_reads_what_was_sent_the_newest_first(house: House, parent: ParentVisitor) -> None:
    for title in ("Eerste", "Tweede", "Derde"):
        sent(house, title)
        house.pass_time(seconds=2)
    page = parent.get("/nl/berichten").words
    assert page.index("Derde") < page.index("Tweede") < page.index("Eerste")
    message = parent.get(sent(house, "Vierde"))
    assert "Vierde" in message.words
    assert "Blijf thuis." in message.words


def test_a_push_opens_the_message_after_login(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    sent(house, "Morgen vrij")
    (push,) = house.pushes
    link = str(push).partition("https%3A%2F%2Fouders.example")[2] or str(push).partition("https://ouders.example")[2]
    path = link.replace("%2F", "/").partition("%")[0].partition("\\")[0]
    phone = ParentVisitor(house)
    asked = phone.get(phone.get(path).goes_to)
    assert asked.goes_to == "/nl/inloggen"
    assert "Morgen vrij" in phone.get(phone.log_in().goes_to).words


def test_each_part_of_a_message_runs_as_its_own_language_does_and_the_date_as_the_page(
    house: House, parent: ParentVisitor
) -> None:
    message = sent(house, "Studiedag", text="Morgen vrij\n\nغدا عطلة")
    page = parent.get(message.replace("/nl/", "/ar/")).text
    article = page[page.index("<article") : page.index("</article>")]
    assert re.findall(r"<(\w+)[^>]* dir=\"auto\"", article) == ["h1", "p", "p"]
    assert '<p class="hint">' in article


def test_what_was_sent_to_others_is_not_there(house: House, parent: ParentVisitor, other: ParentVisitor) -> None:
    address = sent(house, "Alleen 6C", classes=["6C"])
    assert "Alleen 6C" in other.get(address).words
    mine, nothing = parent.get(address), parent.get("/nl/berichten/de-regenboog/20260101T000000-0000000000")
    assert (mine.status, mine.body) == (404, nothing.body)
    assert "Alleen 6C" not in parent.get("/nl/berichten").words


def test_after_unlinking_the_child_it_was_about_it_is_gone(house: House, parent: ParentVisitor) -> None:
    about_daan, about_all = sent(house, "Groep 3A", classes=["3A"]), sent(house, "Iedereen")
    (daan,) = [
        link
        for link in house.links_of(EMAIL)
        if house.services.pupils.find_many(link.school, [link.pupil])[0].class_name == "3A"
    ]
    parent.post(f"/nl/profiel/ontkoppelen/{daan.school}/{daan.pupil}")
    assert parent.get(about_daan).status == 404
    assert parent.get(about_all).status == 200
    page = parent.get("/nl/berichten").words
    assert "Groep 3A" not in page
    assert "Iedereen" in page


def test_switched_off_messages_can_still_be_read_here(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/profiel")
    parent.post("/nl/profiel/dringend")
    address = sent(house, "Toch te lezen")
    assert parent.get(address).status == 200


def test_older_messages_are_on_the_next_page_each_once(house: House, parent: ParentVisitor) -> None:
    titles = [f"Bericht {number:02}" for number in range(35)]
    for title in titles:
        sent(house, title)
        house.pass_time(seconds=1)
    first = parent.get("/nl/berichten")
    older = parent.get(
        first.text.partition('href="/nl/berichten?tot=')[2].partition('"')[0].join(("/nl/berichten?tot=", ""))
    )
    shown = [title for page in (first, older) for title in reversed(titles) if title in page.words]
    assert shown == list(reversed(titles))
    assert "Oudere berichten" not in older.words


@pytest.mark.parametrize("before", ["", "x", "%00", "%F0%9F%98%80", "z" * 3000])
def test_a_page_that_nobody_offered_shows_no_more_than_is_mine(
    house: House, parent: ParentVisitor, before: str
) -> None:
    sent(house, "Van mij")
    assert parent.get(f"/nl/berichten?tot={before}").status == 200
