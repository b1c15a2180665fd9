"""A key of one scope learns nothing that is behind the doors of another, from no answer of any door."""

import pytest

from common.apikeys import Scope
from operate.api.operations import OPERATIONS
from tests.functions.house import House
from tests.functions.test_api_document import each_answer, key_with
from tests.functions.test_letters import make
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import SANNE, put, reports, take

SCOPE_OF = {one.key: one.scope for one in OPERATIONS}
# By what the answers of a scope are known: links, forms to upload with, words of what is behind its doors.
MARKS: dict[Scope, set[str]] = {
    "lists": {"lijst.csv", "de naam ontbreekt", "regel 4"},
    "letters": {"X-Amz-Signature", "Welkom bij"},
    "messages": {"x-amz-signature", "rooster.pdf", "IJsvrij"},
}
# Of pupils, which no door gives.
NAMES = {"Sanne", "Fenna", "Wit"}


def test_no_answer_of_a_door_holds_what_is_behind_another_scope(house: House) -> None:
    seen: dict[Scope, set[str]] = {scope: set() for scope in MARKS}
    for key, answer in each_answer(house):
        scope, text = SCOPE_OF[key], answer.body.decode("utf-8", "replace")
        if scope is None:
            continue
        others = NAMES.union(*(marks for other, marks in MARKS.items() if other != scope))
        assert {mark for mark in others if mark in text} == set(), key
        seen.setdefault(scope, set()).update(mark for mark in MARKS.get(scope, ()) if mark in text)
    assert seen == MARKS | {"pupils": set()}


@pytest.mark.parametrize("scopes", [("lists",), ("lists", "pupils", "messages"), ("lists", "letters")])
def test_the_letters_of_a_list_can_be_fetched_with_the_scope_of_letters_alone(
    house: House, scopes: tuple[Scope, ...]
) -> None:
    take(put(house, SANNE))
    make(*house.aws.queued("letters"))
    (done,) = reports(house)
    system = SchoolSystem(house)
    system.headers["authorization"] = key_with(house, *scopes)
    (letter,) = system.send("GET", f"/api/imports/{done.id}", {}).json()["letters"]
    assert letter["made"]
    assert (letter["link"] is not None) == ("letters" in scopes)
    assert system.send("GET", f"/api/letters/{done.id}", {}).status == (200 if "letters" in scopes else 403)
