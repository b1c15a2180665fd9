"""A message that is being written: for nobody yet, for a moment at night, for later, and as long as it is kept."""

import re
from datetime import timedelta

import pytest

from common.days import LOCAL
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_desk_files import put, take
from tests.functions.test_desk_messages import (
    MESSAGES,
    NEW,
    PREVIEW,
    hidden,
    journal,
    mailed,
    parent_of,
    send,
    write,
)
from tests.functions.visitor import Answer

WEEK = timedelta(days=7)


def order_of(preview: Answer) -> str:
    """The draft to which the page of a message leads back."""
    found = re.search(rf'{NEW}\?bericht=(\w+)"', preview.text)
    assert found, preview.words
    return found[1]


def on(house: House, time: str) -> dict[str, str]:
    day = (house.services.now() + timedelta(days=2)).astimezone(LOCAL)
    return {"when": "later", "day": f"{day:%Y-%m-%d}", "time": time}


# -- for nobody


@pytest.mark.parametrize("pupils", [1, 2])
def test_a_message_that_nobody_would_get_says_so_and_is_not_sent(house: House, pupils: int) -> None:
    for number in range(pupils):
        house.child(f"Kind{number}")
    parent_of(house, "Bram", class_name="6C")
    clerk = Clerk(house)
    page = write(clerk, audience="classes", **{"class.5B": "on"})
    assert f"Niemand krijgt dit bericht. Het is voor {pupils} leerling" in page.words
    assert "nog geen gekoppelde ouder" in page.words
    assert "Daarom kunt u het nu niet versturen" in page.words
    assert "<form" not in page.text.partition("<main")[2]
    order = order_of(page)
    assert "Neem **gymschoenen** mee." in clerk.get(f"{NEW}?bericht={order}").text


def test_where_the_only_parent_left_meanwhile_the_button_sends_to_nobody(house: House) -> None:
    child = house.child()
    parent = ParentVisitor(house)
    parent.register(child, email=EMAIL)
    clerk = Clerk(house)
    preview = write(clerk)
    assert "Niemand krijgt dit bericht" not in preview.words
    parent.post(child.address)
    assert send(clerk, preview).goes_to == f"{PREVIEW}?bericht={hidden(preview, 'order')}"
    assert "Niemand krijgt dit bericht" in clerk.get(f"{PREVIEW}?bericht={hidden(preview, 'order')}").words
    assert journal(house) == []


def test_a_planned_message_may_wait_for_parents_to_come(house: House) -> None:
    child = house.child()
    clerk = Clerk(house)
    preview = write(clerk, **on(house, "09:00"))
    assert "Nu zou niemand dit bericht krijgen" in preview.words
    assert "Wie voor die tijd wordt gekoppeld, krijgt het wel" in preview.words
    assert send(clerk, preview).goes_to.startswith(f"{MESSAGES}/2")
    parent = ParentVisitor(house)
    parent.register(child, email=EMAIL)
    parent.confirm(EMAIL)
    house.deliver_all()
    house.mails.clear()
    house.pass_time(days=3)
    house.tick()
    assert mailed(house) == [EMAIL]


def test_a_school_of_nobody_sends_to_nobody(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    preview = write(clerk)
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    clerk.post(f"/school/leerlingen/{pupil.id}/verwijderen")
    page = clerk.get(send(clerk, preview).goes_to)
    assert "Niemand krijgt dit bericht. Er is geen leerling voor wie het is." in page.words


# -- at night


@pytest.mark.parametrize(("time", "night"), [("03:00", True), ("06:59", True), ("07:00", False), ("22:00", True)])
def test_a_moment_at_night_is_remarked_on_and_taken(house: House, time: str, night: bool) -> None:
    parent_of(house)
    clerk = Clerk(house)
    preview = write(clerk, **on(house, time))
    assert ("Dit is ’s nachts" in preview.words) is night
    assert send(clerk, preview).goes_to.startswith(f"{MESSAGES}/2")


# -- as long as it is kept


def test_a_message_is_kept_for_later_and_found_back(house: House) -> None:
    clerk = Clerk(house)
    page = clerk.get(NEW)
    assert "U vindt het een week lang terug" in page.words
    page = write(clerk, order=hidden(page, "order"), title="", action="later")
    assert "Het concept is bewaard" in page.words
    assert "Zonder onderwerp" in page.words
    assert "Neem **gymschoenen** mee." in clerk.get(f"{NEW}?bericht={order_of(page)}").text


def test_a_draft_and_its_files_wait_a_week_from_the_last_time(house: House) -> None:
    clerk = Clerk(house)
    page = take(clerk, clerk.get(put(house, write(clerk, action="files"))))
    order = hidden(page, "order")
    house.pass_time(days=6)
    clerk.sit_down()
    write(clerk, order=order, action="later")
    week = (house.services.now() + WEEK).timestamp()
    ends = [
        int(one["expires_at"]["N"])
        for one in house.items()
        if order in one["SK"]["S"] or one.get("name") == {"S": "rooster.pdf"}
    ]
    assert len(ends) == 2
    assert all(abs(one - week) < 60 for one in ends)


# -- whom it is for


def test_a_name_that_was_typed_and_not_looked_for_is_not_lost(house: House) -> None:
    parent_of(house)
    parent_of(house, "Zoë", "zoe@ouders.example", family_name="El Amrani")
    clerk = Clerk(house)
    page = write(clerk, action="search", search="sanne", audience="pupils")
    pupil = re.search(r'name="(pupil\.[0-9a-f]{20})"', page.text)
    assert pupil
    chosen = {"order": hidden(page, "order"), "audience": "pupils", pupil[1]: "on"}
    page = write(clerk, search="zoë", **chosen)
    assert "Zoë El Amrani (5B)" in page.words
    assert f'name="{pupil[1]}" checked' in page.text
    assert "1 ouder krijgt dit bericht" in write(clerk, search="zoë", **chosen).words
    assert "2 ouders krijgen dit bericht" in write(clerk, search="zoë", **{**chosen, "audience": "school"}).words
