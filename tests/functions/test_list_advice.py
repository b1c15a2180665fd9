"""A report of a list names the pupil whom a row speaks of, and says what to do about each kind of remark."""

import io

import pytest

from common import list_words
from common.i18n import DESK_DOMAIN, translations
from school.list_advice import ADVICE, advice_on
from tests.functions.clerk import Clerk
from tests.functions.house import House
from tests.functions.test_list_pages import in_english, page
from tests.functions.test_list_states import CLASS, put_whole
from tests.functions.test_named_remarks import link_to
from tests.functions.uploads import DAAN, SANNE, order, put, reports, take

ASKED = {
    value for name, value in vars(list_words).items() if name in (
        "NOBODY_TO_TAKE", "SENDER_REMOVED", "SENDER_OF_BEFORE", "OTHER_SCHOOL", "MADE_EARLIER", "SENT_EARLIER",
        "MANY_LEAVING", "MOST_UNDATED",
    )
}  # fmt: skip
PLACES = {list_words.WHOLE_LIST, list_words.HEADINGS}


def test_there_is_advice_on_every_remark_and_on_nothing_else() -> None:
    assert set(ADVICE) == set(list_words._SENTENCES) - ASKED - PLACES


@pytest.mark.parametrize("words", ADVICE)
def test_the_advice_is_found_and_reads_in_english(words: str) -> None:
    said = words.replace("%(", "<").replace(")s", ">")
    assert advice_on(said) == ADVICE[words]
    english = translations("en", DESK_DOMAIN).gettext(ADVICE[words])
    assert english not in ("", ADVICE[words])


def test_on_what_nobody_remarks_any_more_there_is_none() -> None:
    assert advice_on("kijk dit na") == ""


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("5;Bo;;Vos;5B;31-02-2018", "Bo Vos"),
        ("5;Mono;;;5B;14-03-2018", "Mono"),
        ("1;Sanne;;Bakker;;14-03-2017", "Sanne Bakker"),
    ],
    ids=["new", "with half a name", "known"],
)
def test_beside_a_row_that_was_taken_stands_its_pupil(house: House, row: str, name: str) -> None:
    take(put(house, SANNE))
    take(put(house, row, DAAN, name="b.csv", at="13:00:00"))
    text = Clerk(house).get(page(house)).text
    assert link_to(house, name) in text.partition('<th scope="row">regel 2</th>')[2].partition("</tr>")[0]


def test_two_who_may_be_one_are_both_named_with_their_numbers(house: House) -> None:
    take(put(house, SANNE, SANNE.replace("1;", "7;", 1)))
    answer = Clerk(house).get(page(house))
    # As new, and in the remark.
    assert answer.words.count("Sanne Bakker (nummer 1)") == answer.words.count("Sanne Bakker (nummer 7)") == 2
    assert "Is het één leerling? Haal er in uw administratie een weg" in answer.words
    assert "Wat u kunt doen" in answer.text


def test_beside_a_row_that_cannot_be_used_stands_whoever_has_its_number(house: House) -> None:
    take(put(house, SANNE))
    take(put(house, "1;;;;5B;", "2;;;;5B;", name="b.csv", at="13:00:00"))
    answer = Clerk(house).get(page(house))
    assert link_to(house, "Sanne Bakker") in answer.text
    assert "Vul de naam in uw administratie in, en stuur de lijst opnieuw." in answer.words


def test_a_list_that_waits_names_whom_the_school_has(house: House) -> None:
    take(put_whole(house, *CLASS))
    unread = CLASS[0].replace("04-2018", "14-2018")
    take(put_whole(house, unread, *CLASS[1:15], "90;Nieuw;;Bos;3A;31-02-2018", at="13:00:00"))
    assert link_to(house, "Kind10 Bos") in Clerk(house).get(page(house)).text
    take(order(house, "confirm"))
    assert reports(house)[-1].state == "done"
    assert link_to(house, "Nieuw Bos") in Clerk(house).get(page(house)).text


def test_in_english_it_says_what_to_do_in_english(house: House) -> None:
    take(put(house, SANNE, "5;Mono;;;5B;"))
    words = in_english(house).get(page(house)).words
    assert "the family name is missing; look whether the pupil has one" in words
    assert "If the pupil has only one name, you need not do anything." in words


def test_no_log_names_the_pupils(house: House, logged: io.StringIO) -> None:
    take(put(house, SANNE, "5;Mono;;;5B;", SANNE.replace("1;", "7;", 1), ";;;;5B;"))
    Clerk(house).get(page(house))
    told = logged.getvalue()
    assert "ListImported" in told
    for name in ("Mono", "Sanne", "Bakker"):
        assert name not in told
