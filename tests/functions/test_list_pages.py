"""What the pages of lists say before somebody decides, and after: what it costs, whom it is about, what came of it."""

import re
from datetime import timedelta

import pytest

from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_list_states import CLASS, one_that_waits, put_whole
from tests.functions.uploads import (
    DAAN,
    SANNE,
    SENT_ON_IN_WORDS,
    just_sent,
    order,
    put,
    put_content,
    reports,
    settle,
    take,
)

LISTS = "/school/lijsten"
NO_WAY_BACK = "Deze lijst kunt u niet meer terugdraaien, want daarna is een andere lijst verwerkt."
RED = '<button class="danger">Lijst toch verwerken</button>'


def page(house: House, at: int = -1) -> str:
    return f"{LISTS}/{reports(house)[at].id}"


def in_english(house: House) -> Clerk:
    clerk = Clerk(house)
    clerk.post("/school/taal", language="en")
    return clerk


# -- the way back


def test_before_a_list_is_sent_the_page_says_that_the_one_before_can_no_longer_be_undone(house: House) -> None:
    assert "is deze lijst verwerkt, dan kan de vorige niet meer terug" in Clerk(house).get(LISTS).words
    assert "the one before can no longer be undone" in in_english(house).get(LISTS).words


def test_before_it_is_confirmed_a_list_names_the_one_that_could_be_undone_until_then(house: House) -> None:
    one_that_waits(house)
    answer, first = Clerk(house).get(page(house)), reports(house)[0]
    said = f"kunt u de lijst van {SENT_ON_IN_WORDS} om 14:00 uur niet meer terugdraaien"
    before, _, after = answer.text.partition(f'href="{LISTS}/{first.id}"')
    assert said in before
    assert "/bevestigen" in after
    take(order(house, "undo", at=0))
    assert said not in Clerk(house).get(page(house)).words


def test_an_older_list_says_that_it_cannot_be_undone_and_why(house: House) -> None:
    clerk = Clerk(house)
    take(put(house, SANNE))
    assert NO_WAY_BACK not in clerk.get(page(house)).words
    take(put(house, DAAN, name="b.csv", at="13:00:00"))
    older = clerk.get(page(house, 0))
    assert NO_WAY_BACK in older.words
    assert f'href="{page(house)}"' in older.text
    assert NO_WAY_BACK not in clerk.get(page(house)).words
    assert "another list was processed after it" in in_english(house).get(page(house, 0)).words
    take(order(house, "undo"))
    assert NO_WAY_BACK in clerk.get(page(house, 0)).words


# -- before somebody says yes


def test_what_takes_pupils_away_is_not_the_button_that_invites(house: House) -> None:
    one_that_waits(house)
    text = Clerk(house).get(page(house)).text
    assert RED in text
    assert 'class="go">Lijst' not in text


def test_all_that_needs_a_look_stands_above_the_button(house: House) -> None:
    take(put_whole(house, *CLASS))
    take(put_whole(house, *CLASS[:15], "88;Bo;;Vos;3A;31-02-2018", "89;;;;3A;", at="13:00:00"))
    above = Clerk(house).get(page(house)).text.partition("/bevestigen")[0]
    assert "<h2>Let op</h2>" in above
    assert "<h2>Wordt niet overgenomen</h2>" in above


@pytest.mark.parametrize(("leaving", "folded"), [(20, False), (21, True)])
def test_those_who_would_leave_are_folded_away_only_where_they_are_many(
    house: House, leaving: int, *, folded: bool
) -> None:
    take(put_whole(house, *CLASS))
    take(put_whole(house, *CLASS[leaving:], at="13:00:00"))
    text = Clerk(house).get(page(house)).text
    assert f"<details{'' if folded else ' open'}><summary>Van school: {leaving} leerlingen" in text


def test_many_remarks_are_folded_away_so_that_the_buttons_are_found(house: House) -> None:
    take(put_whole(house, *CLASS))
    take(put_whole(house, *CLASS[:15], *(f"{n};Kind{n};;Bos;;" for n in range(50, 71)), at="13:00:00"))
    assert "<details><summary>Bekijk alle 21 regels</summary>" in Clerk(house).get(page(house)).text


# -- afterwards


def test_once_confirmed_the_list_still_names_whom_it_concerned(house: House) -> None:
    take(put_whole(house, *CLASS))
    # The new one stands among the remarks too.
    changes = (
        CLASS[0].replace("3A", "4A"),
        CLASS[1].replace("Bos", "Das"),
        *CLASS[2:15],
        "90;Nieuw;;Vos;3B;31-02-2018",
    )
    take(put_whole(house, *changes, at="13:00:00"))
    assert reports(house)[-1].state == "waiting"
    clerk = Clerk(house)
    clerk.post(f"{page(house)}/bevestigen", preview="1")
    settle(house)
    after = clerk.get(page(house)).words
    assert "Nieuw: 1 leerling Naam Groep Nieuw Vos 3B" in after
    assert "Van school: 15 leerlingen Naam Groep Kind25 Bos 3A" in after
    assert "Naam Groep eerst Groep daarna Kind10 Bos 3A 4A" in after
    assert "Andere gegevens: 1 leerling Naam Groep Andere gegevens Kind11 Das 3A achternaam" in after


