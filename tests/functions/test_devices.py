"""Devices that take pushes: kept, shared by two parents, given up; and the endpoint of each at SNS."""

import json
from dataclasses import replace
from typing import Any

import pytest

from common.i18n import translations
from common.parents import MOST_DEVICES
from common.preferences import Preferences
from tests.functions.house import PASSWORD, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender

PARTNER = "partner@ouders.example"
TOKEN = "token-of-the-tablet"


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    visitor.register(house.child())
    return visitor


@pytest.fixture
def partner(house: House) -> ParentVisitor:
    """Somebody else, who uses the same tablet."""
    somebody = ParentVisitor(house)
    somebody.register(house.child("Bram"), email=PARTNER, name="Partner Ouder")
    return somebody


def add(visitor: ParentVisitor, token: str = TOKEN, **more: str) -> None:
    visitor.post("/nl/profiel/apparaten", token=token, platform="fcm", **more)


def remove(visitor: ParentVisitor, house: House, email: str) -> None:
    (device,) = house.parent(email).devices
    assert visitor.post(f"/nl/profiel/apparaten/{device.id}/verwijderen").goes_to == "/nl/profiel"


def endpoints(house: House) -> dict[str, dict[str, Any]]:
    """Token → attributes, of all endpoints at SNS."""
    client = house.aws.session.client("sns")
    arn = house.services.settings.firebase_application_arn
    found = client.list_endpoints_by_platform_application(PlatformApplicationArn=arn)["Endpoints"]
    return {one["Attributes"]["Token"]: {"arn": one["EndpointArn"], **one["Attributes"]} for one in found}


def switch_off(house: House, token: str = TOKEN) -> None:
    """As SNS does once Firebase knows a token no more."""
    client = house.aws.session.client("sns")
    client.set_endpoint_attributes(EndpointArn=endpoints(house)[token]["arn"], Attributes={"Enabled": "false"})


def is_on(house: House, token: str = TOKEN) -> bool:
    return str(endpoints(house)[token]["Enabled"]).lower() == "true"


def test_a_device_is_kept_once_shown_and_removed(house: House, parent: ParentVisitor) -> None:
    for _ in range(2):
        parent.post("/nl/profiel/apparaten", token="token-1", platform="fcm")
    (device,) = house.parent(EMAIL).devices
    assert "Android of browser" in parent.get("/nl/profiel").words
    parent.post(f"/nl/profiel/apparaten/{device.id}/verwijderen")
    assert "nog geen apparaat" in parent.get("/nl/profiel").words


@pytest.mark.parametrize("token", ["", "é", "x" * 5000])
def test_a_device_code_that_cannot_be_one_is_refused(parent: ParentVisitor, token: str) -> None:
    page = parent.submit("/nl/profiel/apparaten", token=token, platform="fcm")
    assert "geen geldige apparaatcode" in page.words


def test_a_device_of_another_is_not_there(house: House, parent: ParentVisitor, partner: ParentVisitor) -> None:
    add(partner)
    (device,) = house.parent(PARTNER).devices
    assert parent.post(f"/nl/profiel/apparaten/{device.id}/verwijderen").status == 404


def test_a_device_of_two_parents_is_one_endpoint_and_stays_until_both_gave_it_up(
    house: House, parent: ParentVisitor, partner: ParentVisitor
) -> None:
    add(parent)
    add(partner)
    assert list(endpoints(house)) == [TOKEN]
    remove(parent, house, EMAIL)
    house.deliver_all()
    assert list(endpoints(house)) == [TOKEN]
    Sender(house).message(kind="schoolnieuws")
    house.deliver_all()
    assert len(house.pushes) == 1
    remove(partner, house, PARTNER)
    house.deliver_all()
    assert endpoints(house) == {}


def test_an_account_that_ends_leaves_the_device_to_the_other_parent(
    house: House, parent: ParentVisitor, partner: ParentVisitor
) -> None:
    add(parent)
    add(partner)
    parent.post("/nl/account/verwijderen", current=PASSWORD)
    house.deliver_all()
    assert list(endpoints(house)) == [TOKEN]
    partner.post("/nl/account/verwijderen", current=PASSWORD)
    house.deliver_all()
    assert endpoints(house) == {}
    assert not [item for item in house.items() if "DEVICE" in item["PK"]["S"]]


def test_a_device_that_is_taken_back_at_once_keeps_its_endpoint(house: House, parent: ParentVisitor) -> None:
    add(parent)
    remove(parent, house, EMAIL)
    add(parent)
    house.deliver_all()
    assert is_on(house)


