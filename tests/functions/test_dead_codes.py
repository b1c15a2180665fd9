"""A code that works no more: it tells nobody whether a date of birth is right, and the school hears nothing by it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from common import codes
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.parent import ParentVisitor, date_of, filled_in
from tests.functions.test_locks import fail
from tests.functions.test_reports import REPORT, mails_to_school

Happens = Callable[[House, Child], object]
DEAD: dict[str, tuple[Happens, str]] = {
    "replaced": (lambda house, child: house.renew_code(child), "Gebruik de code uit de nieuwste brief"),
    "closed": (lambda house, child: house.services.pupils.close([child.pupil]), "De school heeft deze code gesloten"),
    "paused": (lambda house, _child: house.set_paused(True), "U kunt nu geen kind koppelen"),
}
ENDED: dict[str, tuple[Happens, str]] = {
    "expired": (lambda house, _child: house.pass_time(days=800), "De code is verlopen"),
}


def tries_at(house: House, child: Child) -> int:
    index = codes.index(house.services.keys.find_keys[0], codes.normalise(child.code))
    return house.services.codes.find([index]).date_failures_ever


@pytest.mark.parametrize("why", [*DEAD, *ENDED])
@pytest.mark.parametrize("day", ["14", "15"], ids=["right", "wrong"])
def test_registering_with_a_dead_code_tells_nothing_about_the_date(
    house: House, visitor: ParentVisitor, why: str, day: str
) -> None:
    child = house.child()
    assert date_of(child)["day"] == "14"
    happens, sentence = (DEAD | ENDED)[why]
    happens(house, child)
    page = visitor.submit("/nl/registreren", **filled_in(child, day=day))
    assert sentence in page.words
    assert page.text.count('class="error"') == 1
    assert tries_at(house, child) == 0
    assert house.users() == []


@pytest.mark.parametrize("why", [*DEAD, *ENDED])
@pytest.mark.parametrize("day", ["14", "15"], ids=["right", "wrong"])
def test_linking_with_a_dead_code_tells_nothing_about_the_date(
    house: House, visitor: ParentVisitor, why: str, day: str
) -> None:
    child, first = house.child(), house.child("Daan")
    visitor.register(first)
    happens, sentence = (DEAD | ENDED)[why]
    happens(house, child)
    if why in ENDED:
        visitor.log_in()
    page = visitor.submit("/nl/koppelen", code=child.code, **(date_of(child) | {"day": day}))
    assert sentence in page.words
    assert page.text.count('class="error"') == 1
    assert tries_at(house, child) == 0


@pytest.mark.parametrize("why", DEAD)
def test_a_dead_code_reports_nothing_and_is_not_invited_to(house: House, visitor: ParentVisitor, why: str) -> None:
    child = house.child()
    happens, sentence = DEAD[why]
    happens(house, child)
    assert "/nl/melden" not in visitor.submit("/nl/registreren", **filled_in(child)).text
    page = visitor.submit("/nl/melden", code=child.code, **REPORT)
    assert sentence in page.words
    assert REPORT["contact"] in page.text
    assert house.services.reports.of_pupil(REGENBOOG.id, child.pupil.id) == []
    assert mails_to_school(house) == []


@pytest.mark.parametrize("tries", [5, 10])
def test_a_locked_code_still_reports(house: House, visitor: ParentVisitor, tries: int) -> None:
    child = house.child()
    fail(house, child, tries)
    assert 'href="/nl/melden"' in visitor.submit("/nl/registreren", **filled_in(child)).text
    visitor.submit("/nl/melden", code=child.code, **REPORT)
    assert len(house.services.reports.of_pupil(REGENBOOG.id, child.pupil.id)) == 1


def test_a_code_that_ended_or_is_full_still_reports(house: House, visitor: ParentVisitor) -> None:
    ended = house.child(valid_until=house.today - timedelta(days=1))
    full = house.child("Daan", linked=9)
    for child in (ended, full):
        visitor.submit("/nl/melden", code=child.code, **REPORT)
        assert len(house.services.reports.of_pupil(REGENBOOG.id, child.pupil.id)) == 1


def test_nothing_is_left_of_a_code_that_goes_while_its_date_is_tried(house: House) -> None:
    """Half a row would be found by whoever has the letter, and lead nowhere."""
    child = house.child()
    table = house.services.codes
    index = codes.index(house.services.keys.find_keys[0], codes.normalise(child.code))
    entry = table.count_date_try(table.find([index]), house.services.now())
    assert entry is not None
    table.forget([index])
    table.give_date_try_back(entry)
    assert table.known([index]) == set()
