"""A list that is confirmed after a later one was applied: which one is remembered as the last of the whole school."""

from dataclasses import replace
from typing import Any

import pytest

from tests.functions.house import REGENBOOG, House
from tests.functions.test_list_states import put_whole
from tests.functions.uploads import DAAN, NOOR, SANNE, order, put, reports, take


# Of the whole school, it asks once more: it was sent earlier.
@pytest.mark.parametrize(("send", "asked"), [(put_whole, 2), (put, 1)], ids=["of the whole school", "of some"])
def test_it_is_not_remembered_as_the_last_and_undone_it_leaves_the_last_as_it_was(
    house: House, send: Any, asked: int
) -> None:
    take(put_whole(house, SANNE, DAAN, name="a.csv"))
    # Dates that cannot be, so that it asks.
    new = [f"{number};Sem;;Bos {number};5B;31-02-2017" for number in range(10, 20)]
    take(send(house, SANNE, DAAN, *new, name="b.csv", at="13:00:00"))
    take(put_whole(house, SANNE, DAAN, NOOR, name="c.csv", at="14:00:00"))
    last = replace(house.services.imports.last(REGENBOOG.id), waiting=())
    for _ in range(asked):
        assert reports(house)[1].state == "waiting"
        take(order(house, "confirm", at=1))
    late = reports(house)[1]
    assert late.state == "done"
    assert house.services.imports.last(REGENBOOG.id) == replace(last, undoable=late.id, is_undoable_whole=late.whole)
    take(order(house, "undo", at=1))
    assert reports(house)[1].state == "undone"
    assert house.services.imports.last(REGENBOOG.id) == replace(last, undoable="", is_undoable_whole=False)
