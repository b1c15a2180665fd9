"""Who fails too often waits, and nobody else: not the parents' evening behind one address."""

import io

import pytest

from common.cloud.table.limits import Guard
from common.web import attempts
from tests.functions.house import PASSWORD, Child, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_school import SchoolSystem
from tests.functions.visitor import Answer

UNKNOWN = "0000-0000-0000-0000"  # it checks out, and is nobody's
MISTYPED = "0000-0000-0000-0001"
MOST_CODES, MOST_PASSWORDS, MOST_KEYS = 30, 50, 100


@pytest.fixture(autouse=True)
def early_in_a_window(house: House) -> None:
    """So that no test begins in one quarter of an hour and ends in the next."""
    house.pass_time(seconds=3600 - house.services.now().timestamp() % 3600 + 1)


def at(house: House, source: str) -> ParentVisitor:
    visitor = ParentVisitor(house)
    visitor.source = source
    return visitor


def guess(visitor: ParentVisitor, times: int, code: str = UNKNOWN) -> list[int]:
    return [visitor.post("/nl/registreren", code=code).status for _ in range(times)]


def spray(house: House, times: int, source: str = "192.0.2.1") -> list[int]:
    return [at(house, source).log_in(f"niemand{n}@ouders.example", "verkeerd").status for n in range(times)]


def test_thirty_unknown_codes_close_the_door_for_one_network(house: House, visitor: ParentVisitor) -> None:
    assert guess(visitor, MOST_CODES + 2) == [303] * MOST_CODES + [429] * 2
    child = house.child()
    refused = visitor.register(child)
    assert refused.status == 429
    assert 0 < int(refused.headers["retry-after"]) <= 900
    assert "Even wachten" in refused.words
    assert at(house, "192.0.2.2").register(child).goes_to == "/nl/profiel"
    house.pass_time(minutes=15)
    assert visitor.register(house.child("Daan"), email="later@ouders.example").goes_to == "/nl/profiel"


def test_what_was_typed_is_there_when_the_wait_is_over(house: House, visitor: ParentVisitor) -> None:
    guess(visitor, MOST_CODES)
    visitor.register(house.child())
    assert PASSWORD not in str(visitor.cookies)
    house.pass_time(minutes=15)
    assert f'value="{EMAIL}"' in visitor.get("/nl/registreren").text


@pytest.mark.parametrize("page", ["/nl/start", "/nl/registreren", "/nl/contact", "/nl/melden", "/nl/inloggen"])
def test_the_pages_themselves_stay_open_and_look_nothing_up(house: House, visitor: ParentVisitor, page: str) -> None:
    guess(visitor, MOST_CODES)
    child = house.child()
    visitor.get(f"/k/{child.code}")
    shown = visitor.get(page)
    assert shown.status == 200
    assert "De Regenboog" not in shown.words


def test_the_pages_count_what_they_look_up(house: House, visitor: ParentVisitor) -> None:
    visitor.get(f"/k/{UNKNOWN}")
    for _ in range(MOST_CODES):
        visitor.get("/nl/start")
    assert visitor.register(house.child()).status == 429


def test_a_mistyped_code_costs_nobody_anything(house: House, visitor: ParentVisitor) -> None:
    warm = house.services.keys.signing_key
    assert warm
    house.aws.calls.clear()
    assert set(guess(visitor, MOST_CODES + 5, MISTYPED)) == {303}
    assert house.aws.calls == []
    assert visitor.register(house.child()).goes_to == "/nl/profiel"


def test_a_parents_evening_passes_untouched(house: House) -> None:
    """150 activations within an hour at one address: every tenth with a typo, a wrong date, a wrong password."""
    for number in range(150):
        visitor, child, email = at(house, "198.51.100.7"), house.child(), f"ouder{number}@ouders.example"
        if number % 10 == 0:
            visitor.register(child, code=MISTYPED, email=email)
            visitor.register(child, day="15", email=email)
        assert visitor.register(child, email=email).goes_to == "/nl/profiel"
        if number % 10 == 5:
            assert at(house, "198.51.100.7").log_in(email, "verkeerd").goes_to == "/nl/inloggen"
            assert at(house, "198.51.100.7").log_in(email).goes_to == "/nl/profiel"
    counted = [item["failures"]["N"] for item in house.items() if item["PK"]["S"].startswith("LIMIT#codes")]
    assert counted == ["15"]