def test_a_list_that_asked_nothing_names_whom_it_changed(house: House) -> None:
    take(put_whole(house, *CLASS))
    take(put_whole(house, *CLASS[:28], at="13:00:00"))
    take(put_whole(house, *CLASS, at="14:00:00"))
    assert "Van school: 2 leerlingen Naam Groep Kind38 Bos 3A Kind39 Bos 3A" in Clerk(house).get(page(house, 1)).words
    assert "Terug op school: 2 leerlingen Naam Groep Kind38 Bos 3A" in Clerk(house).get(page(house)).words


def test_once_declined_the_list_still_names_whom_it_would_have_concerned(house: House) -> None:
    one_that_waits(house)
    clerk = Clerk(house)
    clerk.post(f"{page(house)}/afwijzen")
    after = clerk.get(page(house)).words
    assert "Wat deze lijst zou hebben veranderd" in after
    assert "Van school: 15 leerlingen Naam Groep Kind25 Bos 3A" in after


def test_who_is_deleted_since_is_named_no_more_by_a_list_that_was_confirmed(house: House) -> None:
    take(put_whole(house, *CLASS))
    take(put_whole(house, *CLASS[:15], "90;Nieuw;;Vos;3B;", at="13:00:00"))
    take(order(house, "confirm"))
    clerk = Clerk(house)
    for pupil in house.services.pupils.of_school(REGENBOOG.id):
        if pupil.source_key in ("39", "90"):
            clerk.post(f"/school/leerlingen/{pupil.id}/verwijderen")
    after = clerk.get(page(house)).words
    assert "Kind39" not in after
    assert "Nieuw Vos" not in after
    assert "zonder wie intussen is verwijderd" in after


def test_of_a_list_that_changed_a_whole_school_a_hundred_are_named_in_five_calls(house: House) -> None:
    take(put_whole(house, *(f"{n};Kind{n:03};;Bos;3A;" for n in range(150))))
    unread = (f"{n};Kind{n:03};;Vos;3B;31-02-2018" for n in range(400, 460))
    take(put_whole(house, *(f"{n};Nieuw{n};;Bos;3B;" for n in range(200, 350)), *unread, at="13:00:00"))
    take(order(house, "confirm"))
    house.aws.calls.clear()
    after = Clerk(house).get(page(house)).words
    assert "Van school: 100 leerlingen" in after
    assert "Hier staan ten hoogste 100 leerlingen" in after


# -- refused, and what came of the one that was just sent


def test_a_list_that_was_refused_says_so_first(house: House) -> None:
    take(put_content(house, b"%PDF-1.7", name="lijst.pdf"))
    text = Clerk(house).get(page(house)).text
    below = text.partition("</h1>")[2].lstrip()
    assert below.startswith('<section aria-labelledby="geweigerd" class="errors">')
    assert "Een andere lijst sturen" in below


def test_the_overview_says_in_short_why_a_list_was_refused(house: House) -> None:
    take(put_content(house, b"%PDF-1.7", name="lijst.pdf"))
    answer = Clerk(house).get(LISTS)
    assert "De lijst is niet verwerkt. Dit bestand is een PDF, geen leerlingenlijst." in answer.words
    assert "als EDEXML, Excel (.xlsx) of CSV" not in answer.text.partition("<h2>")[2]
    assert "This file is a PDF, not a pupil list." in in_english(house).get(LISTS).words


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "De lijst is niet verwerkt. Dit bestand is een PDF"),
        (b"Leerlingnummer;Roepnaam;Achternaam;Groep\r\n1;Noor;Wit;3A", "De lijst is verwerkt."),
    ],
    ids=["refused", "done"],
)
def test_what_came_of_a_list_that_was_just_sent_stands_on_top(house: House, content: bytes, said: str) -> None:
    take(just_sent(put_content(house, content, name="a")))
    above = Clerk(house).get(LISTS).text.partition("<h1>")[0]
    assert 'aria-label="De lijst die u stuurde"' in above
    assert f'href="{page(house)}">Naar deze lijst</a>' in above
    assert said in " ".join(re.sub("<[^>]+>", "", above).split())


def test_what_came_of_a_list_of_this_morning_is_no_news(house: House) -> None:
    take(just_sent(put(house, SANNE), timedelta(hours=3)))
    assert "De lijst die u stuurde" not in Clerk(house).get(LISTS).text.partition("<h1>")[0]
