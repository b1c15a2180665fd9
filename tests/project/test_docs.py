"""The documents name everything there is, and the locks hold what the project asks for."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from common import events, message_events
from common.event import Event
from common.settings import Settings
from operate.commands import ALL as ALL_COMMANDS
from operate.registry import COMMANDS
from tests.functions.grants import functions_of_template

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
OPERATE = (ROOT / "docs" / "operate.md").read_text("utf-8")
DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")
TEMPLATE: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text("utf-8"))


def make_targets() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("target", make_targets())
def test_every_command_is_in_the_readme(target: str) -> None:
    assert f"make {target}" in README


@pytest.mark.parametrize("parameter", TEMPLATE["Parameters"])
def test_every_parameter_is_in_the_deploy_guide(parameter: str) -> None:
    assert f"`{parameter}`" in DEPLOY


@pytest.mark.parametrize("setting", [field.name.upper() for field in fields(Settings)])
def test_every_setting_is_in_the_deploy_guide(setting: str) -> None:
    assert f"`{setting}`" in DEPLOY


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_operator_is_documented_with_its_arguments(command: str) -> None:
    assert ALL_COMMANDS.count(command) == 1
    (section,) = re.findall(rf"^### `{command}\b.*?(?=^##|\Z)", OPERATE, re.MULTILINE | re.DOTALL)
    for argument in COMMANDS[command].arguments:
        assert f"{argument.name}`" in section or f"{argument.name} " in section, argument.name


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("docs/**/*.md")), *sorted(ROOT.glob("*.md"))])
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_every_kind_of_item_is_in_the_table_document() -> None:
    keys = (ROOT / "layers/common/common/cloud/table/keys.py").read_text("utf-8")
    document = (ROOT / "docs" / "table.md").read_text("utf-8")
    for prefix in set(re.findall(r'f"([A-Z]+#)', keys)):
        assert prefix in document, prefix


def test_no_event_field_can_hold_who_somebody_is() -> None:
    telling = {"name", "email", "address", "birth_date", "code", "token", "password", "digits", "text", "title"}
    catalogue = vars(events) | vars(message_events)
    kinds = [kind for kind in catalogue.values() if isinstance(kind, type) and issubclass(kind, Event)]
    for kind in kinds:
        assert not telling & kind.__annotations__.keys(), kind


def test_the_locks_hold_exactly_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    asked = {
        "layers/common/requirements.txt": project["project"]["dependencies"],
        "layers/typesetting/requirements.txt": groups["typesetting"],
        "layers/lists/requirements.txt": groups["lists"],
        "benchmarks/requirements.txt": groups["benchmarks"],
        "tests/attack/requirements.txt": groups["attack"],
        "requirements-dev.txt": [*project["project"]["dependencies"], *groups["typesetting"], *groups["dev"]],
    }
    for lock, wanted in asked.items():
        text = (ROOT / lock).read_text("utf-8")
        for requirement in (one for one in wanted if isinstance(one, str)):
            name, _, version = re.sub(r"\[.*\]", "", requirement).partition("==")
            assert re.search(rf"^{re.escape(name)}=={re.escape(version)}", text, re.MULTILINE), (lock, requirement)
        assert "://" not in text, "a lock names no index: any index serves it"


def test_every_function_has_a_place_in_the_architecture() -> None:
    document = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert [name for name in functions_of_template() if f"`{name.removesuffix('Function')}`" not in document] == []
