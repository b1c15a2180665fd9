"""Reads template.yaml: what the deployment must know of it, and the same template with the code uploaded."""

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse
from yaml import YAMLError

from local.problems import StartProblem

_CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}


class Template:
    def __init__(self, path: Path) -> None:
        self.folder = path.parent
        try:
            self.content: dict[str, Any] = yaml_parse(path.read_text(encoding="utf-8"))
        except YAMLError as error:
            problem = f"{path.name} is no YAML: {error}"
            raise StartProblem(problem) from None

    def resources(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The name and properties of each resource of this type."""
        for name, resource in self.content["Resources"].items():
            if resource["Type"] == kind:
                yield name, resource.get("Properties", {})

    def function_folders(self) -> set[str]:
        """The folders that the functions' code is in, as the template writes them."""
        return {value for _, value in _local(self.content, "AWS::Serverless::Function")}

    def layer_folders(self) -> set[str]:
        return {value for _, value in _local(self.content, "AWS::Serverless::LayerVersion")}

    def with_code(self, addresses: Mapping[str, str]) -> dict[str, Any]:
        """The template to deploy: every folder is the address of its archive, and no stack is nested in it: the one
        that watches needs metrics, and nobody measures here.
        """
        deployed = copy.deepcopy(self.content)
        resources = deployed["Resources"].items()
        deployed["Resources"] = {name: one for name, one in resources if one["Type"] != "AWS::CloudFormation::Stack"}
        for kind, name in _CODE.items():
            for properties, folder in _local(deployed, kind):
                properties[name] = addresses[folder]
        return deployed

    def expiry_attributes(self) -> dict[str, str]:
        """Table → the attribute that holds the time at which an item may be deleted."""
        return {
            name: properties["TimeToLiveSpecification"]["AttributeName"]
            for name, properties in self.resources("AWS::DynamoDB::Table")
            if properties.get("TimeToLiveSpecification", {}).get("Enabled")
        }


def _local(content: dict[str, Any], kind: str) -> list[tuple[dict[str, Any], str]]:
    """The properties that name a folder for this type, those of `Globals` first, and the folder."""
    globals_ = content.get("Globals", {}).get(kind.rsplit("::", 1)[1], {})
    owners = [resource.get("Properties", {}) for resource in content["Resources"].values() if resource["Type"] == kind]
    return [(owner, owner[_CODE[kind]]) for owner in (globals_, *owners) if isinstance(owner.get(_CODE[kind]), str)]
