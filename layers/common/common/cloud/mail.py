"""Mail through SES v2."""

from email.utils import formataddr
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from common.errors import Permanent, Retry
from common.values import Value

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

_REFUSED_FOR_GOOD = {"MessageRejected", "BadRequestException", "MailFromDomainNotVerifiedException"}


class Letter(Value):
    """One mail, ready to go. `sender` is the name shown; the address it comes from is the deployment's.

    tag: comes back with all that SES tells of this mail, as does whether somebody confirmed the address (is_proven).
    unsubscribe: the address for one click; '' for none.
    """

    to: str
    sender: str
    reply_to: str
    subject: str
    text: str
    html: str
    tag: str
    unsubscribe: str = ""
    is_proven: bool = True


class Mail:
    def __init__(self, client: "SESV2Client", mail_from: str, configuration_set: str) -> None:
        self._client = client
        self._from = mail_from
        self._configuration_set = configuration_set

    def send(self, mail: Letter) -> None:
        """Raises Permanent where SES will never take it, Retry where it may later."""
        try:
            self._client.send_email(
                FromEmailAddress=formataddr((mail.sender, self._from)),
                Destination={"ToAddresses": [mail.to]},
                ReplyToAddresses=[mail.reply_to] if mail.reply_to else [],
                ConfigurationSetName=self._configuration_set,
                EmailTags=[
                    {"Name": "delivery", "Value": mail.tag},
                    {"Name": "address", "Value": "proven" if mail.is_proven else "unproven"},
                ],
                Content={
                    "Simple": {
                        "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                        "Body": {
                            "Text": {"Data": mail.text, "Charset": "UTF-8"},
                            "Html": {"Data": mail.html, "Charset": "UTF-8"},
                        },
                        "Headers": [{"Name": name, "Value": value} for name, value in _headers(mail).items()],
                    }
                },
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            raise (Permanent(code) if code in _REFUSED_FOR_GOOD else Retry(code)) from error


def _headers(mail: Letter) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated"}
    if not mail.unsubscribe:
        return headers
    # RFC 8058: a mail program may take the reader's leave with one POST.
    one_click = {"List-Unsubscribe": f"<{mail.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers | one_click
