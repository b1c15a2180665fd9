"""The deployments of samconfig.toml, and when one may be deployed."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import boto3
import pytest

from operate import __main__ as operate
from operate import standing
from operate.account import told_in_a_line
from operate.standing import DEEDS, DEPLOYMENTS, FAILED_AT_FIRST, NotNow, allow, deployment_of, region_of

PROD = deployment_of("prod")
NAMES = ("prod", "prod-edge", "dev", "dev-edge", "drill")
# What was given the first time, or nothing.
FIRST = {"SiteUrl": "https://ouders.example.nl", "MailDomain": "post.example.nl", "OriginSecret": "x" * 32}
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


Saved = Callable[[str, str], Path]


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Saved:
    """Puts another samconfig.toml in the place of ours: with one piece of text for another, once."""

    def save(there: str, instead: str) -> Path:
        ours, file = DEPLOYMENTS.read_text("utf-8"), tmp_path / "samconfig.toml"
        assert there in ours
        file.write_text(ours.replace(there, instead, 1))
        monkeypatch.setattr(standing, "DEPLOYMENTS", file)
        monkeypatch.setattr(operate, "deployment_of", partial(deployment_of, deployments=file))
        monkeypatch.setattr(sys, "argv", ["operate", "schools"])
        return file

    return save


PROD_IS = '[prod.deploy.parameters]\nstack_name = "ouderbrief"\nregion = "eu-west-1"\n'
BROKEN = [
    (PROD_IS, '[prod.deploy.parameters]\nstack_name = "ouderbrief"\n', "no region under [prod.deploy.parameters]: add"),
    (PROD_IS, "[prod.deploy.parameters]\n", "no stack_name and no region under [prod.deploy.parameters]: add"),
    (PROD_IS, "[prod.deploy]\n", "no stack_name and no region under [prod.deploy.parameters]: add"),
    ("[prod.deploy", "prod.deploy", "cannot be read ("),
]


@pytest.mark.parametrize(("there", "instead", "why"), BROKEN)
def test_a_mistake_in_samconfig_is_told_in_a_line(saved: Saved, there: str, instead: str, why: str) -> None:
    with pytest.raises(NotNow) as refused:
        deployment_of("prod", saved(there, instead))
    assert str(refused.value).startswith("samconfig.toml ")
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
    with pytest.raises(SystemExit) as told:
        operate.main()
    assert told.value.code == str(refused.value)


@pytest.mark.parametrize("line", ['region = "us-east-1"\n', 'stack_name = "ouderbrief-edge"\n'])
def test_a_deployment_that_is_not_whole_does_not_hide_the_others(saved: Saved, line: str) -> None:
    saved(line, "")
    assert region_of("ouderbrief-dev") == "eu-west-1"
    assert region_of("ouderbrief-edge") is None


def test_a_region_that_cannot_be_is_told_in_a_line() -> None:
    with pytest.raises(SystemExit, match=r"^There is no region 'x y': export AWS_DEFAULT_REGION"), told_in_a_line():
        boto3.client("cloudformation", region_name="x y")


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
    allow("give", PROD, "", FIRST)
    with pytest.raises(NotNow, match=r"SiteUrl takes what matches .* tells\. MailRate takes a number from 1, "):
        allow("give", PROD, "", FIRST | {"SiteUrl": "", "MailRate": "0"})
    allow("follow", replace(PROD, name="prod-edge"), "", {})
    with pytest.raises(NotNow, match="takes SiteUrl, MailDomain, OriginSecret too"):
        allow("give", PROD, "", {"Maintenance": "all"})
    with pytest.raises(NotNow, match="`make deploy` makes it"):
        allow("upgrade", PROD, "", {})
