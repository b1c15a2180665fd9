"""Messages as a school's other systems order them: once, for later, taken back, and looked up."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from common.apikeys import SCOPES
from common.audiences import Audience
from common.messages import Message
from common.schools import School
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.visitor import Answer

BODY: dict[str, Any] = {"kind": "dringend", "title": "IJsvrij", "text": "Blijf thuis.", "audience": {"school": True}}


def order(system: Sender, key: str = "", **other: Any) -> Answer:
    headers = {"idempotency-key": key} if key else {}
    return system.send("POST", "/api/messages", headers, json.dumps(BODY | other))


def remove(system: Sender, message: str) -> Answer:
    return system.send("DELETE", f"/api/messages/{message}", {})


def test_the_same_order_again_is_the_same_message(house: House, system: Sender) -> None:
    first, again = order(system, "abc"), order(system, "abc")
    assert (first.status, again.status) == (202, 202)
    assert first.json() == again.json()
    house.deliver_all()
    assert len(house.mails) == 1
    assert order(system, "abc", title="Anders").status == 422
    assert order(system, "een andere").json() != first.json()
    assert order(system).json() != order(system).json()


@pytest.mark.parametrize(
    ("body", "digest"),
    [
        (
            {"kind": "schoolnieuws", "title": "IJsvrij", "text": "Blijf thuis.", "audience": {"school": True}},
            "cf9d3e60075a5dafc5efce2120e2915b3a1e97bb3d56479311b8727bf2199ec0",
        ),
        (
            {
                "kind": "groepsnieuws",
                "title": '  Uitje \u2603 naar "Zo\u00eb\\\'s" boerderij',
                "text": "Regel \u00e9\u00e9n\r\n\tRegel \U0001f600 twee / <b>\u2028x",
                "audience": {"classes": ["5B", "7/8 \u00dc", "5B"]},
                "send_at": "2026-12-01T08:30:00+01:00",
                "attachments": ["b" * 20, "a" * 20],
            },
            "90df56e08b52307482c0744decc8223f257c19acce41f3e50f9cbffe52e8665d",
        ),
        (
            {
                "kind": "dringend",
                "title": "x",
                "text": "y",
                "audience": {"pupils": ["p2", "p1"]},
                "send_at": "2026-12-01T08:30:00.250Z",
            },
            "5583478c4a906eff3c7d07f22d3a1eb43a7884b889b98572163ebbebcb41ba05",
        ),
    ],
    ids=["to all", "to classes", "to pupils"],
)
def test_a_key_that_was_used_before_an_upgrade_is_known_after_it(
    house: House, system: Sender, body: dict[str, Any], digest: str
) -> None:
    """The digest is what an older version kept of this order."""
    then = datetime(2026, 8, 31, tzinfo=UTC)
    message = Message(REGENBOOG.id, "20260831T080000-00000000000", "dringend", "x", "y", Audience(True), then, then)
    house.services.messages.add(message, "abc", digest)
    again = order(system, "abc", **body)
    assert (again.status, again.json()) == (202, {"id": message.id})
    assert order(system, "abc", **body | {"audience": {"school": True}, "title": "Anders"}).status == 422


def test_the_key_of_one_school_says_nothing_to_another(house: House, system: Sender) -> None:
    house.services.schools.add(
        School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example"), house.services.now()
    )
    first = order(system, "abc")
    other = order(Sender(house, "de-ster"), "abc", title="Anders")
    assert other.status == 202
    assert other.json() != first.json()


def test_a_message_for_later_goes_at_its_time_and_not_before(house: House, system: Sender) -> None:
    later = house.services.now() + timedelta(hours=3)
    message = order(system, send_at=later.isoformat()).json()["id"]
    house.deliver_all()
    house.tick()
    house.deliver_all()
    assert house.mails == []
    assert system.progress(message)["state"] == "scheduled"
    house.pass_time(hours=3, seconds=1)
    house.tick()
    house.deliver_all()
    assert len(house.mails) == 1
    assert system.progress(message)["state"] == "done"


def test_a_message_taken_back_in_time_never_goes(house: House, system: Sender) -> None:
    message = order(system, send_at=(house.services.now() + timedelta(hours=1)).isoformat()).json()["id"]
    for _ in range(2):
        assert remove(system, message).json()["state"] == "cancelled"
    house.pass_time(days=1)
    house.tick()
    house.deliver_all()
    house.sweep()
    house.deliver_all()
    assert house.mails == []
    assert system.progress(message)["state"] == "cancelled"


def test_a_message_on_its_way_cannot_be_taken_back(house: House, system: Sender) -> None:
    message = order(system).json()["id"]
    house.deliver_all()
    answer = remove(system, message)
    assert answer.status == 409
    assert "on its way" in answer.text
    assert len(house.mails) == 1


@pytest.mark.parametrize("moment", ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "2026-12-01T10:00:00", "morgen", 5])
def test_a_moment_that_cannot_be_is_refused(house: House, system: Sender, moment: Any) -> None:
    answer = order(system, send_at=moment)
    assert answer.status == 422
    assert [error["at"] for error in answer.json()["errors"]] == ["/send_at"]
    assert house.aws.outbox() == []


def test_messages_are_listed_page_by_page_the_newest_first(house: House, system: Sender) -> None:
    for number in range(5):
        order(system, title=f"Bericht {number}")
        house.pass_time(seconds=2)
    titles, before = [], ""
    for _ in range(3):
        page = system.get(f"/api/messages?limit=2&before={before}").json()
        titles += [one["title"] for one in page["messages"]]
        before = page.get("next", "")
    assert titles == [f"Bericht {number}" for number in (4, 3, 2, 1, 0)]
    assert before == ""


@pytest.mark.parametrize("limit", ["0", "101", "x", "-1", "٣", "9" * 3000])
def test_a_limit_that_is_none_is_refused(system: Sender, limit: str) -> None:
    assert system.get(f"/api/messages?limit={limit}").status == 422


@pytest.mark.parametrize(
    "before", ["onzin", "20260901", "20260901T120000-000000000", "20260901T120000-0000000000x", "%EF"]
)
def test_a_page_before_what_is_no_message_is_refused(system: Sender, before: str) -> None:
    order(system)
    answer = system.get(f"/api/messages?before={before}")
    assert answer.status == 422
    assert [error["at"] for error in answer.json()["errors"]] == ["before"]


def test_each_recipient_is_told_by_channel_and_without_a_name(house: House, system: Sender) -> None:
    second = ParentVisitor(house)
    second.register(house.child("Daan"), email="twee@ouders.example")
    second.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    message = order(system).json()["id"]
    house.deliver_all()
    found: list[dict[str, Any]] = []
    after = ""
    for _ in range(2):
        page = system.get(f"/api/messages/{message}/recipients?limit=1&after={after}").json()
        found += page["recipients"]
        after = page.get("next", "")
    assert sorted(len(one["deliveries"]) for one in found) == [1, 2]
    assert {one["recipient"] for one in found} == {house.parent(EMAIL).id, house.parent("twee@ouders.example").id}
    assert all(len(one["pupils"]) == 1 for one in found)
    assert "ouders.example" not in str(found)
    assert "Fatima" not in str(found)


def test_a_key_does_what_it_may_and_ends_when_it_is_withdrawn(house: House) -> None:
    keys, now = house.services.api_keys, house.services.now()
    sender = Sender(house)
    for scope in SCOPES:
        sender.headers["authorization"] = f"Bearer {keys.make(REGENBOOG.id, now, 'proef', [scope])}"
        statuses = {
            "messages": order(sender).status,
            "lists": sender.get("/api/imports").status,
            "letters": sender.get("/api/letters/text").status,
            "pupils": sender.send("POST", "/api/pupils", {}, "{}").status,
        }
        assert {one for one, status in statuses.items() if status != 403} == {scope}
    (last,) = [key for key in keys.of_school(REGENBOOG.id) if key.scopes == ("messages",)]
    assert last.name == "proef"
    assert keys.withdraw(REGENBOOG.id, last.id)
    assert order(sender).status == 401
    assert not keys.withdraw(REGENBOOG.id, last.id)
    assert not keys.withdraw("de-ster", keys.of_school(REGENBOOG.id)[0].id)


def test_the_table_cannot_open_a_door(house: House) -> None:
    key = house.services.api_keys.make(REGENBOOG.id, house.services.now())
    assert key not in str(house.items())
