"""A list that waits and that the school wants nothing of: it ends, whatever else was ordered for it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from common.cloud.counting import recount
from common.cloud.table.imports import Imports
from common.errors import AlreadyDone
from common.imports import Import
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_list_states import CLASS, one_that_waits, put_whole
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import order, put_content, reports, settle, take
from tests.functions.visitor import Answer

LISTS = "/school/lijsten"
_TOLD = ("list_confirmed", "list_declined")


@pytest.fixture
def waiting(house: House) -> Import:
    """A list that would close 15 of 30 pupils."""
    one = one_that_waits(house)
    recount(REGENBOOG.id)
    return one


def active(house: House) -> int:
    return sum(pupil.active for pupil in house.services.pupils.of_school(REGENBOOG.id))


def told(house: House) -> list[str]:
    return [one.what for one in house.services.journal.newest(REGENBOOG.id, "", 9) if one.what in _TOLD]


def just_before(monkeypatch: pytest.MonkeyPatch, step: str, happens: Callable[[], Any]) -> None:
    """What happens between the look at a list and the first write of a step of it."""
    write = getattr(Imports, step)

    def late(*about: Any) -> None:
        monkeypatch.setattr(Imports, step, write)
        happens()
        write(*about)

    monkeypatch.setattr(Imports, step, late)


def decline(clerk: Clerk, one: Import) -> Answer:
    return clerk.submit(f"{LISTS}/{one.id}/afwijzen")


def test_nothing_happens_with_it_and_nobody_is_asked_for_it_any_more(house: House, waiting: Import) -> None:
    clerk = Clerk(house, "medewerker")
    assert "Deze lijst niet verwerken" in clerk.get(f"{LISTS}/{waiting.id}").words
    assert "wacht op uw bevestiging" in clerk.get("/school").words
    page = decline(clerk, waiting).words
    assert "De lijst is niet verwerkt: dat koos uw school. Er is niets veranderd." in page
    assert "Wat deze lijst zou hebben veranderd" in page
    assert "Leerlingen die zouden zijn uitgeschreven 15" in page
    for gone in ("Lijst toch verwerken", "Deze lijst niet verwerken", "Kijk dit eerst na"):
        assert gone not in page
    assert active(house) == 30
    assert "wacht op uw bevestiging" not in clerk.get("/school").words
    assert "1. Nieuwe lijst ✓ Klaar" in clerk.get("/school/schooljaar").words
    assert "Leerlingenlijst afgewezen" in clerk.get("/school/logboek").words


def test_no_mail_tells_the_school_what_it_chose_itself(house: House, waiting: Import) -> None:
    house.deliver_all()
    decline(Clerk(house), waiting)
    assert house.deliver_all() == []


def test_declined_twice_it_is_declined_and_told_once(house: House, waiting: Import) -> None:
    clerk = Clerk(house)
    decline(clerk, waiting)
    assert "Dat kan nu niet" not in decline(clerk, waiting).words
    assert told(house) == ["list_declined"]


@pytest.mark.parametrize("orders", [1, 2])
def test_an_order_to_confirm_that_comes_after_it_does_nothing(house: House, waiting: Import, orders: int) -> None:
    clerk = Clerk(house)
    clerk.post(f"{LISTS}/{waiting.id}/bevestigen", preview="1")
    decline(clerk, waiting)
    ordered = house.aws.queued("lists")
    assert len(ordered) == 1
    assert take(*ordered * orders) == 0
    assert (reports(house)[-1].state, active(house)) == ("declined", 30)
    assert "Dat kan nu niet met deze lijst" in clerk.submit(f"{LISTS}/{waiting.id}/bevestigen", preview="1").words
    assert house.aws.queued("lists") == []


def test_what_was_confirmed_first_is_carried_out(house: House, waiting: Import) -> None:
    clerk = Clerk(house)
    clerk.post(f"{LISTS}/{waiting.id}/bevestigen", preview="1")
    settle(house)
    assert "Dat kan nu niet met deze lijst" in decline(clerk, waiting).words
    assert (reports(house)[-1].state, active(house)) == ("done", 15)
    assert told(house) == ["list_confirmed"]


def test_where_the_list_starts_while_it_is_declined_it_is_carried_out_whole(
    house: House, waiting: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, confirmed = Clerk(house), order(house, "confirm")
    just_before(monkeypatch, "decline", lambda: take(confirmed))
    assert "Dat kan nu niet met deze lijst" in decline(clerk, waiting).words
    assert (reports(house)[-1].state, active(house)) == ("done", 15)
    assert told(house) == []


def test_declined_while_it_is_compared_it_does_not_start(
    house: House, waiting: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, confirmed = Clerk(house), order(house, "confirm")
    just_before(monkeypatch, "start", lambda: decline(clerk, waiting))
    assert take(confirmed) == 0
    assert (reports(house)[-1].state, active(house)) == ("declined", 30)
    assert told(house) == ["list_declined"]


def test_a_list_of_which_half_is_written_goes_on(house: House, waiting: Import) -> None:
    house.services.imports.start(replace(waiting, state="applying"), house.services.now())
    assert "Dat kan nu niet met deze lijst" in decline(Clerk(house), waiting).words
    assert reports(house)[-1].state == "applying"
    assert told(house) == []


def test_it_cannot_be_asked_about_again_nor_refused_nor_replaced(house: House, waiting: Import) -> None:
    decline(Clerk(house), waiting)
    imports, now = house.services.imports, house.services.now()
    turns: list[Callable[[], None]] = [
        lambda: imports.ask(replace(waiting, preview=2), [], [], now),
        lambda: imports.start(replace(waiting, state="applying"), now),
        lambda: imports.refuse(replace(waiting, state="refused"), now),
        lambda: imports.supersede(replace(waiting, state="superseded"), now),
    ]
    for turn in turns:
        with pytest.raises(AlreadyDone):
            turn()
    assert reports(house)[-1].state == "declined"


def test_sent_again_it_is_a_new_list(house: House, waiting: Import) -> None:
    decline(Clerk(house), waiting)
    take(put_whole(house, *CLASS[:15], name="wacht.csv", at="15:00:00"))
    assert [one.state for one in reports(house)] == ["done", "declined", "waiting"]


@pytest.mark.usefixtures("waiting")
def test_only_a_list_that_waits_is_declined(house: House) -> None:
    clerk, done = Clerk(house), reports(house)[0]
    assert "Dat kan nu niet met deze lijst" in decline(clerk, done).words
    take(put_content(house, b"%PDF-1.7", name="lijst.pdf", at="16:00:00"))
    assert "Dat kan nu niet met deze lijst" in decline(clerk, reports(house)[-1]).words
    assert [one.state for one in reports(house)] == ["done", "waiting", "refused"]


def test_a_system_of_the_school_declines_it_too(house: House, waiting: Import) -> None:
    system, way = SchoolSystem(house), f"/api/imports/{waiting.id}/decline"
    for _ in range(2):
        answer = system.send("POST", way, {})
        assert (answer.status, answer.json()) == (200, {"id": waiting.id})
    assert system.send("POST", f"/api/imports/{waiting.id}/confirm", {}).status == 409
    assert system.send("POST", f"/api/imports/{reports(house)[0].id}/decline", {}).status == 409
    assert system.send("GET", f"/api/imports/{waiting.id}", {}).json()["state"] == "declined"


def test_whoever_looks_at_an_older_list_is_told_that_a_newer_one_was_applied(house: House, waiting: Import) -> None:
    clerk, passed = Clerk(house), "Na deze lijst is al een nieuwere lijst van de hele school verwerkt."
    assert passed not in clerk.get(f"{LISTS}/{waiting.id}").words
    take(put_whole(house, *CLASS, name="nieuw.csv", at="14:00:00"))
    assert passed in clerk.get(f"{LISTS}/{waiting.id}").words
    assert passed not in decline(clerk, waiting).words
