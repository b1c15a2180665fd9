"""Push through SNS: a device is a platform endpoint, to which we publish one by one."""

import json
import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from common.errors import Permanent, Retry
from common.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_sns import SNSClient

_GONE = {"EndpointDisabled", "EndpointDisabledException", "NotFound", "NotFoundException"}
# How SNS names the endpoint that a token has already, where it has other attributes than a new one would have.
_THERE_ALREADY = re.compile(r"Endpoint (arn:\S+) already exists with the same Token")
_REFUSED_FOR_GOOD = {"InvalidParameter", "InvalidParameterException", "PlatformApplicationDisabled"}


class EndpointGone(Permanent):
    """The device no longer takes pushes: it should be forgotten."""


class PushText(Value):
    """A push: nothing that a locked screen should not show, and the page that it opens after login."""

    title: str
    text: str
    link: str
    language: str


class Push:
    """`applications` maps a platform ('fcm', 'apns') to its SNS application's ARN, '' where there is none.

    make_client: is asked only once something goes to SNS. Every profile asks what is offered, and few register.
    """

    def __init__(self, make_client: Callable[[], "SNSClient"], applications: "Mapping[str, str]") -> None:
        self._make_client = make_client
        self._applications = applications

    @cached_property
    def _client(self) -> "SNSClient":
        return self._make_client()

    def offers(self, platform: str) -> bool:
        return bool(self._applications.get(platform))

    def register(self, platform: str, token: str) -> str:
        """The endpoint of a device's token, made or found again, and on. Raises Permanent for a token SNS refuses.

        https://docs.aws.amazon.com/sns/latest/dg/mobile-platform-endpoint.html
        """
        endpoint = self._create(platform, token)
        try:
            # SNS switches an endpoint off once its token was refused, and finding it again does not switch it on.
            self._client.set_endpoint_attributes(EndpointArn=endpoint, Attributes={"Token": token, "Enabled": "true"})
        except ClientError as error:
            if error.response["Error"]["Code"] not in _GONE:
                raise
            # Deleted in between: the next is a new one, and on.
            endpoint = self._create(platform, token)
        return endpoint

    def _create(self, platform: str, token: str) -> str:
        try:
            answer = self._client.create_platform_endpoint(
                PlatformApplicationArn=self._applications[platform], Token=token
            )
        except ClientError as error:
            if there := _THERE_ALREADY.search(error.response["Error"]["Message"]):
                return there[1]
            if error.response["Error"]["Code"] in _REFUSED_FOR_GOOD:
                raise Permanent("token refused") from error
            raise
        return answer["EndpointArn"]

    def forget(self, endpoint: str) -> None:
        """Also one that is gone already."""
        self._client.delete_endpoint(EndpointArn=endpoint)

    def send(self, endpoint: str, push: PushText) -> None:
        """Raises EndpointGone for a device that is no more, Retry where SNS may take it later."""
        try:
            self._client.publish(TargetArn=endpoint, MessageStructure="json", Message=json.dumps(_payload(push)))
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _GONE:
                raise EndpointGone(code) from error
            raise (Permanent(code) if code in _REFUSED_FOR_GOOD else Retry(code)) from error


def _payload(push: PushText) -> dict[str, str]:
    """One message for every platform; SNS takes the part that fits the endpoint (FCM HTTP v1, APNs).

    A browser shows nothing by itself: push-worker.js reads 'notification' and 'data', and is the only one that does.
    Its tag makes a push that comes twice show once.
    https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
    """
    notification = {"title": push.title, "body": push.text}
    web = {**notification, "lang": push.language, "tag": push.link}
    message = {"notification": notification, "data": {"link": push.link}, "webpush": {"notification": web}}
    apns = {"aps": {"alert": notification}, "link": push.link}
    return {
        "default": push.text,
        "GCM": json.dumps({"fcmV1Message": {"message": message}}),
        "APNS": json.dumps(apns),
        "APNS_SANDBOX": json.dumps(apns),
    }
