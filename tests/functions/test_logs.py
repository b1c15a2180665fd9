"""What the functions write to stdout in a whole school's week, faults and refusals too: events, and nobody in them."""

import io
import json
import logging

import pytest

from common import codes
from tests.functions import test_letters as letters
from tests.functions import uploads as lists
from tests.functions.house import BORN, PASSWORD, REGENBOOG, House, text_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.test_school import SchoolSystem

PRIVATE = ["Sanne", "Bakker", "Daan", "Dijk", "Noor", "Wit", "Fatima", "Amrani", "IJsvrij", "Blijf thuis"]
PRIVATE += [EMAIL, "fatima", PASSWORD, "wachtwoord-van-een-ander", "telefoon-van-haar", REGENBOOG.email]
PRIVATE += [
    BORN.isoformat(),
    "14-03-2017",
    "14-3-2017",
    "2015-06-01",
    "13-03-2017",
    "13-3-2017",
    "2017-03-13",
    "lijst.csv",
    "verzonnen",
]


def test_no_line_names_anybody_or_holds_anything_that_opens(
    house: House, visitor: ParentVisitor, logged: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    system, sender = SchoolSystem(house), Sender(house)
    secrets = [one.headers["authorization"].removeprefix("Bearer ") for one in (system, sender)]
    the_school_brings_its_pupils(house, system)
    secrets += a_parent_comes(house, visitor)
    sender.message()
    house.refuse("SendEmail", "TooManyRequestsException")
    house.work(*house.deliver_all())
    everything_breaks_once(house, visitor, system)
    lines = logged.getvalue()
    for one in (*PRIVATE, *secrets):
        assert one not in lines, one
    assert capsys.readouterr().out == ""
    happened = {json.loads(line)["message"] for line in lines.splitlines()}
    assert happened >= {
        "ListImported", "ListWaits", "ListSuperseded", "ListUndone",
        "ListRefused", "PupilAdded", "LettersMade", "ParentRegistered", "ChildLinked", "ChildUnlinked",
        "LoggedIn", "LoginRefused", "LoggedOut", "CodeRefused", "PreferencesSaved", "DeviceRegistered",
        "DeviceForgotten", "AddressConfirmed", "AddressNotConfirmed", "MessageAccepted", "MessageFannedOut",
        "Delivered", "MailSent", "RequestRefused", "HandlerFailed", "EventRetried",
    }  # fmt: skip


def the_school_brings_its_pupils(house: House, system: SchoolSystem) -> None:
    assert lists.take(lists.put(house, lists.SANNE, lists.DAAN, "4;;;;5B;")) == 0
    assert lists.take(lists.put(house, "Sanne;Bakker", name="b.csv", at="13:00:00")) == 0
    assert lists.take(lists.put_content(house, b"Naam;Kleur\r\nSanne Bakker;rood", name="c.csv", at="14:00:00")) == 0
    assert lists.take(lists.event_of(f"schools/{REGENBOOG.id}/lists/c.csv", at="15:00:00")) == 0
    assert lists.take(lists.put(house, "4;;;;5B;", name="d.csv", at="16:00:00")) == 0
    assert lists.take(lists.put(house, lists.NOOR, name="e.csv", at="17:00:00")) == 0
    assert lists.take(lists.order(house, "undo")) == 0
    assert system.add().status == 201
    assert system.add(birth_date="verzonnen").status == 422
    assert letters.make(*house.aws.queued("letters")) == 0


def a_parent_comes(house: House, visitor: ParentVisitor) -> list[str]:
    """What opened something on the way: codes, digits, sessions."""
    child, second = house.child(), house.child("Daan")
    opened = [child.code, second.code, codes.grouped(child.code), codes.grouped(second.code)]
    visitor.get(f"/k/{child.code}")
    visitor.register(child, day="13")
    visitor.register(child)
    opened.append(visitor.session)
    house.deliver_all()
    opened.append(house.digits_for(EMAIL))
    assert opened[-1] in text_of(house.mails_to(EMAIL)[0])
    visitor.post("/nl/profiel/adres", digits="000000" if opened[-1] != "000000" else "000001")
    visitor.confirm()
    visitor.post("/nl/profiel", wants_email="on", wants_push="on")
    visitor.post("/nl/profiel/apparaten", token="telefoon-van-haar", platform="fcm")
    visitor.link(second, day="13")
    visitor.link(second)
    visitor.post(second.address)
    visitor.post(second.address)
    visitor.post("/nl/uitloggen")
    visitor.log_in(password="wachtwoord-van-een-ander")
    visitor.log_in()
    return [*opened, visitor.session]


def everything_breaks_once(house: House, visitor: ParentVisitor, system: SchoolSystem) -> None:
    """The message of each fault repeats what was sent to AWS."""
    child = house.child("Noor")
    for operation in ("GetItem", "BatchGetItem", "UpdateItem", "TransactWriteItems"):
        house.refuse(operation)
        assert visitor.link(child).status == 500, operation
    for operation in ("AdminInitiateAuth", "BatchGetItem", "TransactWriteItems"):
        house.refuse(operation, "InternalErrorException")
        assert ParentVisitor(house).log_in().status == 500, operation
    house.refuse("TransactWriteItems")
    assert system.add(given_name="Sanne").status == 500
    (device,) = house.parent(EMAIL).devices
    visitor.post(f"/nl/profiel/apparaten/{device.id}/verwijderen")
    visitor.get("/nl/Sanne/Bakker")
    visitor.send("POST", "/nl/profiel", {"sec-fetch-site": "cross-site"}, f"email={EMAIL}")


def test_the_libraries_beneath_log_nothing_of_a_request(
    house: House, visitor: ParentVisitor, caplog: pytest.LogCaptureFixture
) -> None:
    """Lambda sends warnings of every library to the function's log."""
    with caplog.at_level(logging.INFO):
        a_parent_comes(house, visitor)
    others = [record for record in caplog.records if record.name != "ouderbrief" and record.levelno >= logging.WARNING]
    assert others == []
