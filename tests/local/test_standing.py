"""Whether there is something to upgrade."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from local.system import ROOT, System
from operate.standing import is_there, place_of, region_of


def test_the_deployments_are_those_of_samconfig() -> None:
    assert place_of("prod") == ("ouderbrief", "eu-west-1")
    assert place_of("prod-edge") == ("ouderbrief-edge", "us-east-1")


def test_a_stack_is_looked_for_where_it_was_deployed() -> None:
    assert region_of("ouderbrief-dev") == "eu-west-1"
    assert region_of("ouderbrief-edge") == "us-east-1"
    assert region_of("another") is None


def test_an_operator_need_not_name_the_region_of_a_stack(system: System) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
        "AWS_ENDPOINT_URL": system.aws_endpoint,
        "AWS_ACCESS_KEY_ID": system.aws_access_key_id,
        "AWS_SECRET_ACCESS_KEY": system.aws_secret_access_key,
        "PYTHONPATH": str(ROOT / "layers" / "common"),
    }
    command = [sys.executable, "-c", "from operate.stack import in_cloud; print(in_cloud('ouderbrief').deployed.name)"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout == "ouderbrief\n"


def test_a_stack_that_was_made_is_there_and_no_other(system: System) -> None:
    assert is_there(system.aws.stacks, system.stack)
    assert not is_there(system.aws.stacks, "ouderbrief-edge")


def test_a_stack_of_which_there_is_only_a_proposal_is_not_there(system: System) -> None:
    made = "Resources: {Queue: {Type: AWS::SQS::Queue}}"
    system.aws.stacks.create_change_set(
        StackName="proposed", ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=made
    )
    assert not is_there(system.aws.stacks, "proposed")
    system.aws.stacks.delete_stack(StackName="proposed")


def test_whoever_may_not_ask_is_told_so(system: System) -> None:
    stranger = system.aws.session.client(
        "cloudformation",
        endpoint_url=system.aws_endpoint,
        aws_access_key_id="AKIASTRANGER",
        aws_secret_access_key="none",
        config=system.aws.config,
    )
    with pytest.raises(ClientError):
        is_there(stranger, "ouderbrief-edge")
    stranger.close()


@pytest.mark.parametrize(("deployment", "answer"), [("prod", "yes\n"), ("prod-edge", "")])
def test_make_is_told_yes_and_people_why_not(system: System, deployment: str, answer: str) -> None:
    environment = {
        "AWS_ENDPOINT_URL": system.aws_endpoint,
        "AWS_ACCESS_KEY_ID": system.aws_access_key_id,
        "AWS_SECRET_ACCESS_KEY": system.aws_secret_access_key,
    }
    command = [sys.executable, "-m", "operate.standing", deployment]
    said = subprocess.run(
        command, cwd=Path(ROOT), env=os.environ | environment, capture_output=True, text=True, check=True
    )
    assert said.stdout == answer
    assert ("There is no stack ouderbrief-edge in us-east-1" in said.stderr) == (not answer)
