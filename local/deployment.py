"""Puts template.yaml into the emulated AWS as `sam deploy` would, in a fraction of its time.

Made besides are a table's expiry attribute, which MiniStack leaves out, and the SNS platform application, which no
template can make.
"""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from local.archive import Archive, pack
from local.aws import Aws
from local.problems import StartProblem
from local.template import Template

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef

STACK = "ouderbrief"
PUSH_APPLICATION = "ouderbrief"
_CODE_BUCKET = "ouderbrief-local-code"
_CAPABILITIES: Final = ("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")
_PATIENCE = 120.0
_PAUSE = 0.1


class DeploymentFailed(StartProblem):
    pass


def deploy(aws: Aws, path: Path, parameters: Mapping[str, str], report: Callable[[str], None]) -> dict[str, str]:
    """Creates or updates the stack from the template at `path` and answers its outputs."""
    template = Template(path)
    address = _upload(aws, template)
    report("code uploaded")
    changed = _create_or_update(aws, address, parameters)
    outputs = _outputs(aws)
    report("stack " + ("deployed" if changed else "unchanged"))
    resources = _physical_ids(aws)
    for table, attribute in template.expiry_attributes().items():
        _set_expiry(aws, resources[table], attribute)
    return outputs


def push_application(aws: Aws) -> str:
    """The ARN of the platform application for Firebase, made on first use."""
    for application in aws.notifications.list_platform_applications()["PlatformApplications"]:
        if application["PlatformApplicationArn"].endswith(f"/GCM/{PUSH_APPLICATION}"):
            return application["PlatformApplicationArn"]
    return aws.notifications.create_platform_application(
        Name=PUSH_APPLICATION, Platform="GCM", Attributes={"PlatformCredential": "local"}
    )["PlatformApplicationArn"]


def _upload(aws: Aws, template: Template) -> str:
    """Uploads the code and the template; answers the template's address."""
    if _CODE_BUCKET not in {bucket.get("Name") for bucket in aws.files.list_buckets()["Buckets"]}:
        aws.files.create_bucket(Bucket=_CODE_BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    archives = {folder: pack(template.folder / folder) for folder in template.function_folders()}
    archives |= {folder: _pack_layer(template.folder / folder) for folder in template.layer_folders()}
    for archive in archives.values():
        aws.files.put_object(Bucket=_CODE_BUCKET, Key=archive.digest, Body=archive.content)
    addresses = {folder: f"s3://{_CODE_BUCKET}/{archive.digest}" for folder, archive in archives.items()}
    body = json.dumps(template.with_code(addresses), default=str)
    aws.files.put_object(Bucket=_CODE_BUCKET, Key="template.json", Body=body.encode())
    return f"{aws.endpoint}/{_CODE_BUCKET}/template.json"


def _pack_layer(folder: Path) -> Archive:
    # Only our own package: what it depends on is installed beside the interpreter that runs the handlers.
    return pack(folder / folder.name, f"python/{folder.name}/")


def _create_or_update(aws: Aws, address: str, parameters: Mapping[str, str]) -> bool:
    """Whether anything changed."""
    given: list[ParameterTypeDef] = [
        {"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()
    ]
    change = aws.stacks.update_stack if _exists(aws) else aws.stacks.create_stack
    try:
        change(StackName=STACK, TemplateURL=address, Parameters=given, Capabilities=_CAPABILITIES)
    except ClientError as error:
        if "No updates are to be performed" in str(error):
            return False
        raise DeploymentFailed(error.response["Error"].get("Message", str(error))) from error
    _wait(aws)
    return True


def _exists(aws: Aws) -> bool:
    try:
        aws.stacks.describe_stacks(StackName=STACK)
    except ClientError:
        return False
    return True


def _wait(aws: Aws) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        status = aws.stacks.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]
        if status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            return
        if not status.endswith("IN_PROGRESS"):
            break
        time.sleep(_PAUSE)
    raise DeploymentFailed(_reason(aws))


def _reason(aws: Aws) -> str:
    """What the first resource that failed in this deployment says."""
    newest_first = aws.stacks.describe_stack_events(StackName=STACK)["StackEvents"]
    failed = [event for event in newest_first if event.get("ResourceStatus", "").endswith("FAILED")]
    if not failed:
        stack = aws.stacks.describe_stacks(StackName=STACK)["Stacks"][0]
        return f"{stack['StackStatus']}: {stack.get('StackStatusReason', 'no resource failed; see emulator.log')}"
    first = min(failed, key=lambda event: event["Timestamp"])
    return f"{first.get('LogicalResourceId')}: {first.get('ResourceStatusReason', 'no reason given')}"


def _outputs(aws: Aws) -> dict[str, str]:
    stack = aws.stacks.describe_stacks(StackName=STACK)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _physical_ids(aws: Aws) -> dict[str, str]:
    pages = aws.stacks.get_paginator("list_stack_resources").paginate(StackName=STACK)
    resources = (resource for page in pages for resource in page["StackResourceSummaries"])
    return {resource["LogicalResourceId"]: resource.get("PhysicalResourceId", "") for resource in resources}


def _set_expiry(aws: Aws, table: str, attribute: str) -> None:
    known = aws.tables.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    if known.get("AttributeName") != attribute:
        aws.tables.update_time_to_live(
            TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": attribute}
        )
