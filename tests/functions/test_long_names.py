"""Names longer than any: DynamoDB takes 1,024 bytes of a key, and a list must not stop at one."""

import pytest

from tests.functions.house import REGENBOOG, House
from tests.functions.uploads import SANNE, names, put, reports, settle, take


@pytest.mark.parametrize(
    "row",
    [
        f"9;{'م' * 300};;{'ب' * 300};5B;14-03-2017",
        f"9;{'ﷺ' * 60};;Lang;5B;14-03-2017",
        f"9;Lang;;Lang;{'я' * 60} {'ب' * 200};14-03-2017",
        f"{'٥' * 300};Lang;;Lang;5B;14-03-2017",
    ],
)
def test_a_list_with_an_endless_name_comes_to_its_end(house: House, row: str) -> None:
    assert take(put(house, SANNE, row)) == 0
    settle(house)
    (report,) = reports(house)
    assert (report.state, len(names(house)), "Sanne Bakker" in names(house)) == ("done", 2, True)
    assert len(house.services.pupils.listed(REGENBOOG.id)) == 2


def test_a_class_with_an_endless_name_is_found_by_it(house: House) -> None:
    endless = "я" * 300
    take(put(house, SANNE, f"9;Lang;;Lang;{endless};14-03-2017"))
    settle(house)
    assert len(house.services.pupils.listed(REGENBOOG.id, endless)) == 1
