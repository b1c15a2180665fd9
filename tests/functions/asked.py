"""Of a call to AWS: the actions that IAM asks leave for, each with its resource, named as in tests/functions/grants.py.

https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

import json
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from typing import Any

from common.cloud.services import services
from tests.functions.grants import without_account

Asked = tuple[str, str]
# These go by the token of whoever logs in, not by a role.
_NEED_NO_ROLE = {"AssociateSoftwareToken", "VerifySoftwareToken"}
_PARTS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}
# Of S3, where it is not the operation's own name.
_FILES = {
    "HeadObject": "GetObject",
    "ListObjectsV2": "ListBucket",
    "DeleteObjects": "DeleteObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
}
_READS = {"GetObject", "HeadObject", "CopyObject"}


def asked(model: Any, params: Any) -> Iterator[Asked]:
    service, name = model.service_model.service_name, model.name
    if name in _NEED_NO_ROLE:
        return
    if service == "s3":
        yield from _of_files(name, params["context"]["s3_redirect"]["params"])
    elif service == "sns":
        yield from _of_devices(name, params["body"])
    else:
        yield from _BY_SERVICE[service](name, json.loads(params["body"]))


def asked_in_vain(model: Any, context: Any) -> Iterator[Asked]:
    """What is not there only shows as such to whoever may list; anybody else is refused.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    """
    if model.service_model.service_name == "s3" and model.name in _READS:
        yield "s3:ListBucket", _bucket(context["s3_redirect"]["params"])


def promised(operation: str, request: Any) -> Iterator[Asked]:
    """What whoever holds this signed address or form will do in the function's name."""
    if policy := request.context.get("s3-presign-post-policy"):
        (bucket,) = (one["bucket"] for one in policy["conditions"] if isinstance(one, dict) and "bucket" in one)
        key = request.context["s3-presign-post-fields"]["key"]
        yield from _of_files(operation, {"Bucket": bucket, "Key": key})
    else:
        yield from _of_files(operation, request.context["s3_redirect"]["params"])


def _of_table(name: str, body: Any) -> Iterator[Asked]:
    if name == "TransactWriteItems":
        for part in body["TransactItems"]:
            yield from ((f"dynamodb:{_PARTS[kind]}", "Table") for kind in part)
    else:
        yield f"dynamodb:{name}", f"Table/index/{body['IndexName']}" if "IndexName" in body else "Table"


def _of_queues(name: str, body: Any) -> Iterator[Asked]:
    yield f"sqs:{name.removesuffix('Batch')}", _names()[body["QueueUrl"]]


def _of_users(name: str, body: Any) -> Iterator[Asked]:
    yield f"cognito-idp:{name}", _names()[body["UserPoolId"]]


def _of_keys(name: str, body: Any) -> Iterator[Asked]:
    given = services().settings
    yield f"kms:{name}", "MakeKey" if body["KeyId"] in given.make_key_id.split(",") else "FindKey"


def _of_mail(name: str, body: Any) -> Iterator[Asked]:
    """The set with which mail is sent is asked leave for as well."""
    domain = parseaddr(body["FromEmailAddress"])[1].rpartition("@")[2]
    known = services().settings
    if domain == known.mail_from.rpartition("@")[2]:
        domain = "MailDomain"
    for kind, one in (("identity", domain), ("configuration-set", "MailConfiguration")):
        yield f"ses:{name}", f"{kind}/{one}"


def _of_devices(name: str, body: Any) -> Iterator[Asked]:
    """AWS asks leave for what is done with an endpoint now on the endpoint, now on its application."""
    arn = next(body[one] for one in ("PlatformApplicationArn", "EndpointArn", "TargetArn") if one in body)
    named = without_account(arn)
    yield f"sns:{name}", named
    if named.startswith("endpoint/"):
        application, _, _ = named.removeprefix("endpoint/").rpartition("/")
        yield f"sns:{name}", f"app/{application}"


def _of_files(name: str, given: Any) -> Iterator[Asked]:
    bucket, action = _bucket(given), f"s3:{_FILES.get(name, name)}"
    if name == "DeleteObjects":
        yield from ((action, f"{bucket}/{one['Key']}") for one in given["Delete"]["Objects"])
    else:
        yield action, f"{bucket}/{given['Key']}" if "Key" in given else bucket
    if name == "CopyObject":
        source, _, key = given["CopySource"].partition("/")
        yield "s3:GetObject", f"{_bucket({'Bucket': source})}/{key}"


_BY_SERVICE: Mapping[str, Any] = {
    "dynamodb": _of_table,
    "sqs": _of_queues,
    "cognito-idp": _of_users,
    "kms": _of_keys,
    "sesv2": _of_mail,
}


def _bucket(given: Any) -> str:
    return _names()[given["Bucket"]]


def _names() -> dict[str, str]:
    """What is asked for → its name in the template."""
    given = services().settings
    return {
        given.uploads_bucket: "UploadsBucket",
        given.letters_bucket: "LettersBucket",
        given.attachments_bucket: "AttachmentsBucket",
        given.ledger_bucket: "LedgerBucket",
        given.lists_queue_url: "ListsQueue",
        given.letters_queue_url: "LettersQueue",
        given.deliveries_queue_url: "DeliveriesQueue",
        given.parents_pool_id: "ParentsPool",
        given.staff_pool_id: "StaffPool",
    }
