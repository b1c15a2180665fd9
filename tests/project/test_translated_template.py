"""What CloudFormation is given: the template after SAM's transform, where circles and wrong properties show."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from cfnlint.api import ManualArgs, lint
from cfnlint.match import Match
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from local.template import Template

REGION = "eu-west-1"
NESTED = "AWS::CloudFormation::Stack"


@pytest.fixture(scope="module")
def translated() -> dict[str, Any]:
    template = Template(Path(__file__).parents[2] / "template.yaml")
    folders = template.function_folders() | template.layer_folders()
    source = template.with_code(dict.fromkeys(folders, "s3://code/archive.zip"))
    # `sam deploy` uploads the nested one, too; the local system has none.
    for name, properties in template.resources(NESTED):
        with_address = {**properties, "TemplateURL": "https://code.s3.amazonaws.com/watch.yaml"}
        source["Resources"][name] = {"Type": NESTED, "Properties": with_address}
    translator = Translator(managed_policy_map={}, sam_parser=Parser(), boto_session=boto3.Session(region_name=REGION))
    values = {name: one.get("Default", "given") for name, one in source["Parameters"].items()}
    result: dict[str, Any] = translator.translate(source, parameter_values=values)
    return result


def problems_of(template: dict[str, Any]) -> list[Match]:
    found: list[Match] = lint(
        json.dumps(template, default=str), config=ManualArgs(regions=[REGION], include_checks=["W"])
    )
    return found


def test_it_passes_the_linter(translated: dict[str, Any]) -> None:
    found = [one for one in problems_of(translated) if one.rule.id[0] in "EW"]
    assert [f"{one.rule.id} {one.path} {one.message}" for one in found] == []


def test_sam_adds_no_role_of_its_own(translated: dict[str, Any]) -> None:
    roles = [name for name, one in translated["Resources"].items() if one["Type"] == "AWS::IAM::Role"]
    assert len(roles) == sum(one["Type"] == "AWS::Lambda::Function" for one in translated["Resources"].values())
    assert not [name for name in roles if "ManagedPolicyArns" in translated["Resources"][name]["Properties"]]


def test_a_reference_in_a_circle_is_found(translated: dict[str, Any]) -> None:
    broken = json.loads(json.dumps(translated, default=str))
    broken["Resources"]["Table"]["DependsOn"] = "RegisterFunction"
    assert "E3004" in {one.rule.id for one in problems_of(broken)}
