"""What docs/deploy.md tells, with the SAM CLI itself: a stack is made, changed, deleted, and taken over by another.

Each test goes on where the one before it ended: making a stack anew for each would take too long.
"""

import json
import secrets
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page
from samtranslator.yaml_helper import yaml_parse

from local.aws import Aws
from local.deployment import STACK
from local.system import System
from tests.deployed.conftest import Deployment
from tests.journeys.school import School
from tests.journeys.story import (
    from_the_letter_to_a_message_on_its_own_terms,
    letters_on_paper,
    the_same_letter_and_two_more_children,
)

AGAIN, NEVER = "ouderbrief-again", "ouderbrief-never"
# What another stack takes over: parameter → output.
KEPT = {
    "MakeKeys": "MakeKeys",
    "FindKeys": "FindKeys",
    "ExistingParentsPoolId": "ParentsPoolId",
    "ExistingStaffPoolId": "StaffPoolId",
}
# One page of each function that the story comes by.
PAGES = ("/nl/start", "/nl/inloggen", "/nl/profiel", "/api/openapi.json")
_SECONDS = 120
_PAUSE = 0.5


def status(system: System, deployment: Deployment, secret: str) -> int:
    """Of the start page, asked of the stack's API."""
    page = f"{system.aws_endpoint}/_aws/execute-api/{deployment.outputs['ApiId']}/$default/nl/start"
    return httpx.get(page, headers={"x-origin-secret": secret}, timeout=60, trust_env=False).status_code


def wake(system: System) -> None:
    """Functions that were deployed just now take longer than a browser waits, on a machine that is busy with tests."""
    for page in PAGES:
        answer = httpx.get(system.parents_url + page, follow_redirects=True, timeout=60, trust_env=False)
        assert answer.status_code == 200, page


def delete(aws: Aws, stack: str) -> None:
    aws.stacks.delete_stack(StackName=stack)
    end = time.monotonic() + _SECONDS
    while stack not in gone(aws):
        assert time.monotonic() < end, f"{stack} is still there"
        time.sleep(_PAUSE)


def gone(aws: Aws) -> set[str]:
    listed = aws.stacks.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])["StackSummaries"]
    return {one["StackName"] for one in listed}


def keys_and_pools(aws: Aws) -> tuple[set[str], set[str]]:
    with closing(aws.session.client("kms", endpoint_url=aws.endpoint, config=aws.config)) as kms:
        keys = {one["KeyArn"] for one in kms.list_keys()["Keys"]}
    return keys, {one["Id"] for one in aws.users.list_user_pools(MaxResults=60)["UserPools"]}


def test_a_stack_is_made_whose_api_answers_the_distribution_only(system: System, deployment: Deployment) -> None:
    assert status(system, deployment, deployment.parameters["OriginSecret"]) == 200
    assert status(system, deployment, secrets.token_hex(32)) == 403


def test_parents_come_from_the_letter_to_messages(
    system: System, deployment: Deployment, school: School, phone: Page, tmp_path: Path
) -> None:
    """In the middle of it a new version is deployed, with a new secret beside the old one."""
    letters, before = letters_on_paper(school), deployment.outputs
    wake(system)
    from_the_letter_to_a_message_on_its_own_terms(phone, school, letters, tmp_path)
    old, new = deployment.parameters["OriginSecret"], secrets.token_hex(32)
    assert deployment.deploy(system.aws, STACK, OriginSecret=f"{old},{new}") == before
    assert [status(system, deployment, one) for one in (old, new, "")] == [200, 200, 403]
    phone.context.clear_cookies()
    wake(system)
    the_same_letter_and_two_more_children(phone, school, letters)


def test_a_version_whose_pages_fail_goes_again_by_itself(system: System, deployment: Deployment) -> None:
    template = yaml_parse((deployment.sam.built / "template.yaml").read_text("utf-8"))
    template["Resources"]["RegisterFunction"]["Properties"]["Handler"] = "register.app.gone"
    (deployment.sam.built / "broken.json").write_text(json.dumps(template))
    secret = deployment.parameters["OriginSecret"].split(",")[0]
    code, words = deployment.sam.upgrade(system.aws, STACK, "broken.json")
    assert (code, "The version before runs again, as with the new one: / failed." in words) == (1, True)
    assert status(system, deployment, secret) == 200
    code, words = deployment.sam.upgrade(system.aws, STACK, "template.yaml")
    assert (code, words.splitlines()[-1]) == (0, "The stack runs what it ran before.")


def test_it_goes_and_another_takes_over_its_keys_and_pools(system: System, deployment: Deployment) -> None:
    first, (keys, pools) = deployment.outputs, keys_and_pools(system.aws)
    delete(system.aws, STACK)
    assert keys_and_pools(system.aws) == (keys, pools)
    taken_over = {name: first[kept] for name, kept in KEPT.items()}
    second = deployment.deploy(system.aws, AGAIN, **(deployment.parameters | taken_over))
    assert keys_and_pools(system.aws)[1] == pools
    assert keys_and_pools(system.aws)[0] > keys
    assert [second[kept] for kept in KEPT.values()] == [first[kept] for kept in KEPT.values()]
    assert second["TableName"] != first["TableName"]
    assert status(system, deployment, deployment.parameters["OriginSecret"].split(",")[0]) == 200


def test_what_a_first_deployment_made_goes_when_it_fails_and_the_next_may_follow(
    system: System, deployment: Deployment
) -> None:
    """It fails after all data was made, at something that nobody ever says to be ready."""
    built = deployment.sam.built
    template = yaml_parse((built / "template.yaml").read_text("utf-8"))
    kept = [name for name, one in template["Resources"].items() if "DeletionPolicy" in one]
    template["Resources"]["Handle"] = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
    ready = {"Handle": {"Ref": "Handle"}, "Timeout": "1"}
    template["Resources"]["Never"] = {
        "Type": "AWS::CloudFormation::WaitCondition",
        "DependsOn": kept,
        "Properties": ready,
    }
    (built / "never.json").write_text(json.dumps(template))
    parameters = {"SiteUrl": "https://never.example", "MailDomain": "never.example", "OriginSecret": "x" * 32}
    before = data(system.aws)
    with pytest.raises(AssertionError, match="ROLLBACK_COMPLETE"):
        deployment.sam.deploy(system.aws, NEVER, parameters, "never.json")
    assert data(system.aws) == before
    assert len(kept) > 8
    delete(system.aws, NEVER)
    assert deployment.sam.deploy(system.aws, NEVER, parameters)["UploadsBucket"].startswith(NEVER)


def data(aws: Aws) -> set[str]:
    """Tables, buckets and pools of the account."""
    named = {one["Name"] for one in aws.files.list_buckets()["Buckets"]}
    return {*aws.tables.list_tables()["TableNames"], *named, *keys_and_pools(aws)[1]}
