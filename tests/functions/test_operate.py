"""What an operator does with a stack."""

from dataclasses import replace
from typing import Any

import pytest

from common.apikeys import SCOPES
from operate.__main__ import parser, run
from operate.reports import reports
from operate.schools import NotASchool, add_school
from operate.stack import Stack
from tests.functions.house import REGENBOOG, House
from tests.functions.uploads import put, take


def stack_of(house: House) -> Stack:
    given = house.services.settings
    pool, app_client = given.staff_pool_id, given.staff_client_id
    outputs = {"TableName": given.table_name, "StaffPoolId": pool, "StaffClientId": app_client}
    client: Any = house.aws.session.client
    return Stack(client, given.aws_region, outputs)


STER = replace(REGENBOOG, id="de-ster", name="De Ster")


def test_a_school_is_added_once_and_its_key_opens_the_doors(house: House) -> None:
    schools, api_keys = house.services.schools, house.services.api_keys
    key = add_school(STER, schools, api_keys)
    assert key is not None
    known = api_keys.behind(key)
    assert known
    assert (known.school, set(known.scopes)) == (STER.id, set(SCOPES))
    assert add_school(replace(STER, name="Anders"), schools, api_keys) is None
    assert schools.find(STER.id) == STER
    assert schools.all_ids() == sorted([STER.id, REGENBOOG.id])


@pytest.mark.parametrize(
    "wrong",
    [{"id": "De Ster"}, {"id": "x"}, {"colour": "groen"}, {"name": " "}, {"name": "x" * 61}, {"phone": ""}],
    ids=str,
)
def test_details_that_make_no_school_are_refused(house: House, wrong: Any) -> None:
    with pytest.raises(NotASchool):
        add_school(replace(STER, **wrong), house.services.schools, house.services.api_keys)
    assert house.services.schools.find(STER.id) is None


def test_the_report_of_a_list_names_each_row_that_was_not_taken_as_it_is(house: House) -> None:
    imports = house.services.imports
    take(put(house, "1;Noor;;Wit;3A;31-02-2018", "2;;;;3A;", "3;Sem;;Bos;4A;"))
    take(put(house, "4", name="half.csv", at="12:00:09"))
    refused = put(house, name="kop.csv", at="12:00:12")
    take(refused)
    text = "\n".join(reports(REGENBOOG.id, imports))
    assert "Rijen in het bestand: 3" in text
    assert "waarvan nieuw: 2" in text
    assert "De lijst wacht op u. Er is nog niets veranderd. In de lijst staat geen enkele leerling" in text
    assert "regel 3: de naam ontbreekt" in text
    assert "regel 2: de geboortedatum is niet te lezen" in text
    assert "De lijst is niet verwerkt. In de lijst staan geen leerlingen" in text
    assert text.index("kop.csv") < text.index("lijst.csv")
    assert list(reports("een-andere", imports)) == []


def test_the_codes_of_a_school_are_closed_and_opened_again(house: House) -> None:
    for command, paused in (("pause-school", True), ("resume-school", False)):
        for _ in range(2):
            assert run(parser().parse_args([command, "--id", REGENBOOG.id]), stack_of(house)) == 0
            assert house.services.schools.find(REGENBOOG.id) == replace(REGENBOOG, paused=paused)
        assert run(parser().parse_args([command, "--id", "geen-school"]), stack_of(house)) == 1
