"""What the guides tell somebody to type is there: targets, parameters, commands, events, each with its region."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from operate.__main__ import parser
from operate.logs import events_of_catalogue
from operate.standing import deployment_of

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GUIDES = [
    *(DOCS / f"{name}.md" for name in ("deploy", "restore", "rotation", "operate", "push")),
    *sorted((DOCS / "runbooks").glob("*.md")),
]
DEPLOY = (DOCS / "deploy.md").read_text("utf-8")
TEMPLATES: dict[str, dict[str, Any]] = {
    name: yaml_parse((ROOT / name).read_text("utf-8")) for name in ("template.yaml", "watch.yaml", "edge.yaml")
}
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
# These know no region, or are only named.
EVERYWHERE = ("aws --version", "aws sts ")
# What AWS calls them in a sentence, where that is not the name in the templates.
SERVICES = {
    "Serverless": "Lambda",
    "Logs": "CloudWatch Logs",
    "CertificateManager": "Certificate Manager",
    "Route53": "Route 53",
    "WAFv2": "WAF",
}


def typed(guide: Path) -> list[str]:
    """Everything between backticks, a line each; lines that go on are joined."""
    text = re.sub(r"\\\n *", "", guide.read_text("utf-8"))
    blocks = re.findall(r"^ *```\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`([^`]+)`", re.sub(r"^ *```\n.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL))
    return [line.strip() for block in blocks for line in block.splitlines()] + [" ".join(one.split()) for one in inline]


def section(heading: str) -> str:
    return DEPLOY.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def first_column(text: str) -> set[str]:
    return {name for row in re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}


def test_the_tables_hold_the_parameters_that_there_are_and_no_other() -> None:
    main, edge = section("Parameters").split("Of the distribution, beside")
    assert first_column(main) == TEMPLATES["template.yaml"]["Parameters"].keys()
    shared = set(re.findall(r"`(\w+)`", edge.split(":")[0]))
    assert first_column(edge) | shared == TEMPLATES["edge.yaml"]["Parameters"].keys()


@pytest.mark.parametrize("template", ["template.yaml", "edge.yaml"])
def test_every_output_is_told(template: str) -> None:
    told = set(re.findall(r"`(\w+)`", section("Outputs"))) | {"MailDkim2"}
    assert TEMPLATES[template]["Outputs"].keys() - told == set()


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_service_is_among_the_rights_that_are_needed(template: str) -> None:
    resources = TEMPLATES[template]["Resources"].values()
    for service in {one["Type"].split("::")[1] for one in resources}:
        assert SERVICES.get(service, service) in section("What you need"), service


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_what_is_typed_is_there(guide: Path) -> None:
    for line in typed(guide):
        assert not line.startswith(("sam build", "sam validate")), line
        for target in re.findall(r"\bmake ([a-z-]+)", line):
            assert target in TARGETS, line
        for env in re.findall(r"\bENV=([a-z]+)", line):
            assert deployment_of(env).name == env
        for event in re.findall(r"\bEVENT=(\w+)", line):
            assert event in events_of_catalogue(), line


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_sam_is_called_by_make_alone(guide: Path) -> None:
    blocks = re.findall(r"^ *```\n(.*?)^ *```$", guide.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert not re.search(r"^ *sam |&& sam ", "\n".join(blocks), re.MULTILINE)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_parameters_are_given_to_the_stack_that_has_them(guide: Path) -> None:
    for line in typed(guide):
        for edge, given in re.findall(r'make deploy(-edge)?[^"]*PARAMETERS="([^"]*)"', line):
            known = TEMPLATES["edge.yaml" if edge else "template.yaml"]["Parameters"]
            names = {name for name in re.findall(r"(?:^|\s)(\w+)=", given) if name != "Name"}
            assert names - known.keys() == set(), line


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_command_of_aws_names_its_region(guide: Path) -> None:
    for line in typed(guide):
        for one in re.findall(r"\baws [a-z-].*?(?=\$\(|;|$)", line):
            assert "--region " in one or one.startswith(EVERYWHERE) or one == "aws logs tail", one


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_what_an_operator_types_is_understood(guide: Path) -> None:
    for line in typed(guide):
        for given in re.findall(r'make operate ARGS="([^"…]*)"', line):
            words = shlex.split(re.sub(r"<[^>]*>", "x", given))
            assert words[-1] == "--help" or parser().parse_args(words).command, line
