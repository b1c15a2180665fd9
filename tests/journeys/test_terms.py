"""Seven parents choose in a browser how they want to hear from school, and each is reached just so."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.school import PaperLetter, School, wait_for
from tests.journeys.story import PASSWORD, expect_profile

NEWS = "Nieuws van de school"
Choose = Callable[[Page], None]


def everything(page: Page) -> None:
    add_device(page, "toestel-alles")


def mail_alone(page: Page) -> None:
    add_device(page, "toestel-mail")
    switch(page, "Pushmelding").uncheck()
    save(page)


def push_alone(page: Page) -> None:
    add_device(page, "toestel-push")
    switch(page, "E-mail").uncheck()
    save(page)


def nothing(page: Page) -> None:
    switch(page, "E-mail").uncheck()
    switch(page, "Pushmelding").uncheck()
    save(page)


def once_a_day(page: Page) -> None:
    page.get_by_label("Eén keer per dag").check()
    save(page)


def unconfirmed(_: Page) -> None:
    """Leaves all as it is."""


def unlinked(page: Page) -> None:
    page.get_by_role("link", name="Ontkoppelen").click()
    page.get_by_role("button", name="Ontkoppelen").click()
    expect(page.get_by_role("status")).to_contain_text("ontkoppeld")


PARENTS: list[Choose] = [everything, mail_alone, push_alone, nothing, once_a_day, unconfirmed, unlinked]


def switch(page: Page, way: str) -> Any:
    return page.get_by_role("group", name=NEWS).get_by_role("switch", name=way)


def save(page: Page) -> None:
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("status")).to_contain_text("opgeslagen")


def add_device(page: Page, token: str) -> None:
    page.get_by_text("Apparaat toevoegen").click()
    page.get_by_label("Apparaatcode").fill(token)
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("status")).to_contain_text("toegevoegd")


def address_of(choose: Choose) -> str:
    return f"{choose.__name__.replace('_', '.')}@voorkeuren.example"


@pytest.fixture(scope="module")
def letters(school: School) -> list[PaperLetter]:
    names = [f"Kind{choose.__name__.replace('_', '')}" for choose in PARENTS]
    school.upload("wensen.csv", [f"93{n:03};{name};;Wens;1W;;Ingeschreven" for n, name in enumerate(names)])
    return [school.letter_for(f"{name} Wens") for name in names]


def register(chromium: Browser, school: School, letter: PaperLetter, choose: Choose) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="nl-NL")
    page = context.new_page()
    page.goto(letter.qr)
    page.get_by_role("link", name="Registreren").click()
    page.get_by_label("Uw naam").fill("Wens Ouder")
    page.get_by_label("Uw e-mailadres").fill(address_of(choose))
    page.get_by_label("Bedenk een wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Registreren + koppelen").click()
    expect_profile(page)
    if choose is not unconfirmed:
        digits = re.search(r"\b\d{6}\b", school.mail_to(address_of(choose), "Uw code")["text"])
        assert digits
        page.get_by_label("Code uit de e-mail").fill(digits[0])
        page.get_by_role("button", name="Bevestigen").click()
        expect(page.get_by_role("status")).to_contain_text("bevestigd")
    choose(page)
    context.close()


def test_six_parents_are_reached_as_they_chose_and_the_seventh_is_not(
    chromium: Browser, school: School, letters: list[PaperLetter]
) -> None:
    for choose, letter in zip(PARENTS, letters, strict=True):
        register(chromium, school, letter, choose)
    title = "Schoolreis op dinsdag"
    message = school.send(kind="schoolnieuws", title=title, text="Neem brood mee.", audience={"classes": ["1W"]})

    def settled() -> dict[str, int] | None:
        counts: dict[str, int] = school.http.get(f"/api/messages/{message}").json()["counts"]
        return counts if counts["queued"] == 1 and not counts["sent"] - 1 else None

    # One waits for six o'clock; a push is not told of again.
    counts = wait_for(settled, "all but the digest to be settled")
    assert counts == {
        "audience": 6, "queued": 1, "sent": 1, "delivered": 2, "announced": 1, "bounced": 0, "failed": 0, "withheld": 1,
    }  # fmt: skip
    box = school.mailbox()
    mailed = {one["to"]: one for one in box if one["channel"] == "email" and "Uw code" not in one["subject"]}
    ours = {choose: mailed.get(address_of(choose)) for choose in PARENTS}
    assert [choose for choose in PARENTS if ours[choose]] == [everything, mail_alone, unconfirmed]
    assert "Neem brood mee." in ours[everything]["text"]  # type: ignore[index]
    assert title not in str(ours[unconfirmed])
    pushed = {one["token"] for one in box if one["channel"] == "push"}
    assert pushed & {"toestel-alles", "toestel-mail", "toestel-push"} == {"toestel-alles", "toestel-push"}
