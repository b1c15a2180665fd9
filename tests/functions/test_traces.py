"""One id leads through the log: from a list to what became of its mails, and from a message to its deliveries."""

import io
import json
from dataclasses import replace
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.traces import id_in_body
from messages import afterwards
from tests.functions.house import REGENBOOG, House, sqs
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.test_letters import make
from tests.functions.uploads import SANNE, put, reports, take


def told_of(thing: str, logged: io.StringIO) -> list[dict[str, Any]]:
    """What a search for an id finds."""
    return [json.loads(line) for line in logged.getvalue().splitlines() if thing in line]


def names(lines: list[dict[str, Any]]) -> list[str]:
    return [line["message"] for line in lines]


def hear_of(mail: dict[str, Any], what: str) -> None:
    """SES tells what became of a mail."""
    tags = {one["Name"]: [one["Value"]] for one in mail["EmailTags"]}
    told = {"eventType": what, "mail": {"destination": mail["Destination"]["ToAddresses"], "tags": tags}}
    afterwards.handler(sqs(told), LambdaContext())


def test_a_list_is_followed_from_the_upload_to_its_mails(house: House, logged: io.StringIO) -> None:
    take(put(house, SANNE))
    make(*house.aws.queued("letters"))
    house.deliver_all()
    for mail in house.mails_to(REGENBOOG.email):
        hear_of(mail, "Delivery")
    found = told_of(reports(house)[0].id, logged)
    assert names(found) == [
        *("ListImported", "LettersMade", "LettersReady", "TasksSent"),
        *("MailSent", "Delivered", "MailSent", "Delivered", "MailHeardOf", "MailHeardOf"),
    ]
    assert [line for line in logged.getvalue().splitlines() if json.loads(line) not in found] == []


def test_a_message_is_followed_from_the_door_to_what_becomes_of_its_mail(
    house: House, visitor: ParentVisitor, logged: io.StringIO
) -> None:
    visitor.register(house.child())
    house.deliver_all()
    visitor.confirm()
    house.mails.clear()
    message = Sender(house).message()
    house.deliver_all()
    hear_of(house.mails_to(EMAIL)[-1], "Delivery")
    found = told_of(message, logged)
    assert names(found) == ["MessageAccepted", "TasksSent", "MessageFannedOut", "Delivered", "MailHeardOf"]
    assert found[0]["about"] == "request"  # the id under which the API's own log has it


def test_so_is_what_fails_on_the_way(house: House, logged: io.StringIO) -> None:
    take(put(house, SANNE))
    (request,) = house.aws.queued("letters")
    house.refuse("PutObject")
    assert make(request, {**request, "batch": "20260901T080000-another"}) == 1
    assert names(told_of(request["batch"], logged)) == ["ListImported", "HandlerFailed"]


def test_a_line_is_about_nothing_that_an_earlier_event_was_about(house: House, logged: io.StringIO) -> None:
    house.work({"kind": "fan_out", "school": REGENBOOG.id, "message": "gone"}, {"kind": "nonsense"})
    assert [json.loads(line).get("about") for line in logged.getvalue().splitlines()] == ["gone", None]


def test_the_sweep_says_that_it_went_round_and_at_how_many_it_looked(house: House, logged: io.StringIO) -> None:
    house.sweep()
    assert (names(told_of("Swept", logged)), told_of("Swept", logged)[0]["messages"]) == (["Swept"], 0)


def test_what_is_no_task_is_about_nothing() -> None:
    assert [id_in_body(body) for body in ("{", "[]", "3", '{"message": {"id": "x"}}', '{"Records": []}')] == [""] * 5


def test_what_happens_is_counted_in_the_line_that_tells_it(
    house: House, visitor: ParentVisitor, logged: io.StringIO
) -> None:
    house.services.settings = replace(house.services.settings, stack_name="school")
    visitor.register(house.child())
    (line,) = told_of("ParentRegistered", logged)
    assert (line["stack"], line["ParentRegistered"]) == ("school", 1)
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["stack"]]