def test_wrong_dates_count_for_the_network_too(house: House) -> None:
    for number in range(MOST_CODES // 5):
        child = house.child(f"Kind{number}")
        for _ in range(5):
            at(house, "192.0.2.9").register(child, day="15")
    assert at(house, "192.0.2.9").register(house.child()).status == 429
    assert at(house, "192.0.2.8").register(house.child()).goes_to == "/nl/profiel"


def test_thirty_mails_for_forgotten_passwords_are_asked_for_from_one_network(house: House) -> None:
    asked = [at(house, "192.0.2.1").post("/nl/wachtwoord", email=f"ouder{n}@ouders.example") for n in range(31)]
    assert [answer.status for answer in asked] == [303] * 30 + [429]
    assert at(house, "192.0.2.2").post("/nl/wachtwoord", email="ouder30@ouders.example").status == 303
    late = at(house, "192.0.2.1")
    late.post("/nl/wachtwoord", email=EMAIL)
    house.pass_time(minutes=15)
    assert f'value="{EMAIL}"' in late.get("/nl/wachtwoord").text


def test_wrong_passwords_and_unknown_codes_are_counted_apart(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    guess(visitor, MOST_CODES)
    assert visitor.log_in().goes_to == "/nl/profiel"
    house.pass_time(minutes=15)
    assert spray(house, MOST_PASSWORDS + 1) == [303] * MOST_PASSWORDS + [429]
    assert visitor.log_in().status == 429
    assert visitor.get("/nl/profiel").status == 200
    assert visitor.link(house.child("Daan")).goes_to == "/nl/profiel"


def test_a_full_network_looks_at_no_password(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    spray(house, MOST_PASSWORDS)
    house.aws.calls.clear()
    assert visitor.log_in().status == 429
    assert house.aws.calls == ["dynamodb:BatchGetItem"]


def test_one_account_is_guarded_on_every_page_that_asks_its_password(house: House, visitor: ParentVisitor) -> None:
    """Ten tries together, wherever they are made."""
    visitor.register(house.child())
    child = house.child("Daan")

    def try_all(n: int) -> Answer:
        ways = [
            lambda: at(house, f"192.0.2.{n}").log_in(password="verkeerd"),
            lambda: at(house, f"192.0.2.{n}").register(child, password="helemaal verkeerd"),
            lambda: visitor.post("/nl/account/wachtwoord", current="verkeerd", password="een nieuw geheim"),
            lambda: visitor.post("/nl/account/adres", current="verkeerd", email="nieuw@ouders.example"),
        ]
        return ways[n % 4]()

    assert [try_all(n).status for n in range(14)] == [303] * 10 + [429] * 4
    right = visitor.post("/nl/account/wachtwoord", current=PASSWORD, password="vier-losse-woorden-samen")
    assert right.status == 429
    house.pass_time(minutes=15)
    assert at(house, "192.0.2.1").log_in().goes_to == "/nl/profiel"


@pytest.mark.parametrize("page", ["/nl/inloggen", "/school/inloggen"])
def test_who_mistypes_an_address_takes_no_try_from_others_who_do(house: House, page: str) -> None:
    for n in range(12):
        mistyped = f"jan{n}@gmail" if n % 2 else "kim.ouders.example"
        words = at(house, f"192.0.2.{n}").submit(page, email=mistyped, password="verkeerd").words
        assert "horen niet bij elkaar" in words
    assert not [item for item in house.items() if item["SK"]["S"] == "TRIES"]


@pytest.mark.parametrize("page", ["/nl/inloggen", "/school/inloggen"])
def test_it_counts_for_the_network_as_any_other_does(house: House, page: str) -> None:
    answers = [at(house, "192.0.2.1").post(page, email="jan@gmail", password="x").status for _ in range(51)]
    assert answers == [303] * MOST_PASSWORDS + [429]


def test_of_a_network_of_ipv6_all_addresses_are_one(house: House) -> None:
    guess(at(house, "2001:db8:1:2::1"), MOST_CODES)
    assert guess(at(house, "2001:db8:1:2:ffff:ffff:ffff:ffff"), 1) == [429]
    assert guess(at(house, "2001:db8:1:3::1"), 1) == [303]


def test_no_address_is_kept(house: House) -> None:
    guess(at(house, "203.0.113.77"), 1)
    spray(house, 1, "203.0.113.77")
    assert "203.0.113" not in str(house.items())


def test_keys_that_open_nothing_are_counted_and_a_right_one_is_not(house: House) -> None:
    right, wrong = SchoolSystem(house), SchoolSystem(house)
    wrong.headers["authorization"] = "Bearer ob_verzonnen"
    assert {right.get("/api/imports").status for _ in range(5)} == {200}
    assert [wrong.get("/api/imports").status for _ in range(MOST_KEYS + 1)] == [401] * MOST_KEYS + [429]
    answer = right.get("/api/imports")
    assert answer.status == 429
    assert "Too many keys" in answer.json()["title"]
    assert 0 < int(answer.headers["retry-after"]) <= 900
    right.source = "192.0.2.200"
    assert right.get("/api/imports").status == 200
    wrong.source = "192.0.2.201"
    del wrong.headers["authorization"]
    assert {wrong.get("/api/imports").status for _ in range(MOST_KEYS + 1)} == {401}


def test_unknown_codes_from_everywhere_raise_the_alarm_once_and_stop_no_parent(
    house: House, logged: io.StringIO
) -> None:
    """The counters of all parts of all networks are nearly full already."""
    now, store = house.services.now(), house.services.store
    for shard in range(attempts.SHARDS):
        key = Guard(attempts.CODES_OF_ALL, str(shard), now).key
        store.write(store.set_to(key, {"failures": attempts.CODES_OF_ALL.most - 1}))
    assert guess(at(house, "192.0.2.50"), 3) == [303] * 3
    assert logged.getvalue().count('"CodesGuessed"') == 1
    assert at(house, "192.0.2.50").register(house.child()).goes_to == "/nl/profiel"
    assert guess(at(house, "192.0.2.50"), MOST_CODES - 2) == [303] * (MOST_CODES - 3) + [429]


@pytest.mark.parametrize(("page", "times"), [("registreren", 8), ("inloggen", 5)], ids=["registering", "logging in"])
def test_what_goes_well_costs_no_call_more(house: House, visitor: ParentVisitor, page: str, times: int) -> None:
    child: Child = house.child()
    house.aws.calls.clear()
    visitor.register(child)
    if page == "inloggen":
        visitor.cookies.clear()
        house.aws.calls.clear()
        visitor.log_in()
    assert len(house.aws.calls) == times
    assert not [item for item in house.items() if "LIMIT#codes" in item["PK"]["S"]]
