"""What docs/deploy.md tells, with the SAM CLI itself: a stack is made, changed, deleted, and taken over by another.

Each test goes on where the one before it ended: making a stack anew for each would take too long.
"""

import json
import re
import secrets
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page
from samtranslator.yaml_helper import yaml_parse

from local.aws import Aws
from local.deployment import STACK
from local.system import System
from tests.deployed.conftest import Deployment
from tests.deployed.edge import Way, for_emulator
from tests.journeys.school import School
from tests.journeys.story import (
    from_the_letter_to_a_message_on_its_own_terms,
    letters_on_paper,
    the_same_letter_and_two_more_children,
)

AGAIN, NEVER, EDGE = "ouderbrief-again", "ouderbrief-never", "ouderbrief-edge"
HOST = "ouders.example"
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


def in_front(aws: Aws) -> Aws:
    """The same account, where CloudFront looks for what it needs."""
    return replace(aws, region="us-east-1")


def deploy_edge(system: System, deployment: Deployment, **parameters: str) -> dict[str, str]:
    return deployment.sam.deploy(in_front(system.aws), EDGE, parameters, "edge.json", "prod-edge")


def keys_and_pools(aws: Aws) -> tuple[set[str], set[str]]:
    with closing(aws.session.client("kms", endpoint_url=aws.endpoint, config=aws.config)) as kms:
        keys = {one["KeyArn"] for one in kms.list_keys()["Keys"]}
    return keys, {one["Id"] for one in aws.users.list_user_pools(MaxResults=60)["UserPools"]}


def test_a_stack_is_made_whose_api_answers_the_distribution_only(system: System, deployment: Deployment) -> None:
    assert status(system, deployment, deployment.parameters["OriginSecret"]) == 200
    assert status(system, deployment, secrets.token_hex(32)) == 403


def test_a_distribution_is_made_in_front(system: System, deployment: Deployment, way: Way, aws_port: int) -> None:
    """Its certificate, its records and its firewall with it."""
    aws = in_front(system.aws)
    with closing(aws.session.client("route53", endpoint_url=aws.endpoint, config=aws.config)) as route53:
        zone = route53.create_hosted_zone(Name=HOST, CallerReference="x")["HostedZone"]["Id"].rpartition("/")[2]
        (deployment.sam.built / "edge.json").write_text(for_emulator(aws_port, deployment.outputs["ApiId"]))
        made = deploy_edge(
            system,
            deployment,
            SiteUrl=f"https://{HOST}",
            ApiDomain="abcdefghij.execute-api.eu-west-1.amazonaws.com",
            HostedZoneId=zone,
            OriginSecret=deployment.parameters["OriginSecret"],
            AlarmEmail="beheer@ouders.example",
        )
        records = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    targets = {one["Type"]: one["AliasTarget"]["DNSName"].rstrip(".") for one in records if "AliasTarget" in one}
    assert targets == dict.fromkeys(("A", "AAAA"), made["DistributionDomain"])
    way.lead_to(made["DistributionDomain"])


def test_it_answers_as_its_template_says(system: System, deployment: Deployment, way: Way) -> None:
    """Over https, but for the first; the API is told its secret."""
    in_the_clear = {"host": way.host, "x-forwarded-proto": "http"}
    answers = [
        httpx.get(system.aws_endpoint + path, headers=in_the_clear, timeout=60, trust_env=False)
        for path in ("/nl/start", "/api/messages")
    ]
    assert [one.status_code for one in answers] == [301, 403]
    assert answers[0].headers["location"] == f"https://{way.host}/nl/start"
    with httpx.Client(base_url=deployment.site, timeout=60, trust_env=False) as viewer:
        page = viewer.get("/", headers={"accept-language": "pl"}, follow_redirects=True)
        assert (page.status_code, page.url.path, "cloudfront" in page.headers["via"].lower()) == (
            200,
            "/pl/start",
            True,
        )
        (style,) = re.findall(r'href="(/static/[^"]+\.css)"', page.text)
        assert viewer.get(style).headers["cache-control"].endswith("immutable")
        assert viewer.post(style).status_code == 403
        assert viewer.get("/api/messages").status_code == 401


def test_parents_come_from_the_letter_to_messages(
    system: System, deployment: Deployment, school: School, phone: Page, tmp_path: Path
) -> None:
    """Through the distribution. In the middle of it the secret between it and the API is replaced, in three steps."""
    letters, before = letters_on_paper(school), deployment.outputs
    wake(system)
    from_the_letter_to_a_message_on_its_own_terms(phone, school, letters, tmp_path)
    old, new = deployment.parameters["OriginSecret"], secrets.token_hex(32)
    assert deployment.deploy(system.aws, STACK, OriginSecret=f"{old},{new}") == before
    assert [status(system, deployment, one) for one in (old, new, "")] == [200, 200, 403]
    deploy_edge(system, deployment, OriginSecret=new)
    wake(system)
    deployment.deploy(system.aws, STACK, OriginSecret=new)
    assert [status(system, deployment, one) for one in (old, new, "")] == [403, 200, 403]
    phone.context.clear_cookies()
    wake(system)
    the_same_letter_and_two_more_children(phone, school, letters)


def test_a_version_whose_pages_fail_goes_again_by_itself(system: System, deployment: Deployment) -> None:
    template = yaml_parse((deployment.sam.built / "template.yaml").read_text("utf-8"))
    template["Resources"]["RegisterFunction"]["Properties"]["Handler"] = "register.app.gone"
    (deployment.sam.built / "broken.json").write_text(json.dumps(template))
    secret = deployment.parameters["OriginSecret"]
    code, words = deployment.sam.upgrade(system.aws, STACK, "broken.json")
    assert (code, "The version before runs again. With the new one: / answers 50" in words) == (1, True)
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
    assert status(system, deployment, deployment.parameters["OriginSecret"]) == 200


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
