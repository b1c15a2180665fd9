"""Tells what became of a mail, as SES does and MiniStack does not: to the topics of its configuration set.

Every mail arrives, but for the addresses of SES's own mailbox simulator: bounce@ and complaint@simulator.amazonses.com,
with or without a +label. https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from local.aws import Aws

_SIMULATOR = "@simulator.amazonses.com"
_PERMANENT = {"bounceType": "Permanent", "bounceSubType": "General"}


class Feedback:
    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def tell(self, request: Mapping[str, Any], message_id: str) -> None:
        """request: of SendEmail, as it was made."""
        name = request.get("ConfigurationSetName", "")
        topics = list(self._topics(name)) if name else []
        for event in _events(request, message_id) if topics else ():
            for topic, wanted in topics:
                if event["eventType"].upper() in wanted:
                    self._aws.notifications.publish(TopicArn=topic, Message=json.dumps(event))

    def _topics(self, configuration_set: str) -> Iterator[tuple[str, list[str]]]:
        found = self._aws.mail.get_configuration_set_event_destinations(ConfigurationSetName=configuration_set)
        for destination in found.get("EventDestinations", []):
            if destination.get("Enabled") and "SnsDestination" in destination:
                yield destination["SnsDestination"]["TopicArn"], list(destination["MatchingEventTypes"])


def _head(request: Mapping[str, Any]) -> dict[str, Any]:
    """SES tells back all of it.

    https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
    """
    content = request.get("Content", {}).get("Simple", {})
    subject = content.get("Subject", {}).get("Data", "")
    headers = [{"name": "Subject", "value": subject}]
    headers += [{"name": one["Name"], "value": one["Value"]} for one in content.get("Headers", [])]
    return {"headersTruncated": False, "headers": headers, "commonHeaders": {"subject": subject}}


def _events(request: Mapping[str, Any], message_id: str) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC).isoformat()
    to = request.get("Destination", {}).get("ToAddresses", [])
    mail = {
        "timestamp": now,
        "source": request.get("FromEmailAddress", ""),
        "messageId": message_id,
        "destination": to,
        "tags": {tag["Name"]: [tag["Value"]] for tag in request.get("EmailTags", [])},
        **_head(request),
    }
    fate = to[0].partition("@")[0].partition("+")[0] if to and to[0].endswith(_SIMULATOR) else ""
    recipients = [{"emailAddress": address} for address in to]
    if fate == "bounce":
        yield {"eventType": "Bounce", "bounce": {**_PERMANENT, "bouncedRecipients": recipients}, "mail": mail}
        return
    yield {"eventType": "Delivery", "delivery": {"timestamp": now, "recipients": to}, "mail": mail}
    if fate == "complaint":
        yield {"eventType": "Complaint", "complaint": {"complainedRecipients": recipients}, "mail": mail}
