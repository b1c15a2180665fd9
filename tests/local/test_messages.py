import base64
import json
from email.message import EmailMessage

from local.messages import read_attributes, read_mail, read_push

SIMPLE = {
    "FromEmailAddress": "School <school@ouderbrief.example>",
    "Destination": {"ToAddresses": ["ouder@voorbeeld.nl"]},
    "Content": {
        "Simple": {
            "Subject": {"Data": "Schoolnieuws van Zoë"},
            "Body": {"Text": {"Data": "tekst"}, "Html": {"Data": "<p>tekst</p>"}},
            "Headers": [{"Name": "List-Unsubscribe", "Value": "<https://a.example/u>"}],
        }
    },
    "ConfigurationSetName": "mail",
    "EmailTags": [{"Name": "delivery", "Value": "a.b"}],
}


def test_a_simple_mail_keeps_its_headers() -> None:
    assert read_mail(SIMPLE) == {
        "channel": "email",
        "to": "ouder@voorbeeld.nl",
        "from": "School <school@ouderbrief.example>",
        "subject": "Schoolnieuws van Zoë",
        "text": "tekst",
        "html": "<p>tekst</p>",
        "headers": {"List-Unsubscribe": "<https://a.example/u>"},
        "set": "mail",
        "tags": "delivery=a.b",
    }


def test_a_raw_mail_is_read_with_both_its_texts() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@voorbeeld.nl", "b@voorbeeld.nl", "Ünïcode"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content("tekst\n")
    mail.add_alternative("<p>html</p>\n", subtype="html")
    entry = read_mail({"Content": {"Raw": {"Data": base64.b64encode(bytes(mail)).decode()}}})
    assert (entry["to"], entry["from"], entry["subject"]) == ("b@voorbeeld.nl", "a@voorbeeld.nl", "Ünïcode")
    assert (entry["text"], entry["html"]) == ("tekst\n", "<p>html</p>\n")
    assert entry["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_push_shows_what_the_platform_is_given() -> None:
    firebase = {"fcmV1Message": {"message": {"notification": {"title": "Nieuws"}}}}
    message = json.dumps({"default": "-", "GCM": json.dumps(firebase)})
    assert read_push({"Message": message, "MessageStructure": "json"}, "token") == {
        "channel": "push",
        "token": "token",
        "payload": firebase,
    }


def test_a_push_without_structure_shows_its_text() -> None:
    assert read_push({"Message": "hallo"}, "token")["payload"] == {"text": "hallo"}


def test_attributes_of_the_query_protocol_become_a_map() -> None:
    parameters = {
        "Attributes.entry.1.key": "Enabled",
        "Attributes.entry.1.value": "false",
        "Attributes.entry.2.key": "Token",
        "Attributes.entry.2.value": "new",
        "EndpointArn": "arn",
    }
    assert read_attributes(parameters) == {"Enabled": "false", "Token": "new"}
