"""What is inside a request that sends: a mail of the SES v2 API, a push of the SNS query API."""

import base64
import json
from collections.abc import Iterable, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from local.mailbox import Entry


def read_mail(request: Mapping[str, Any]) -> Entry:
    """The mailbox entry of a SendEmail request: its content is Simple, Raw or Template."""
    content = request.get("Content", {})
    mail = _read_raw(content["Raw"]) if "Raw" in content else _read_composed(content)
    recipients = _recipients(request)
    if request.get("ReplyToAddresses"):
        mail["headers"].setdefault("Reply-To", ", ".join(request["ReplyToAddresses"]))
    return {
        "channel": "email",
        "to": recipients or mail["headers"].get("To", ""),
        "from": request.get("FromEmailAddress") or mail["headers"].get("From", ""),
        # No headers: what SES is told besides.
        "set": request.get("ConfigurationSetName", ""),
        "tags": ", ".join(f"{tag['Name']}={tag['Value']}" for tag in request.get("EmailTags", [])),
        **mail,
    }


def read_push(parameters: Mapping[str, str], token: str) -> Entry:
    """The mailbox entry of a Publish to a device: the payload is what its platform would be given."""
    return {"channel": "push", "token": token, "payload": _payload(parameters)}


def read_attributes(parameters: Mapping[str, str]) -> dict[str, str]:
    """The map `Attributes` as the query protocol flattens it."""
    prefix = "Attributes.entry."
    keys = {name: value for name, value in parameters.items() if name.startswith(prefix) and name.endswith(".key")}
    return {key: parameters.get(name.removesuffix("key") + "value", "") for name, key in keys.items()}


def _recipients(request: Mapping[str, Any]) -> str:
    destination = request.get("Destination", {})
    lists = (destination.get(kind, []) for kind in ("ToAddresses", "CcAddresses", "BccAddresses"))
    return ", ".join(address for addresses in lists for address in addresses)


def _read_composed(content: Mapping[str, Any]) -> Entry:
    composed = content.get("Simple") or content.get("Template", {})
    # A stored template is not rendered here; one given in the request shows its source.
    texts = composed.get("TemplateContent", {})
    body = composed.get("Body", {})
    return {
        "subject": composed.get("Subject", {}).get("Data", texts.get("Subject", "")),
        "text": body.get("Text", {}).get("Data", texts.get("Text", "")),
        "html": body.get("Html", {}).get("Data", texts.get("Html", "")),
        "headers": _joined((header["Name"], header["Value"]) for header in composed.get("Headers", [])),
    }


def _read_raw(raw: Mapping[str, str]) -> Entry:
    mail = message_from_bytes(base64.b64decode(raw["Data"]), policy=policy.default)
    return {
        "subject": str(mail.get("Subject", "")),
        "text": _body(mail, "plain"),
        "html": _body(mail, "html"),
        "headers": _joined((name, str(value)) for name, value in mail.items()),
    }


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _payload(parameters: Mapping[str, str]) -> Any:
    message = parameters.get("Message", "")
    if parameters.get("MessageStructure") != "json":
        return _json_or_text(message)
    platforms = json.loads(message)
    chosen = next((platform for platform in ("GCM", "APNS", "APNS_SANDBOX") if platform in platforms), "default")
    return _json_or_text(platforms.get(chosen, ""))


def _json_or_text(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return {"text": value}
