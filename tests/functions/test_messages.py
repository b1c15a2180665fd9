"""What a school sends, from the JSON door to the parents, on their own terms."""

import json
from typing import Any

import pytest

from tests.functions.house import REGENBOOG, House, subject_of, text_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.visitor import Answer


def send(house: House, visitor: ParentVisitor, **other: Any) -> Answer:
    body = {
        "kind": "schoolnieuws",
        "title": "Studiedag",
        "text": "Vrijdag vrij.",
        "audience": {"school": True},
        **other,
    }
    key = house.services.api_keys.make(REGENBOOG.id, house.services.now())
    return visitor.send("POST", "/api/messages", {"authorization": f"Bearer {key}"}, json.dumps(body | other))


def counts(house: House, visitor: ParentVisitor, message: str, school: str = REGENBOOG.id) -> Answer:
    key = house.services.api_keys.make(school, house.services.now())
    return visitor.send("GET", f"/api/messages/{message}", {"authorization": f"Bearer {key}"})


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    """A parent with a confirmed address, whose first mails are read."""
    visitor.register(house.child())
    house.deliver_all()
    visitor.confirm()
    house.mails.clear()
    return visitor


def test_a_message_comes_once_however_often_its_events_come(house: House, parent: ParentVisitor) -> None:
    message = send(house, parent).json()["id"]
    house.relay()
    tasks = house.aws.queued("deliveries")
    for _ in range(3):
        house.work(*tasks)
    deliveries = house.aws.queued("deliveries")
    assert len(deliveries) == 3
    house.work(*deliveries)
    house.work(*reversed(deliveries))
    (mail,) = house.mails_to(EMAIL)
    assert subject_of(mail) == "Studiedag"
    assert "Vrijdag vrij." in text_of(mail)
    tally = counts(house, parent, message).json()
    assert tally["state"] == "done"
    assert tally["counts"] == {
        "audience": 1, "queued": 0, "sent": 1, "delivered": 0, "announced": 0, "bounced": 0, "failed": 0, "withheld": 0,
    }  # fmt: skip


def test_what_left_the_outbox_is_gone_from_it(house: House, parent: ParentVisitor) -> None:
    send(house, parent)
    house.deliver_all()
    assert house.aws.outbox() == []