def test_an_endpoint_that_could_not_be_dropped_is_dropped_later(house: House, parent: ParentVisitor) -> None:
    add(parent)
    remove(parent, house, EMAIL)
    house.refuse("DeleteEndpoint")
    failed = house.deliver_all()
    assert list(endpoints(house)) == [TOKEN]
    assert house.work(*failed, *failed) == []
    assert endpoints(house) == {}


def test_a_device_that_sns_switched_off_is_on_again_once_it_is_added_again(house: House, parent: ParentVisitor) -> None:
    add(parent)
    switch_off(house)
    add(parent)
    assert is_on(house)
    assert len(house.parent(EMAIL).devices) == 1


def test_a_device_whose_endpoint_was_dropped_while_it_was_added_gets_another(
    house: House, parent: ParentVisitor
) -> None:
    add(parent)
    dropped = endpoints(house)[TOKEN]["arn"]
    client = house.aws.session.client("sns")
    house.meanwhile("SetEndpointAttributes", lambda: client.delete_endpoint(EndpointArn=dropped))
    add(parent)
    (device,) = house.parent(EMAIL).devices
    assert device.endpoint == endpoints(house)[TOKEN]["arn"] != dropped


def test_a_device_that_is_gone_is_gone_at_sns_too(house: House, parent: ParentVisitor) -> None:
    add(parent)
    house.refuse("Publish", "EndpointDisabled")
    Sender(house).message(kind="schoolnieuws")
    house.deliver_all()
    assert house.parent(EMAIL).devices == ()
    house.deliver_all()
    assert endpoints(house) == {}


def test_the_eleventh_device_is_refused_before_anything_is_made(house: House, parent: ParentVisitor) -> None:
    for number in range(MOST_DEVICES):
        add(parent, f"token-{number}")
    assert "al 10 apparaten" in parent.submit("/nl/profiel/apparaten", token="token-10", platform="fcm").words
    assert len(endpoints(house)) == MOST_DEVICES
    assert "is toegevoegd" in parent.submit("/nl/profiel/apparaten", token="token-9", platform="fcm").words


def test_a_device_that_came_just_too_late_leaves_no_endpoint(house: House, parent: ParentVisitor) -> None:
    for number in range(MOST_DEVICES - 1):
        add(parent, f"token-{number}")
    house.meanwhile("CreatePlatformEndpoint", lambda: add(parent, "token-9"))
    assert "al 10 apparaten" in parent.submit("/nl/profiel/apparaten", token="token-10", platform="fcm").words
    house.deliver_all()
    assert set(endpoints(house)) == {f"token-{number}" for number in range(MOST_DEVICES)}


def test_a_browser_that_registers_anew_takes_its_own_place(house: House, parent: ParentVisitor) -> None:
    for number in range(MOST_DEVICES):
        add(parent, f"token-{number}")
    add(parent, "token-new", replaces="token-3")
    house.deliver_all()
    assert len(house.parent(EMAIL).devices) == MOST_DEVICES
    assert "token-new" in endpoints(house)
    assert "token-3" not in endpoints(house)


def test_a_browser_cannot_take_the_place_of_another_parents_device(
    house: House, parent: ParentVisitor, partner: ParentVisitor
) -> None:
    add(partner)
    add(parent, "token-new", replaces=TOKEN)
    house.deliver_all()
    assert set(endpoints(house)) == {TOKEN, "token-new"}
    assert len(house.parent(PARTNER).devices) == 1


def test_a_push_says_what_the_worker_reads(house: House, parent: ParentVisitor) -> None:
    add(parent)
    parent.post("/nl/account/taal", language="pl")
    Sender(house).message(kind="schoolnieuws")
    house.deliver_all()
    (push,) = house.pushes
    message = json.loads(json.loads(push["Message"])["GCM"])["fcmV1Message"]["message"]
    assert set(message) == {"notification", "data", "webpush"}
    web, link = message["webpush"]["notification"], message["data"]["link"]
    assert (web["title"], web["body"], web["lang"]) == ("De Regenboog", message["notification"]["body"], "pl")
    assert link == web["tag"]
    assert link.startswith("https://ouders.example/berichten/de-regenboog/")


# -- what browsers are offered


