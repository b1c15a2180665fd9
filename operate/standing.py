"""The deployments of samconfig.toml: where they are, and how they stand. Asked by make, before it deploys anything."""

import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError
from samtranslator.yaml_helper import yaml_parse

from operate.account import told_in_a_line
from operate.parameters import misfits

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

_ROOT = Path(__file__).parent.parent
DEPLOYMENTS = _ROOT / "samconfig.toml"
# Of a stack whose first change set was never carried out.
_NEVER_MADE = "REVIEW_IN_PROGRESS"
# Of a first deployment that failed, and of one that could not be cleared away.
FAILED_AT_FIRST = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED")


class NotNow(Exception):
    """Why nothing is deployed, in a sentence that says what to do."""


@dataclass(frozen=True)
class Deployment:
    """name: of samconfig.toml, such as 'prod-edge'. overrides: parameters that samconfig.toml would give; they take the
    place of what the stack has at every deployment.
    """

    name: str
    stack: str
    region: str
    template: str
    overrides: str

    @property
    def is_edge(self) -> bool:
        return self.name.endswith("-edge")

    @property
    def target(self) -> str:
        """What make deploys it with."""
        return f"make deploy{'-edge' if self.is_edge else ''}{self._env}"

    @property
    def upgrade(self) -> str:
        return f"make upgrade{self._env}"

    @property
    def _env(self) -> str:
        env = self.name.removesuffix("-edge")
        return "" if env == "prod" else f" ENV={env}"


def deployment_of(name: str, deployments: Path = DEPLOYMENTS) -> Deployment:
    """Raises NotNow where samconfig.toml has none of this name, or not all that it takes."""
    known = _all_of(deployments)
    if name not in known:
        raise NotNow(f"samconfig.toml has no deployment {name}, only {', '.join(known)}.")
    given = known[name]
    missing = [each for each in ("stack_name", "region") if each not in given]
    if missing:
        raise NotNow(
            f"samconfig.toml has no {' and no '.join(missing)} under [{name}.deploy.parameters]: add it there."
        )
    template, overrides = given.get("template_file", "template.yaml"), str(given.get("parameter_overrides", ""))
    return Deployment(name, given["stack_name"], given["region"], template, overrides)


def region_of(stack: str) -> str | None:
    """Where `make deploy` puts a stack of this name; None for one that it does not know. Raises NotNow."""
    known = _all_of(DEPLOYMENTS).values()
    return next((one["region"] for one in known if one.get("stack_name") == stack and "region" in one), None)


def _all_of(deployments: Path) -> dict[str, dict[str, Any]]:
    """What SAM reads for each; it takes what stands under global where its command names nothing.

    Raises NotNow where there is a mistake in the file.
    """
    try:
        written = tomllib.loads(deployments.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise NotNow(f"samconfig.toml cannot be read ({error}): mend it there.") from None
    environments = {name: one for name, one in written.items() if isinstance(one, dict) and name != "default"}
    return {
        name: one.get("global", {}).get("parameters", {}) | one["deploy"].get("parameters", {})
        for name, one in environments.items()
        if "deploy" in one
    }


def status_of(stacks: "CloudFormationClient", name: str) -> str:
    """As CloudFormation calls it; '' for a stack that is not there, or was only proposed."""
    try:
        (found,) = stacks.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return ""
        raise
    return "" if found["StackStatus"] == _NEVER_MADE else found["StackStatus"]


def allow(deed: str, one: Deployment, status: str, given: Mapping[str, str]) -> None:
    """Raises NotNow."""
    if one.overrides:
        raise NotNow(
            f"samconfig.toml gives {one.name} parameters, which would take the place of those that the stack has, each "
            f"time: take out the line parameter_overrides there ({one.overrides})."
        )
    _must_be_quiet(one, status)
    DEEDS[deed](one, status, given)


def _must_be_quiet(one: Deployment, status: str) -> None:
    if status in FAILED_AT_FIRST:
        raise NotNow(
            f"The stack {one.stack} is {status}: its first deployment failed, or it was not deleted whole. See "
            f"docs/deploy.md, *If the first deployment fails*; then `{one.target}` again."
        )
    if status.endswith("_IN_PROGRESS"):
        raise NotNow(f"The stack {one.stack} is being changed ({status}): wait until that is over.")
    if status == "UPDATE_ROLLBACK_FAILED":
        raise NotNow(
            f"The stack {one.stack} could not go back ({status}): `aws cloudformation continue-update-rollback "
            f"--region {one.region} --stack-name {one.stack}`, and wait until that is over."
        )


def _ask(one: Deployment, status: str, _given: Mapping[str, str]) -> None:
    """`sam deploy --guided` offers the template's defaults: whoever presses Enter resets what the stack has."""
    if status:
        raise NotNow(
            f"The stack {one.stack} is there, and would lose the parameters that it has. This version with those: "
            f'`{one.upgrade}`. Another value: `{one.target} PARAMETERS="Name=value"`; what is not named stays.'
        )


def _give(one: Deployment, status: str, given: Mapping[str, str]) -> None:
    """SAM leaves out without a word what it does not know, and CloudFormation refuses a value after all was built."""
    known: dict[str, Any] = yaml_parse((_ROOT / one.template).read_text("utf-8"))["Parameters"]
    strange = [name for name in given if name not in known]
    if strange:
        raise NotNow(f"{one.template} has no parameter {', '.join(strange)}: docs/deploy.md lists them.")
    if wrong := misfits(known, given):
        raise NotNow(" ".join(wrong))
    missing = [name for name in known if "Default" not in known[name] and name not in given]
    if missing and not status:
        raise NotNow(f"There is no stack {one.stack} yet; the first time it takes {', '.join(missing)} too.")


def _upgrade(one: Deployment, status: str, _given: Mapping[str, str]) -> None:
    if not status:
        raise NotNow(f"There is no stack {one.stack} in {one.region} to upgrade; `{one.target}` makes it.")


def _follow(_one: Deployment, _status: str, _given: Mapping[str, str]) -> None:
    """Where there is no distribution make reads so, and goes on."""


DEEDS: dict[str, Callable[[Deployment, str, Mapping[str, str]], None]] = {
    "ask": _ask,
    "give": _give,
    "upgrade": _upgrade,
    "follow": _follow,
}


def main(deed: str, name: str, *parameters: str) -> int:
    """Prints for 'upgrade' the stack's name and region, for 'follow' 'yes' where there is something to follow.

    People are told why not.
    """
    try:
        given = dict(_named(each) for each in parameters)
        one = deployment_of(name)
        with told_in_a_line():
            status = status_of(boto3.client("cloudformation", region_name=one.region), one.stack)
        allow(deed, one, status, given)
    except NotNow as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    if deed == "upgrade":
        sys.stdout.write(f"{one.stack} {one.region}\n")
    elif deed == "follow" and status:
        sys.stdout.write("yes\n")
    elif deed == "follow":
        sys.stderr.write(f"There is no stack {one.stack} in {one.region} to upgrade; `{one.target}` would make it.\n")
    return 0


def _named(parameter: str) -> tuple[str, str]:
    name, between, value = parameter.partition("=")
    if not between:
        raise NotNow(f"PARAMETERS takes Name=value, with a space between two of them, and not {parameter}.")
    wrapped = re.fullmatch("([\"']?)(.*)\\1", value, re.DOTALL)  # which SAM takes off
    return name, wrapped[2] if wrapped else value


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