def test_an_unconfirmed_address_learns_only_that_there_is_something(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    send(house, visitor, title="Geheime titel", text="Geheime tekst")
    house.deliver_all()
    about = [mail for mail in house.mails_to(EMAIL) if "Uw code" not in subject_of(mail)]
    assert len(about) == 1
    assert "Geheime" not in str(about)


def test_whoever_unlinked_meanwhile_gets_nothing(house: House, parent: ParentVisitor) -> None:
    message = send(house, parent).json()["id"]
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    waiting = house.aws.queued("deliveries")
    (link,) = house.links_of(EMAIL)
    parent.post(f"/nl/profiel/ontkoppelen/{link.school}/{link.pupil}")
    house.work(*waiting)
    assert house.mails == []
    assert counts(house, parent, message).json()["counts"]["withheld"] == 1


def test_off_means_off_and_an_old_delivery_stays_sent(house: House, parent: ParentVisitor) -> None:
    first = send(house, parent).json()["id"]
    house.deliver_all()
    parent.post("/nl/profiel")
    parent.post("/nl/profiel/dringend")
    second = send(house, parent, kind="dringend").json()["id"]
    house.deliver_all()
    (link,) = house.links_of(EMAIL)
    to = [[link.parent, link.pupil]]
    assert house.work({"kind": "deliver", "school": REGENBOOG.id, "message": first, "to": to}) == []
    assert len(house.mails) == 1
    assert counts(house, parent, first).json()["counts"]["sent"] == 1
    assert counts(house, parent, second).json()["counts"]["withheld"] == 1


def test_a_mail_that_ses_cannot_take_now_comes_again_and_goes_once(house: House, parent: ParentVisitor) -> None:
    send(house, parent)
    house.refuse("SendEmail", "TooManyRequestsException")
    failed = house.deliver_all()
    assert len(failed) == 1
    assert house.mails == []
    assert house.work(*failed) == []
    house.work(*failed)
    assert len(house.mails) == 1


def test_a_mail_that_ses_never_takes_is_failed_and_not_tried_again(house: House, parent: ParentVisitor) -> None:
    message = send(house, parent).json()["id"]
    house.refuse("SendEmail", "MessageRejected")
    assert house.deliver_all() == []
    assert counts(house, parent, message).json()["counts"]["failed"] == 1


def test_a_push_holds_no_word_of_the_message_or_the_child(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/profiel/apparaten", token="token-1", platform="fcm")
    send(house, parent, title="Geheime titel")
    house.deliver_all()
    assert len(house.pushes) == 1
    assert "nieuw bericht van school" in str(house.pushes)
    assert "Geheime" not in str(house.pushes)
    assert "Sanne" not in str(house.pushes)


def test_a_device_that_is_gone_is_forgotten(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/profiel/apparaten", token="token-1", platform="fcm")
    send(house, parent)
    house.refuse("Publish", "EndpointDisabled")
    house.deliver_all()
    assert "nog geen apparaat" in parent.get("/nl/profiel").words
    assert len(house.mails) == 1


def test_only_the_parents_who_are_meant_are_reached(house: House, parent: ParentVisitor) -> None:
    other = ParentVisitor(house)
    other.register(house.child("Bram", class_name="6A"), email="buur@ouders.example")
    message = send(house, parent, audience={"classes": ["5B"]}).json()["id"]
    house.deliver_all()
    assert counts(house, parent, message).json()["counts"]["audience"] == 1
    assert not [mail for mail in house.mails_to("buur@ouders.example") if "Uw code" not in subject_of(mail)]


@pytest.mark.usefixtures("parent")
def test_the_parents_who_were_first_hear_of_a_new_one_and_not_who(house: House) -> None:
    (link,) = house.links_of(EMAIL)
    (pupil,) = house.services.pupils.find_many(link.school, [link.pupil])
    second = ParentVisitor(house)
    second.post(
        "/nl/registreren", code=house.letter_of(pupil), name="Tweede Ouder", email="twee@ouders.example",
        password="giraf-lepel-zomer", day="14", month="3", year="2017",
    )  # fmt: skip
    house.deliver_all()
    (notice,) = house.mails_to(EMAIL)
    assert "gekoppeld aan uw kind" in subject_of(notice)
    assert "Tweede" not in str(notice)
    assert "twee@" not in str(notice)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "onzin"},
        {"title": ""},
        {"title": " \u200b "},
        {"text": ""},
        {"text": " \n\u200b "},
        {"text": "x" * 30_000},
        {"audience": {"school": "yes"}},
        {"send_at": 1_796_000_000},
        {"send_at": "1796000000"},
        {"audience": {}},
        {"audience": {"school": True, "classes": ["5B"]}},
        {"audience": {"classes": "5B"}},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_body_that_does_not_fit_is_refused_and_not_repeated(
    house: House, visitor: ParentVisitor, other: dict[str, Any]
) -> None:
    answer = send(house, visitor, **other)
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"]
    assert "Vrijdag" not in answer.text
    assert house.aws.outbox() == []


def test_a_message_of_another_school_is_not_there(house: House, parent: ParentVisitor) -> None:
    message = send(house, parent).json()["id"]
    theirs, nowhere = counts(house, parent, message, "ander"), counts(house, parent, message[:-1] + "x")
    assert theirs.status == nowhere.status == 404
    assert theirs.body == nowhere.body


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ob_fout", "Basic abc"])
def test_without_a_key_nothing_is_sent(visitor: ParentVisitor, authorization: str) -> None:
    answer = visitor.send("POST", "/api/messages", {"authorization": authorization}, "{}")
    assert answer.status == 401
