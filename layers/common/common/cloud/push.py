"""Push through SNS: a device is a platform endpoint, to which we publish one by one."""

import json
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from common.errors import Permanent, Retry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_sns import SNSClient

_GONE = {"EndpointDisabled", "EndpointDisabledException", "NotFound", "NotFoundException"}
_REFUSED_FOR_GOOD = {"InvalidParameter", "InvalidParameterException", "PlatformApplicationDisabled"}


class EndpointGone(Permanent):
    """The device no longer takes pushes: it should be forgotten."""


class Push:
    """`applications` maps a platform ('fcm', 'apns') to its SNS application's ARN, '' where there is none."""

    def __init__(self, client: "SNSClient", applications: "Mapping[str, str]") -> None:
        self._client = client
        self._applications = applications

    def offers(self, platform: str) -> bool:
        return bool(self._applications.get(platform))

    def register(self, platform: str, token: str) -> str:
        """The endpoint of a device's token, made or found again. Raises Permanent for a token SNS refuses."""
        try:
            answer = self._client.create_platform_endpoint(
                PlatformApplicationArn=self._applications[platform], Token=token
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _REFUSED_FOR_GOOD:
                raise Permanent("token refused") from error
            raise
        return answer["EndpointArn"]

    def forget(self, endpoint: str) -> None:
        self._client.delete_endpoint(EndpointArn=endpoint)

    def send(self, endpoint: str, title: str, text: str, link: str) -> None:
        """Raises EndpointGone for a device that is no more, Retry where SNS may take it later."""
        try:
            self._client.publish(
                TargetArn=endpoint, MessageStructure="json", Message=json.dumps(_payload(title, text, link))
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _GONE:
                raise EndpointGone(code) from error
            raise (Permanent(code) if code in _REFUSED_FOR_GOOD else Retry(code)) from error


def _payload(title: str, text: str, link: str) -> dict[str, str]:
    """One message for every platform; SNS takes the part that fits the endpoint (FCM HTTP v1, APNs)."""
    notification = {"title": title, "body": text}
    fcm = {"fcmV1Message": {"message": {"notification": notification, "webpush": {"fcm_options": {"link": link}}}}}
    apns = {"aps": {"alert": notification}, "link": link}
    return {
        "default": text,
        "GCM": json.dumps(fcm),
        "APNS": json.dumps(apns),
        "APNS_SANDBOX": json.dumps(apns),
    }