def test_profile_may_reach_firebase_and_no_other_page_may(parent: ParentVisitor) -> None:
    policy = parent.get("/nl/profiel").headers["content-security-policy"]
    hosts = "https://firebaseinstallations.googleapis.com https://fcmregistrations.googleapis.com"
    assert f"connect-src {hosts};" in policy
    assert "worker-src 'self'" in policy
    assert "default-src 'none'" in policy
    for path in ("/nl/start", "/nl/account", "/nl/berichten", "/push-worker.js"):
        other = parent.get(path).headers["content-security-policy"]
        assert not [name for name in ("connect-src", "worker-src", "googleapis") if name in other], path


def test_a_profile_asks_nothing_of_sns(house: House, parent: ParentVisitor, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    client: Any = house.services.session.client
    vars(house.services).pop("push", None)

    def noted(name: str, **more: Any) -> Any:
        made.append(name)
        return client(name, **more)

    monkeypatch.setattr(house.services.session, "client", noted)
    assert "Meldingen aanzetten" in parent.get("/nl/profiel").words
    assert "sns" not in made
    add(parent)
    assert made.count("sns") == 1


@pytest.mark.parametrize("missing", ["firebase_api_key", "firebase_vapid_key", "firebase_project_id"])
def test_without_a_whole_web_app_browsers_are_offered_nothing(
    house: House, parent: ParentVisitor, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    assert "Meldingen aanzetten" in parent.get("/nl/profiel").words
    monkeypatch.setattr(house.services, "settings", replace(house.services.settings, **{missing: ""}))
    page = parent.get("/nl/profiel")
    assert "Meldingen aanzetten" not in page.words
    assert "Apparaat toevoegen" in page.words
    assert "connect-src" not in page.headers["content-security-policy"]


def test_the_worker_speaks_the_language_that_was_read_last(parent: ParentVisitor) -> None:
    parent.get("/pl/profiel")
    answer = parent.get("/push-worker.js")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    words = json.loads(answer.text.partition("const WORDS = ")[2].partition(";\n")[0])
    assert words["lang"] == "pl"
    assert words["news"] == translations("pl").gettext("U hebt een nieuw bericht van school")
    assert parent.get(words["icon"]).headers["content-type"] == "image/png"


def removes(visitor: ParentVisitor, house: House, **form: str) -> str:
    """Where the button leads that removes the device added first."""
    first, *_ = house.parent(EMAIL).devices
    return visitor.post(f"/nl/profiel/apparaten/{first.id}/verwijderen", **form).goes_to


def test_the_last_device_asks_first_where_urgent_messages_come_to_it_alone(house: House, parent: ParentVisitor) -> None:
    add(parent)
    parent.post("/nl/profiel", push_dringend="on", email_herinnering="on")
    asks = removes(parent, house)
    (device,) = house.parent(EMAIL).devices
    assert asks == f"/nl/profiel/apparaten/{device.id}/verwijderen"
    page = parent.get(asks)
    assert "Wilt u geen dringende berichten meer?" in page.words
    assert "Zonder dit apparaat krijgt u geen dringende berichten meer." in page.words
    assert "Uw andere voorkeuren zijn al opgeslagen" not in page.words
    assert f'action="{asks}"' in page.text
    assert len(house.parent(EMAIL).devices) == 1
    assert removes(parent, house, sure="yes") == "/nl/profiel"
    assert house.parent(EMAIL).devices == ()
    # What was wanted stays: another device gets them again.
    assert house.parent(EMAIL).preferences.wants("dringend", "push")


def test_of_two_devices_the_first_goes_without_a_question(house: House, parent: ParentVisitor) -> None:
    add(parent)
    add(parent, "token-of-the-phone")
    parent.post("/nl/profiel", push_dringend="on")
    assert removes(parent, house) == "/nl/profiel"
    assert len(house.parent(EMAIL).devices) == 1
    assert removes(parent, house) != "/nl/profiel"


@pytest.mark.parametrize(
    "wanted",
    [
        Preferences(email=frozenset({"dringend"})),
        Preferences(email=frozenset(), push=frozenset({"herinnering"})),
    ],
    ids=["mailed", "off"],
)
def test_where_urgent_messages_are_mailed_or_were_off_before_nothing_is_asked(
    house: House, parent: ParentVisitor, wanted: Preferences
) -> None:
    add(parent)
    house.services.choices.save_preferences(house.parent(EMAIL).id, wanted)
    (device,) = house.parent(EMAIL).devices
    assert parent.get(f"/nl/profiel/apparaten/{device.id}/verwijderen").goes_to == "/nl/profiel"
    assert removes(parent, house) == "/nl/profiel"
    assert house.parent(EMAIL).devices == ()
