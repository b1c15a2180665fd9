"""*Berichten* at the desk: a message is written, looked at, sent once, followed, taken back and copied."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from common.cloud.counting import recount
from common.days import LOCAL
from common.pupils import Change
from common.schools import School
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House, text_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.visitor import Answer

MESSAGES = "/school/berichten"
NEW = f"{MESSAGES}/nieuw"
PREVIEW = f"{NEW}/voorbeeld"
STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
WORDS = {
    "kind": "schoolnieuws",
    "title": "Sportdag",
    "text": "Neem **gymschoenen** mee.",
    "audience": "school",
    "when": "now",
    "action": "preview",
}


def parent_of(house: House, given_name: str = "Sanne", email: str = EMAIL, **more: Any) -> ParentVisitor:
    """Somebody who can be reached by mail."""
    parent = ParentVisitor(house)
    parent.register(house.child(given_name, **more), email=email)
    parent.confirm(email)
    house.deliver_all()
    house.mails.clear()
    return parent


def hidden(page: Answer, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.words
    return found[1]


def write(clerk: Clerk, **other: str) -> Answer:
    """The page that the form leads to."""
    order = other.pop("order", "") or hidden(clerk.get(NEW), "order")
    return clerk.submit(NEW, **(WORDS | {"order": order} | other))


def send(clerk: Clerk, preview: Answer) -> Answer:
    """The answer to the button under a preview."""
    return clerk.post(PREVIEW, order=hidden(preview, "order"), seen=hidden(preview, "seen"))


def sent(clerk: Clerk, **other: str) -> str:
    """The id of a message that was written, looked at and sent."""
    answer = send(clerk, write(clerk, **other))
    assert answer.goes_to.startswith(f"{MESSAGES}/2"), answer.goes_to
    return answer.goes_to.rpartition("/")[2]


def mailed(house: House) -> list[str]:
    """The addresses of parents to which mail went, with everything delivered that is due."""
    house.deliver_all()
    to = [mail["Destination"]["ToAddresses"][0] for mail in house.mails]
    return sorted(one for one in to if one.endswith("@ouders.example"))


def journal(house: House) -> list[str]:
    return [one.what for one in house.services.journal.newest(REGENBOOG.id, "", 50) if one.what.startswith("message")]


def test_a_message_is_looked_at_and_then_sent_to_parents(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house, "medewerker")
    preview = write(clerk)
    assert "Er is nog niets verstuurd" in preview.words
    assert "1 ouder krijgt dit bericht" in preview.words
    assert mailed(house) == []
    page = clerk.get(send(clerk, preview).goes_to)
    assert "Het bericht is verstuurd" in page.words
    assert "<strong>gymschoenen</strong>" in page.text
    house.deliver_all()
    (mail,) = house.mails_to(EMAIL)
    assert "gymschoenen" in text_of(mail)
    assert journal(house) == ["message_sent"]
    (entry,) = [one for one in house.services.journal.newest(REGENBOOG.id, "", 9) if one.what == "message_sent"]
    assert entry.by.name == clerk.person.name
    assert "Sportdag" not in str(entry.about)


def test_what_on_its_way_means_is_told_while_something_is(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    sent(clerk)
    told = "nog niet bij elke ouder"
    assert told in clerk.get(MESSAGES).words
    house.deliver_all()
    assert told not in clerk.get(MESSAGES).words


def test_pressed_twice_or_sent_again_later_it_is_one_message(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    preview = write(clerk)
    first, again = send(clerk, preview), send(clerk, preview)
    house.pass_time(minutes=30)
    assert first.goes_to == again.goes_to == send(clerk, preview).goes_to
    assert mailed(house) == [EMAIL]
    assert journal(house) == ["message_sent"]
    assert clerk.get(f"{PREVIEW}?bericht={hidden(preview, 'order')}").goes_to == first.goes_to


def test_pressed_twice_at_the_same_moment_it_is_one_message(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    preview = write(clerk)
    answers: list[Answer] = []
    house.meanwhile("TransactWriteItems", lambda: answers.append(send(clerk, preview)))
    answers.append(send(clerk, preview))
    assert len({one.goes_to for one in answers}) == 1
    assert mailed(house) == [EMAIL]


def test_whoever_goes_back_after_sending_writes_another_message_and_loses_nothing(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    preview = write(clerk)
    send(clerk, preview)
    page = write(clerk, order=hidden(preview, "order"), title="Sportdag gaat niet door")
    assert "Het vorige bericht is al verstuurd" in page.words
    assert "Sportdag gaat niet door" in page.words
    assert hidden(page, "order") != hidden(preview, "order")
    assert mailed(house) == [EMAIL]


def test_what_another_window_changed_is_shown_before_it_is_sent(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    preview = write(clerk)
    write(clerk, order=hidden(preview, "order"), title="Anders")
    page = clerk.get(send(clerk, preview).goes_to)
    assert "in een ander venster veranderd" in page.words
    assert mailed(house) == []


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"kind": "reclame"}, "Kies wat voor bericht het is"),
        ({"title": " \u200b "}, "Vul een onderwerp in"),
        ({"title": "x" * 151}, "Vul een korter onderwerp in"),
        ({"text": " \n "}, "Schrijf een bericht"),
        ({"text": "é" * 20_001}, "Maak het bericht korter"),
        ({"audience": ""}, "Kies voor wie het bericht is"),
        ({"audience": "classes"}, "Kies ten minste één groep"),
        ({"audience": "pupils"}, "Zoek en kies ten minste één leerling"),
        ({"audience": "pupils", "pupil." + "x" * 500: "on"}, "Zoek en kies ten minste één leerling"),
        ({"when": ""}, "Kies wanneer het bericht weggaat"),
        ({"when": "later"}, "Vul een dag in"),
        ({"when": "later", "day": "31-2-2099", "time": "25:00"}, "Vul een tijd in"),
        ({"when": "later", "day": "2020-01-01", "time": "8:30"}, "Dit moment is al voorbij"),
        ({"when": "later", "day": "2999-01-01", "time": "8:30"}, "Dit moment is al voorbij"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_nothing_is_lost(
    house: House, other: dict[str, str], sentence: str
) -> None:
    page = write(Clerk(house), **{"text": "Regel 1\r\n\r\nRegel 2 <b>", **other})
    assert page.status == 200
    assert sentence in page.words
    assert 'role="alert"' in page.text
    if "text" not in other:
        assert "Regel 1\n\nRegel 2 &lt;b&gt;" in page.text
    elif other["text"].strip():
        assert other["text"] in page.text
    assert "fan_out" not in str(house.aws.outbox())


def test_a_time_that_the_clock_skips_is_refused_and_one_that_comes_twice_is_explained(house: House) -> None:
    clerk = Clerk(house)
    now = house.services.now()
    spring, autumn = _clock_changes(now.year) if now.month < 3 else _clock_changes(now.year + 1)
    page = write(clerk, when="later", day=spring, time="02:30")
    assert "Deze tijd bestaat niet" in page.words
    day = autumn if now.month > 9 else _clock_changes(now.year)[1]
    page = write(clerk, when="later", day=day, time="02:30")
    assert "Deze tijd komt die nacht twee keer" in page.words
    assert "om 02:30 uur" in page.words


def _clock_changes(year: int) -> tuple[str, str]:
    """The last Sundays of March and October."""
    found = []
    for month in (3, 10):
        day = date(year, month, 31)
        found.append((day - timedelta(days=(day.weekday() + 1) % 7)).isoformat())
    return found[0], found[1]


def test_a_planned_message_waits_and_is_taken_back_after_a_question(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    later = (house.services.now() + timedelta(days=2)).astimezone(LOCAL)
    message = sent(clerk, when="later", day=f"{later:%Y-%m-%d}", time="08:05")
    page = clerk.get(f"{MESSAGES}/{message}")
    assert "Gepland" in page.words
    assert "om 08:05 uur" in page.words
    assert "Gepland" in clerk.get(MESSAGES).words
    assert "niemand krijgt het" in clerk.get(f"{MESSAGES}/{message}/intrekken").words
    for _ in range(2):
        assert "Het bericht is ingetrokken" in clerk.submit(f"{MESSAGES}/{message}/intrekken").words
    assert sorted(journal(house)) == ["message_cancelled", "message_planned"]
    house.pass_time(days=3)
    house.tick()
    assert mailed(house) == []


def test_a_planned_message_sent_again_after_its_time_is_still_the_same(house: House) -> None:
    clerk = Clerk(house)
    soon = (house.services.now() + timedelta(minutes=10)).astimezone(LOCAL)
    preview = write(clerk, when="later", day=f"{soon:%Y-%m-%d}", time=f"{soon:%H:%M}")
    first = send(clerk, preview)
    house.pass_time(minutes=40)
    assert send(clerk, preview).goes_to == first.goes_to


def test_what_is_on_its_way_cannot_be_taken_back_and_says_so(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    message = sent(clerk)
    house.deliver_all()
    assert "Intrekken kan niet meer" in clerk.submit(f"{MESSAGES}/{message}/intrekken").words
    assert clerk.get(f"{MESSAGES}/{message}/intrekken").goes_to == f"{MESSAGES}/{message}"
    assert "Intrekken kan niet meer" in clerk.get(f"{MESSAGES}/{message}").words
    assert "Intrekken" not in clerk.get(f"{MESSAGES}/{message}").words


def test_a_class_is_chosen_from_those_of_the_school(house: House) -> None:
    parent_of(house)
    parent_of(house, "Bram", "buur@ouders.example", class_name="6C")
    recount(REGENBOOG.id)
    clerk = Clerk(house)
    form = clerk.get(NEW)
    assert 'name="class.5B"' in form.text
    assert 'name="class.6C"' in form.text
    message = sent(clerk, audience="classes", **{"class.6C": "on"})
    assert mailed(house) == ["buur@ouders.example"]
    page = clerk.get(f"{MESSAGES}/{message}").words
    assert "Bram Bakker (6C), ouder 1" in page
    assert "Sanne" not in page


def test_a_pupil_is_found_by_name_and_the_form_keeps_what_it_says(house: House) -> None:
    parent_of(house)
    parent_of(house, "Zoë", "zoe@ouders.example", family_name="El Amrani", class_name="6C")
    clerk = Clerk(house)
    page = write(clerk, action="search", search="amr ZOE", audience="pupils")
    assert "Zoë El Amrani (6C)" in page.words
    assert "Sanne" not in page.words
    assert "Neem **gymschoenen** mee." in page.text
    pupil = re.search(r'name="(pupil\.[0-9a-f]{20})"', page.text)
    assert pupil
    page = write(
        clerk, order=hidden(page, "order"), action="search", search="niemand", audience="pupils", **{pupil[1]: "on"}
    )
    assert "Geen andere leerling gevonden" in page.words
    assert f'name="{pupil[1]}" checked' in page.text
    sent(clerk, order=hidden(page, "order"), audience="pupils", **{pupil[1]: "on"})
    assert mailed(house) == ["zoe@ouders.example"]


def test_a_class_that_is_gone_by_then_leads_back_to_the_form(house: House) -> None:
    parent_of(house, class_name="9Z")
    clerk = Clerk(house)
    preview = write(clerk, audience="classes", **{"class.9Z": "on"})
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    house.services.pupils.edit(Change(pupil, replace(pupil, class_name="8A")))
    assert "Er is geen leerling voor wie het is" in clerk.get(f"{PREVIEW}?bericht={hidden(preview, 'order')}").words
    page = clerk.get(send(clerk, preview).goes_to)
    assert "Een groep of leerling die u koos, is er niet meer" in page.words
    assert "Neem **gymschoenen** mee." in page.text
    assert "fan_out" not in str(house.aws.outbox())


def test_a_draft_waits_on_the_page_of_messages_for_whoever_began_it(house: House) -> None:
    parent_of(house)
    clerk, colleague = Clerk(house), Clerk(house)
    order = hidden(write(clerk), "order")
    page = clerk.get(MESSAGES)
    assert "Nog niet verstuurd" in page.words
    assert f"{NEW}?bericht={order}" in page.text
    assert "Sportdag" not in colleague.get(MESSAGES).words
    assert colleague.get(f"{PREVIEW}?bericht={order}").goes_to == MESSAGES
    assert "Dit concept is er niet meer" in colleague.get(MESSAGES).words


def test_drafts_stand_there_with_when_they_were_kept_the_last_first(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent_of(house)
    begun = datetime(2026, 12, 1, 13, 5, 30, tzinfo=UTC)
    monkeypatch.setattr(house.services, "now", lambda: begun + house.services.ahead)
    clerk = Clerk(house)
    orders = []
    for title in ("Eerste", "Tweede", "Derde"):
        orders.append(hidden(write(clerk, title=title), "order"))
        house.pass_time(minutes=5)
    write(clerk, title="Eerste, verbeterd", order=orders[0])
    page = clerk.get(MESSAGES).words
    drafts = page.partition("Nog niet verstuurd")[2]
    places = [drafts.index(title) for title in ("Eerste, verbeterd", "Derde", "Tweede")]
    assert places == sorted(places)
    assert "Eerste, verbeterd Laatst bewaard op 1 december 2026 om 14:20 uur." in drafts
    assert "Derde Laatst bewaard op 1 december 2026 om 14:15 uur." in drafts
    assert drafts.count("Elk concept blijft een week bewaard") == 1


def test_what_was_written_when_the_session_ended_is_found_back(house: House) -> None:
    clerk = Clerk(house)
    order = hidden(clerk.get(NEW), "order")
    house.pass_time(hours=2)
    text = "Een lang verhaal. " * 500
    answer = clerk.post(NEW, **(WORDS | {"order": order, "text": text}))
    assert answer.goes_to == "/school/inloggen"
    clerk.sit_down()
    page = clerk.get(f"{NEW}?concept=1")
    assert text.strip() in page.text
    assert hidden(page, "order") == order


def test_a_copy_says_the_same_and_is_another_message(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    message = sent(clerk)
    page = clerk.submit(f"{MESSAGES}/{message}/kopie")
    assert "Dit is een kopie" in page.words
    assert "Neem **gymschoenen** mee." in page.text
    preview = write(clerk, order=hidden(page, "order"))
    assert send(clerk, preview).goes_to != f"{MESSAGES}/{message}"
    assert mailed(house) == [EMAIL, EMAIL]


def test_another_school_finds_nothing_of_this_one(house: House) -> None:
    parent_of(house)
    house.services.schools.add(STER, house.services.now())
    ours, theirs = Clerk(house), Clerk(house, school=STER)
    message = sent(ours)
    for path in ("", "/intrekken", "/bijlage/1"):
        not_ours = theirs.get(f"{MESSAGES}/{message}{path}")
        not_there = theirs.get(f"{MESSAGES}/20260101T000000-0000000000{path}")
        assert not_ours.status == 404
        assert (not_ours.body, not_ours.headers) == (not_there.body, not_there.headers)
    for path in ("/intrekken", "/kopie"):
        assert theirs.post(f"{MESSAGES}/{message}{path}").status == 404
    assert "Sportdag" not in theirs.get(MESSAGES).words
    assert journal(house) == ["message_sent"]


@pytest.mark.parametrize("order", ["", "x", "0" * 20, "../" * 5, "0" * 19 + "x"])
def test_a_draft_that_is_not_there_leads_to_the_messages(house: House, order: str) -> None:
    clerk = Clerk(house)
    assert clerk.post(PREVIEW, order=order, seen="x").goes_to == MESSAGES
    assert clerk.get(f"{PREVIEW}?bericht={order}").goes_to == MESSAGES
    assert "Dit concept is er niet meer" in clerk.get(MESSAGES).words


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7007 * 7007 }} %(name)s {0}",
    "x\r\nBcc: iemand@voorbeeld.nl",
    "'; DROP TABLE --",
    '"><img src=x onerror=alert(1)>',
    "\u202egnp.exe",
    "javascript:alert(1) [klik](javascript:alert(1))",
    "😀 \u202eomgekeerd",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(house: House, words: str) -> None:
    parent_of(house)
    clerk = Clerk(house)
    preview = write(clerk, title=words, text=words, search=words, **{f"class.{words}": "on", f"pupil.{words}": "on"})
    message = send(clerk, preview).goes_to
    pages = [preview, clerk.get(message), clerk.get(MESSAGES), clerk.submit(f"{message}/kopie")]
    for page in pages:
        assert page.status == 200
        assert not re.search(r"<script>|<img src=x|href=\"javascript:|49098049", page.text)
    house.deliver_all()
    (mail,) = house.mails_to(EMAIL)
    assert "\n" not in mail["Content"]["Simple"]["Subject"]["Data"]
