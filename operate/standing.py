"""Asked by `make upgrade`: which of the deployments of samconfig.toml are there, so that they can be upgraded."""

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

_DEPLOYMENTS = Path(__file__).parent.parent / "samconfig.toml"
# Of a stack whose first change set was never carried out.
_NEVER_MADE = "REVIEW_IN_PROGRESS"


def place_of(deployment: str) -> tuple[str, str]:
    """Stack and region of 'prod', 'prod-edge', …"""
    deploy = tomllib.loads(_DEPLOYMENTS.read_text("utf-8"))[deployment]["deploy"]["parameters"]
    return deploy["stack_name"], deploy["region"]


def is_there(stacks: "CloudFormationClient", name: str) -> bool:
    try:
        (found,) = stacks.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return False
        raise
    return found["StackStatus"] != _NEVER_MADE


def main(deployment: str) -> None:
    """Prints 'yes', or else nothing and, for people, why not."""
    name, region = place_of(deployment)
    if is_there(boto3.client("cloudformation", region_name=region), name):
        sys.stdout.write("yes\n")
    else:
        sys.stderr.write(f"There is no stack {name} in {region} to upgrade; `make deploy-edge` would make it.\n")


if __name__ == "__main__":
    main(sys.argv[1])
