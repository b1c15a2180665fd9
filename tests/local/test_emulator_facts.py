"""What we rely on the emulated AWS, its capture and the front to do. Run after every new version of MiniStack."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from local.deployment import deploy, push_application
from local.system import MAIL_DOMAIN, System

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import EmailContentTypeDef
    from mypy_boto3_sqs import SQSClient

Found = TypeVar("Found")

SENDER = f"berichten@{MAIL_DOMAIN}"
CONTENT: "EmailContentTypeDef" = {
    "Simple": {
        "Subject": {"Data": "Onderwerp"},
        "Body": {"Text": {"Data": "tekst"}},
        "Headers": [{"Name": "List-Unsubscribe", "Value": "<https://a.example>"}],
    }
}


@pytest.fixture
def site(system: System) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=system.parents_url, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def queues(system: System) -> "Iterator[SQSClient]":
    with closing(system.aws.session.client("sqs", endpoint_url=system.aws_endpoint)) as client:
        yield client


@pytest.fixture
def keys(system: System) -> "Iterator[KMSClient]":
    with closing(system.aws.session.client("kms", endpoint_url=system.aws_endpoint)) as client:
        yield client


@pytest.fixture
def mail(system: System) -> "Iterator[SESV2Client]":
    with closing(system.aws.session.client("sesv2", endpoint_url=system.aws_endpoint)) as client:
        yield client


def echoed(site: httpx.Client, method: str, path: str, **options: Any) -> dict[str, Any]:
    event: dict[str, Any] = site.request(method, path, **options).json()["event"]
    return event


def mails(site: httpx.Client) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = site.get("/_local/mailbox.json").json()
    return entries


def within(seconds: float, look: Callable[[], Found | None]) -> Found:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    pytest.fail("it did not happen in time")


def recorded(system: System, source: str) -> dict[str, Any] | None:
    key = {"PK": {"S": source}, "SK": {"S": "0"}}
    item = system.aws.tables.get_item(TableName=system.table, Key=key).get("Item")
    return json.loads(item["record"]["S"]) if item else None


def test_a_path_parameter_reaches_its_route_and_the_rest_the_default_route(site: httpx.Client) -> None:
    code = echoed(site, "GET", "/k/AB%20CD?next=a&next=b%26")
    assert (code["routeKey"], code["pathParameters"]) == ("GET /k/{code}", {"code": "AB CD"})
    assert code["rawQueryString"] == "next=a&next=b%26"
    assert echoed(site, "POST", "/k/AB")["routeKey"] == "$default"
    assert echoed(site, "GET", "/")["rawPath"] == "/"


@pytest.mark.parametrize("path", ["/login", "/logout", "/oauth2/token", "/health", "/_ministack/health", "/_aws/x"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_path_of_the_site_is_taken_by_the_emulator_itself(site: httpx.Client, method: str, path: str) -> None:
    assert echoed(site, method, path)["rawPath"] == path


def test_the_front_tells_where_the_viewer_comes_from(site: httpx.Client) -> None:
    headers = echoed(site, "GET", "/", headers={"X-Forwarded-For": "198.51.100.7", "Cookie": "a=1; b=2"})["headers"]
    assert headers["x-forwarded-for"] == "198.51.100.7, 127.0.0.1"
    assert (headers["x-forwarded-proto"], headers["cookie"]) == ("http", "a=1; b=2")
    assert ".execute-api." in headers["host"]


def test_the_front_passes_on_what_the_distribution_does_and_no_more(site: httpx.Client) -> None:
    sent = {"Accept-Language": "tr", "Idempotency-Key": "1", "Referer": "https://a.example/k/X", "X-Mine": "1"}
    headers = echoed(site, "POST", "/", headers=sent, json={})["headers"]
    assert (headers["accept-language"], headers["idempotency-key"]) == ("tr", "1")
    assert (headers["content-type"], headers["content-length"]) == ("application/json", "2")
    assert headers["user-agent"] == "Amazon CloudFront"
    assert not {"referer", "x-mine"} & headers.keys()


def test_only_the_front_tells_who_the_viewer_is_and_that_it_is_the_front(site: httpx.Client, folder: Path) -> None:
    forged = {"CloudFront-Viewer-Address": "198.51.100.7:1", "X-Origin-Secret": "verzonnen"}
    headers = echoed(site, "GET", "/", headers=forged)["headers"]
    assert headers["cloudfront-viewer-address"].startswith("127.0.0.1:")
    assert "," not in headers["cloudfront-viewer-address"]
    assert headers["x-origin-secret"] == json.loads((folder / "origin.json").read_text())["secret"]


def test_a_posted_form_comes_base64_encoded(site: httpx.Client) -> None:
    event = echoed(site, "POST", "/", data={"name": "Zoë"})
    assert (event["isBase64Encoded"], event["body"]) == (True, "bmFtZT1abyVDMyVBQg==")


def test_compressed_answers_and_several_cookies_come_through(site: httpx.Client) -> None:
    zipped = site.get("/zipped")
    assert (zipped.headers["content-encoding"], zipped.text) == ("gzip", "één")
    moved = site.get("/cookies")
    assert (moved.status_code, moved.headers["location"]) == (303, "/next")
    assert moved.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2; HttpOnly"]


def test_an_immutable_file_is_asked_for_once(site: httpx.Client) -> None:
    assert site.get("/static/a.css").text == site.get("/static/a.css").text


def test_an_exception_answers_502_and_is_in_the_log(site: httpx.Client, folder: Path) -> None:
    assert site.get("/boom").status_code == 502
    within(5, lambda: "ValueError: boom" in (folder / "functions.log").read_text())


def test_what_a_function_logs_is_there_before_its_answer(site: httpx.Client, folder: Path) -> None:
    def ask(number: int) -> bool:
        site.get(f"/k/{number}")
        return f" saw /k/{number}\n" in (folder / "functions.log").read_text()

    with ThreadPoolExecutor(8) as visitors:
        assert all(visitors.map(ask, range(100)))


def test_a_function_has_the_layer_and_only_the_rights_of_its_role(site: httpx.Client) -> None:
    assert site.get("/").json()["layer"] == "the shared layer"
    assert site.get("/scan").text == "ClientError"


def test_an_unknown_access_key_is_refused(system: System) -> None:
    stranger = boto3.Session("AKIASTRANGERSTRANGER", "secret", region_name=system.region)
    with (
        closing(stranger.client("s3", endpoint_url=system.aws_endpoint)) as files,
        pytest.raises(ClientError, match="InvalidAccessKeyId"),
    ):
        files.list_buckets()


def test_an_object_reaches_the_function_through_the_queue_with_its_key_encoded(system: System) -> None:
    system.aws.files.put_object(Bucket=system.uploads_bucket, Key="schools/a/lists/groep é 3+4.csv", Body=b"x")

    def uploaded() -> dict[str, Any] | None:
        message = recorded(system, "aws:sqs")
        # The first message is S3's test event, which has no records.
        return (json.loads(message["body"]).get("Records") or [None])[0] if message else None

    record: dict[str, Any] = within(10, uploaded)
    assert record["s3"]["object"]["key"] == "schools/a/lists/groep+%C3%A9+3%2B4.csv"


def test_sending_a_batch_needs_the_right_to_send_a_message(queues: "SQSClient") -> None:
    url = next(url for url in queues.list_queues()["QueueUrls"] if "BatchQueue" in url)
    message = within(10, lambda: queues.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages"))
    assert message[0]["Body"] == "batched"


def test_the_stream_brings_only_what_the_filter_lets_through(system: System) -> None:
    for kind in ("other", "outbox"):
        item = {"PK": {"S": kind}, "SK": {"S": kind}, "kind": {"S": kind}}
        system.aws.tables.put_item(TableName=system.table, Item=item)
    record: dict[str, Any] = within(10, lambda: recorded(system, "aws:dynamodb"))
    assert record["dynamodb"]["NewImage"]["kind"] == {"S": "outbox"}


def test_the_table_forgets_by_its_expiry_attribute(system: System) -> None:
    expiry = system.aws.tables.describe_time_to_live(TableName=system.table)["TimeToLiveDescription"]
    assert (expiry["TimeToLiveStatus"], expiry["AttributeName"]) == ("ENABLED", "expires_at")


def test_a_key_of_the_template_makes_the_same_code_twice(system: System, keys: "KMSClient") -> None:
    stack = system.aws.stacks.describe_stacks(StackName=system.stack)["Stacks"][0]
    key = next(output["OutputValue"] for output in stack["Outputs"] if output["OutputKey"] == "KeyId")
    made = [keys.generate_mac(KeyId=key, MacAlgorithm="HMAC_SHA_256", Message=b"a")["Mac"] for _ in range(2)]
    assert made[0] == made[1]


def test_the_key_set_of_the_pool_is_served(system: System) -> None:
    stack = system.aws.stacks.describe_stacks(StackName=system.stack)["Stacks"][0]
    pool = next(output["OutputValue"] for output in stack["Outputs"] if output["OutputKey"] == "ParentsPoolId")
    answer = httpx.get(f"{system.aws_endpoint}/{pool}/.well-known/jwks.json", trust_env=False)
    assert answer.json()["keys"]


def test_a_mail_is_kept_with_its_headers(mail: "SESV2Client", site: httpx.Client) -> None:
    mail.send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": ["ouder@voorbeeld.nl"]},
        Content=CONTENT,
        ConfigurationSetName="mails",
    )
    kept = mails(site)[0]
    assert (kept["to"], kept["subject"]) == ("ouder@voorbeeld.nl", "Onderwerp")
    assert kept["headers"] == {"List-Unsubscribe": "<https://a.example>"}


def test_a_sender_that_is_not_ours_is_refused_and_not_kept(mail: "SESV2Client", site: httpx.Client) -> None:
    before = len(mails(site))
    with pytest.raises(ClientError, match="not verified"):
        mail.send_email(
            FromEmailAddress="a@elsewhere.example", Destination={"ToAddresses": ["b@voorbeeld.nl"]}, Content=CONTENT
        )
    assert len(mails(site)) == before


def test_a_push_is_kept_until_its_device_is_switched_off(system: System, site: httpx.Client) -> None:
    notifications = system.aws.notifications
    application = push_application(system.aws)
    device = notifications.create_platform_endpoint(PlatformApplicationArn=application, Token="device-1")["EndpointArn"]
    message = json.dumps({"default": "-", "GCM": json.dumps({"fcmV1Message": {"message": {}}})})
    notifications.publish(TargetArn=device, Message=message, MessageStructure="json")
    kept = mails(site)[0]
    assert (kept["channel"], kept["token"], kept["payload"]) == ("push", "device-1", {"fcmV1Message": {"message": {}}})

    notifications.set_endpoint_attributes(EndpointArn=device, Attributes={"Enabled": "false"})
    with pytest.raises(notifications.exceptions.EndpointDisabledException):
        notifications.publish(TargetArn=device, Message=message, MessageStructure="json")


def test_deploying_again_changes_no_route_and_keeps_the_api(system: System, site: httpx.Client) -> None:
    template = Path(__file__).parent / "small" / "template.yaml"
    parameters = {
        "SiteUrl": "http://localhost:1",
        "MailDomain": MAIL_DOMAIN,
        "JwksBaseUrl": system.aws_endpoint,
        "OriginSecret": "of-whoever-deploys",
        "FirebaseApplicationArn": push_application(system.aws),
    }
    outputs = deploy(system.aws, template, parameters, lambda _: None)
    routes = system.aws.api.get_routes(ApiId=outputs["ApiId"])["Items"]
    assert {route["RouteKey"] for route in routes} == {"GET /k/{code}", "$default"}
    assert outputs["Dkim"].endswith(f"._domainkey.{MAIL_DOMAIN}")
    assert site.get("/").status_code == 200
