"""The deployments of samconfig.toml: where they are; and, asked by `make upgrade`, which are there to be upgraded."""

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


def region_of(stack: str) -> str | None:
    """Where `make deploy` puts a stack of this name; None for one that it does not know."""
    known = tomllib.loads(_DEPLOYMENTS.read_text("utf-8")).values()
    places = (one["deploy"]["parameters"] for one in known if isinstance(one, dict) and "deploy" in one)
    return next((one["region"] for one in places if one.get("stack_name") == stack), None)


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
