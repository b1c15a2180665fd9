"""What an operator does with a stack."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from common.apikeys import SCOPES
from common.journal import OPERATOR
from common.schools import School
from operate.__main__ import parser, run
from operate.registry import COMMANDS
from operate.reports import reports
from operate.schools import NotASchool, add_school
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.operator import Operator, stack_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.uploads import put, take

STER = replace(REGENBOOG, id="de-ster", name="De Ster")


def journal(house: House, school: str = REGENBOOG.id) -> list[tuple[str, Mapping[str, str]]]:
    """What the operator did there."""
    found = house.services.journal.newest(school, "", 50)
    return [(one.what, one.about) for one in found if one.by == OPERATOR]


def test_a_command_takes_the_time_from_its_stack(house: House, operator: Operator) -> None:
    house.pass_time(days=1)
    began = house.services.now()
    operator.does("suspend-school", "--id", REGENBOOG.id)
    (told,) = house.services.journal.newest(REGENBOOG.id, "", 1)
    assert told.at >= began.replace(microsecond=0)


def add(house: House, school: School) -> str | None:
    here = house.services
    return add_school(school, here.schools, here.api_keys, here.journal, here.now())


def test_a_school_is_added_once_and_its_key_opens_the_doors(house: House) -> None:
    schools, api_keys = house.services.schools, house.services.api_keys
    key = add(house, STER)
    assert key is not None
    known = api_keys.behind(key)
    assert known
    assert (known.school, set(known.scopes)) == (STER.id, set(SCOPES))
    assert add(house, replace(STER, name="Anders")) is None
    assert schools.find(STER.id) == STER
    assert schools.all_ids() == sorted([STER.id, REGENBOOG.id])
    assert journal(house, STER.id) == [("key_made", {"name": "Eerste sleutel"})]


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "De Ster"},
        {"id": "x"},
        {"colour": "groen"},
        {"name": " "},
        {"name": "x" * 61},
        {"name": "De Ster \U0001f31f"},
        {"phone": ""},
        {"phone": "bel ons"},
        {"email": "geen adres"},
        {"email": "Info@Ster.example"},
    ],
    ids=str,
)
def test_details_that_make_no_school_are_refused(house: House, wrong: Any) -> None:
    with pytest.raises(NotASchool):
        add(house, replace(STER, **wrong))
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
    assert journal(house) == [("settings_changed", {"setting": "paused"})] * 2


@pytest.mark.parametrize("name", [name for name, one in COMMANDS.items() if one.of_school])
def test_a_school_that_is_not_there_is_refused(operator: Operator, name: str) -> None:
    more = {
        "withdraw-key": ["--key", "x"],
        "invite-manager": ["--email", "a@b.example"],
        "export-school": ["--to", "x"],
    }
    assert operator.is_refused(name, "--id", "geen-school", *more.get(name, [])) == "there is no school geen-school"


def new_school(**more: str) -> list[str]:
    given = {
        "id": STER.id,
        "name": STER.name,
        "street": STER.street,
        "postcode-city": STER.postcode_city,
        "phone": STER.phone,
        "email": STER.email,
        **more,
    }
    return ["add-school", *(part for name, value in given.items() for part in (f"--{name}", value))]


MANAGER = {"manager-name": "Robin de Vries", "manager-email": "robin@ster.example"}


def test_a_school_comes_with_its_first_manager(house: House, operator: Operator) -> None:
    key = operator.does(*new_school(**MANAGER))
    assert house.services.api_keys.behind(key)
    assert "invited" in operator.words
    (person,) = house.services.staff.of_school(STER.id)
    assert (person.name, person.email, person.role) == ("Robin de Vries", "robin@ster.example", "beheerder")
    house.deliver_all()
    assert len(house.mails_to("robin@ster.example")) == 1
    assert "nothing was changed" in operator.is_refused(*new_school(**MANAGER))
    assert len(house.services.staff.of_school(STER.id)) == 1


def test_a_school_whose_manager_is_missing_still_gets_one(house: House, operator: Operator) -> None:
    operator.does(*new_school())
    assert operator.does(*new_school(**MANAGER)) == ""
    assert "it keeps its API keys" in operator.words
    assert len(house.services.staff.of_school(STER.id)) == 1
    assert len(house.services.api_keys.of_school(STER.id)) == 1


def test_a_school_whose_key_is_missing_still_gets_one(house: House, operator: Operator) -> None:
    house.services.schools.add(STER, house.services.now())
    assert operator.does(*new_school()).startswith("ob_")
    assert len(house.services.api_keys.of_school(STER.id)) == 1


def test_a_medewerker_who_becomes_beheerder_is_told_in_the_logbook(house: House, operator: Operator) -> None:
    clerk = Clerk(house, "medewerker")
    of_clerk = {"staff": clerk.person.id, "name": clerk.person.name}
    again = ["invite-manager", "--id", REGENBOOG.id, "--email", clerk.person.email]
    assert operator.does(*again) == clerk.person.id
    assert ("staff_changed", {**of_clerk, "role": "beheerder"}) in journal(house)
    assert ("staff_renewed", of_clerk) in journal(house)
    operator.does(*again)
    assert [what for what, _ in journal(house)].count("staff_changed") == 1


def test_nobody_is_invited_to_a_school_that_is_another(house: House, operator: Operator) -> None:
    operator.does(*new_school())
    assert "nothing was changed" in operator.is_refused(*new_school(name="Een andere", **MANAGER))
    assert house.services.staff.of_school(STER.id) == []


@pytest.mark.parametrize(
    "wrong",
    [{"manager-email": "robin"}, {"manager-name": " "}, {"manager-email": ""}],
    ids=lambda one: str(list(one.items())),
)
def test_without_a_manager_who_can_be_invited_no_school_is_added(
    house: House, operator: Operator, wrong: dict[str, str]
) -> None:
    operator.is_refused(*new_school(**MANAGER | wrong))
    assert house.services.schools.find(STER.id) is None


def test_all_schools_at_a_glance(house: House, operator: Operator) -> None:
    take(put(house, "1;Noor;;Wit;3A;31-01-2018", "3;Sem;;Bos;4A;"))
    house.deliver_all()
    house.services.schools.add(replace(STER, name="=De Ster"), house.services.now())
    operator.does("suspend-school", "--id", STER.id)
    table = operator.does("schools").splitlines()
    assert table[0].split() == ["id", "name", "pupils", "linked", "staff", "last", "list", "last", "message", "state"]
    assert [line.split()[0] for line in table[1:]] == ["de-regenboog", "de-ster"]
    assert table[2].endswith("suspended")
    first, second = json.loads(operator.does("schools", "--json"))
    assert (first["pupils"], first["linked_percentage"], first["state"]) == (2, 0, "")
    assert first["last_list"].startswith("20")
    assert (second["last_list"], second["state"]) == (None, "suspended")


def test_keys_are_made_shown_and_withdrawn(house: House, operator: Operator) -> None:
    key = operator.does("add-key", "--id", REGENBOOG.id, "--name", "portaal", "--scope", "messages")
    known = house.services.api_keys.behind(key)
    assert known
    assert operator.does("keys", "--id", REGENBOOG.id).endswith("messages  portaal")
    assert operator.does("withdraw-key", "--id", REGENBOOG.id, "--key", known.id) == known.id
    assert house.services.api_keys.behind(key) is None
    assert "has no key" in operator.is_refused("withdraw-key", "--id", REGENBOOG.id, "--key", known.id)
    # Within a second in no order.
    told = [("key_made", {"name": "portaal"}), ("key_withdrawn", {"key": known.id, "name": "portaal"})]
    assert sorted(journal(house), key=lambda one: one[0]) == told


def test_a_parent_is_logged_out_everywhere_and_the_schools_read_it(house: House, operator: Operator) -> None:
    house.services.schools.add(STER, house.services.now())
    parent = ParentVisitor(house)
    parent.register(house.child())
    parent.link(house.child("Daan", school=STER.id))
    parent.link(house.child("Bram"))
    phone = ParentVisitor(house)
    phone.log_in()
    assert operator.does("end-sessions", "--email", f" {EMAIL.upper()} ") == "2"
    assert phone.get("/nl/profiel").goes_to == parent.get("/nl/profiel").goes_to == "/nl/inloggen"
    told = ("sessions_ended", {"parent": house.parent(EMAIL).id})
    assert [journal(house).count(told), journal(house, STER.id).count(told)] == [1, 1]
    assert "Ouder overal uitgelogd" in Clerk(house).get("/school/logboek").words
    assert operator.does("end-sessions", "--email", EMAIL) == "0"
    assert parent.log_in().goes_to == "/nl/profiel"


@pytest.mark.parametrize("email", ["niemand@ouders.example", "geen adres", ""])
def test_nobody_is_logged_out_of_an_account_that_is_not_there(operator: Operator, email: str) -> None:
    assert "no account" in operator.is_refused("end-sessions", "--email", email)
