"""The deployments of samconfig.toml, and when one may be deployed."""

from dataclasses import replace
from pathlib import Path

import pytest

from operate.standing import DEEDS, DEPLOYMENTS, FAILED_AT_FIRST, NotNow, allow, deployment_of, region_of

PROD = deployment_of("prod")
NAMES = ("prod", "prod-edge", "dev", "dev-edge", "drill")
# What was given the first time, or nothing.
GIVEN: dict[str, dict[str, str]] = {deed: {} for deed in DEEDS} | {"give": {"Maintenance": "all"}}


def test_the_deployments_are_those_of_samconfig() -> None:
    assert (PROD.stack, PROD.region, PROD.template) == ("ouderbrief", "eu-west-1", "template.yaml")
    edge = deployment_of("prod-edge")
    assert (edge.stack, edge.region, edge.template) == ("ouderbrief-edge", "us-east-1", "edge.yaml")
    assert (edge.target, edge.upgrade) == ("make deploy-edge", "make upgrade")
    assert deployment_of("dev-edge").target == "make deploy-edge ENV=dev"


def test_a_stack_is_looked_for_where_it_was_deployed() -> None:
    assert region_of("ouderbrief-dev") == "eu-west-1"
    assert region_of("ouderbrief-edge") == "us-east-1"
    assert region_of("another") is None


@pytest.mark.parametrize("name", NAMES)
def test_samconfig_gives_no_parameters(name: str) -> None:
    assert deployment_of(name).overrides == ""


@pytest.mark.parametrize("table", ["deploy", "global"])
def test_parameters_that_samconfig_would_give_are_refused_wherever_they_stand(table: str, tmp_path: Path) -> None:
    saved, there = f"[prod.{table}.parameters]\n", DEPLOYMENTS.read_text("utf-8")
    line = 'parameter_overrides = "MakeKeys=\\"\\" MailRate=\\"14\\""\n'
    file = tmp_path / "samconfig.toml"
    file.write_text(there.replace(saved, saved + line) if saved in there else f"{there}\n{saved}{line}")
    one = deployment_of("prod", file)
    for deed in DEEDS:
        with pytest.raises(NotNow, match="take out the line parameter_overrides"):
            allow(deed, one, "UPDATE_COMPLETE", GIVEN[deed])


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize(
    ("status", "why"),
    [
        *((status, "If the first deployment fails") for status in FAILED_AT_FIRST),
        ("UPDATE_IN_PROGRESS", "wait until that is over"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --region eu-west-1 --stack-name ouderbrief`"),
    ],
)
def test_a_stack_that_is_not_at_rest_is_left_alone(deed: str, status: str, why: str) -> None:
    with pytest.raises(NotNow, match=why):
        allow(deed, PROD, status, GIVEN[deed])


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])
def test_a_stack_at_rest_is_changed_and_upgraded_but_not_asked_for(status: str) -> None:
    for deed in ("give", "upgrade", "follow"):
        allow(deed, PROD, status, GIVEN[deed])
    with pytest.raises(NotNow, match=r"would lose the parameters that it has.*`make upgrade`"):
        allow("ask", PROD, status, {})


def test_a_stack_that_is_not_there_is_made_and_not_upgraded() -> None:
    allow("ask", PROD, "", {})
    allow("give", PROD, "", {"SiteUrl": "", "MailDomain": "", "OriginSecret": ""})
    allow("follow", replace(PROD, name="prod-edge"), "", {})
    with pytest.raises(NotNow, match="takes SiteUrl, MailDomain, OriginSecret too"):
        allow("give", PROD, "", {"Maintenance": "all"})
    with pytest.raises(NotNow, match="`make deploy` makes it"):
        allow("upgrade", PROD, "", {})
