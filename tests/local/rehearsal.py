"""`make rehearse-deploy`: the SAM CLI deploys what it built, unmodified, to an emulated AWS that ends afterwards.

A stack is made, changed, deleted, and taken over by another, as docs/deploy.md tells it. Apart from the tests: it
fetches wheels, and takes minutes.
"""

import os
import platform
import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import httpx

from local.aws import Aws
from local.state import REGION
from local.system import MAIL_DOMAIN, ROOT, emulator_alone
from tests.ports import free_port

FIRST, SECOND = "ouderbrief", "ouderbrief-again"
# What another stack takes over: parameter → output.
KEPT = {
    "MakeKeys": "MakeKeys",
    "FindKeys": "FindKeys",
    "ExistingParentsPoolId": "ParentsPoolId",
    "ExistingStaffPoolId": "StaffPoolId",
}
_SECONDS = 120
_PAUSE = 0.5


class Sam:
    """command: how the SAM CLI is called; folder: where it builds."""

    def __init__(self, command: list[str], folder: Path, aws: Aws) -> None:
        self._command, self._folder, self._aws = command, folder, aws

    def build(self) -> None:
        """For this machine and the Python that the emulator runs functions with; not compiled, to be quicker."""
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        native = {"PLATFORM": f"{platform.machine()}-manylinux_2_34", "PYTHON_VERSION": version, "PYTHON313": ""}
        self._run(native, "build", "--build-dir", str(self._folder))

    def deploy(self, stack: str, **parameters: str) -> dict[str, str]:
        """The stack's outputs. A parameter that is not given stays as it is."""
        to_here = {
            "AWS_ENDPOINT_URL": self._aws.endpoint,
            "AWS_ACCESS_KEY_ID": self._aws.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self._aws.secret_access_key,
            "AWS_DEFAULT_REGION": REGION,
        }
        given = [f"{name}={value}" for name, value in parameters.items()]
        place = ["--template-file", str(self._folder / "template.yaml"), "--stack-name", stack]
        settings = ["--config-file", str(ROOT / "samconfig.toml"), "--config-env", "prod", "--no-confirm-changeset"]
        self._run(to_here, "deploy", *place, *settings, "--parameter-overrides", *given)
        (found,) = self._aws.stacks.describe_stacks(StackName=stack)["Stacks"]
        return {one["OutputKey"]: one["OutputValue"] for one in found["Outputs"]}

    def _run(self, environment: dict[str, str], *arguments: str) -> None:
        started = time.monotonic()
        whole = [*self._command, *arguments]
        done = subprocess.run(
            whole, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"sam {arguments[0]} failed:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
        print(f"  sam {arguments[0]}: {time.monotonic() - started:.0f} s", flush=True)


def delete(aws: Aws, stack: str) -> None:
    aws.stacks.delete_stack(StackName=stack)
    end = time.monotonic() + _SECONDS
    while stack not in gone(aws):
        assert time.monotonic() < end, f"{stack} is still there"
        time.sleep(_PAUSE)


def gone(aws: Aws) -> set[str]:
    listed = aws.stacks.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])["StackSummaries"]
    return {one["StackName"] for one in listed}


def status(aws: Aws, outputs: dict[str, str], secret: str) -> int:
    """Of the start page, asked of the stack's API."""
    page = f"{aws.endpoint}/_aws/execute-api/{outputs['ApiId']}/$default/nl/start"
    return httpx.get(page, headers={"x-origin-secret": secret}, timeout=60, trust_env=False).status_code


def keys_and_pools(aws: Aws) -> tuple[set[str], set[str]]:
    with closing(aws.session.client("kms", endpoint_url=aws.endpoint, config=aws.config)) as kms:
        keys = {one["KeyArn"] for one in kms.list_keys()["Keys"]}
    return keys, {one["Id"] for one in aws.users.list_user_pools(MaxResults=60)["UserPools"]}


def rehearse(command: list[str], folder: Path, aws: Aws) -> None:
    sam, old, new = Sam(command, folder / "built", aws), secrets.token_hex(32), secrets.token_hex(32)
    told = {"SiteUrl": "http://localhost", "MailDomain": MAIL_DOMAIN, "JwksBaseUrl": aws.endpoint}
    print("A stack is made:")
    sam.build()
    first = sam.deploy(FIRST, OriginSecret=old, **told)
    assert (status(aws, first, old), status(aws, first, new)) == (200, 403)
    print("Its secret is replaced, and nothing else:")
    assert sam.deploy(FIRST, OriginSecret=f"{old},{new}") == first
    assert (status(aws, first, old), status(aws, first, new), status(aws, first, "")) == (200, 200, 403)
    print("It goes, and another takes over its keys and pools:")
    keys, pools = keys_and_pools(aws)
    delete(aws, FIRST)
    assert keys_and_pools(aws) == (keys, pools)
    second = sam.deploy(SECOND, OriginSecret=new, **told, **{name: first[kept] for name, kept in KEPT.items()})
    assert keys_and_pools(aws)[1] == pools
    assert keys_and_pools(aws)[0] > keys
    assert [second[kept] for kept in KEPT.values()] == [first[kept] for kept in KEPT.values()]
    assert second["TableName"] != first["TableName"]
    assert status(aws, second, new) == 200


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary, emulator_alone(Path(temporary, "aws"), free_port()) as emulated:
        rehearse(sys.argv[1:], Path(temporary), emulated)
    print("All of it went well.")
