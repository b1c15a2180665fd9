"""What a cold start does not do: import what only some requests use, and look for garbage."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config

from common.cloud.services import Services
from common.settings import Settings
from tests.functions.grants import functions_of_template

ROOT = Path(__file__).parents[2]
HEAVY = ("pydantic", "qrcode", "xlsxwriter", "markdown_it", "PIL", "jwt", "cryptography")
PAGES = ("register.app", "link.app", "preferences.app", "account.app", "messages.reading", "staff.app")
HANDLERS = sorted({one["Handler"].rpartition(".")[0] for one in functions_of_template().values()})
JSON_DOORS = ("school.app", "messages.app", "letters.door")
DESK = [one for one in HANDLERS if ".desk" in one]
# What a letter is made with, which is tried out there.
NEEDED = {"letters.desk": ["qrcode", "PIL"], "letters.door": ["qrcode", "PIL"]}


def told(program: str) -> Any:
    """What a fresh process prints as JSON."""
    paths = [str(ROOT / "functions"), *(str(ROOT / "layers" / one) for one in ("common", "fonts"))]
    whole = f"import gc, json, sys; sys.path[:0] = {paths!r}\n{program}"
    done = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("module", [*PAGES, *DESK, *JSON_DOORS])
def test_a_door_starts_without_what_few_requests_use(module: str) -> None:
    imported = told(f"import {module}; print(json.dumps([one for one in {HEAVY} if one in sys.modules]))")
    assert imported == NEEDED.get(module, [])


@pytest.mark.parametrize("module", [one for one in PAGES if one != "staff.app"])
def test_a_parent_s_page_starts_without_what_only_schools_have(module: str) -> None:
    of_schools = ("common.imports", "common.staff", "common.tallies")
    assert told(f"import {module}; print(json.dumps([one for one in {of_schools} if one in sys.modules]))") == []


@pytest.mark.parametrize(
    "config", [None, Config(signature_version="s3v4")], ids=["any client", "with its own settings"]
)
def test_aws_is_told_a_short_name_in_every_call(config: Config | None) -> None:
    """boto3's own is put together anew each time."""
    client: Any = Services(Settings(aws_region="eu-west-1")).session.client("s3", config=config)
    assert client.meta.config.user_agent.startswith("ouderbrief ")


def test_every_page_of_the_desk_is_among_them() -> None:
    assert {"school.desk_pupils", "messages.desk", "letters.desk"} < set(DESK)


@pytest.mark.parametrize("module", JSON_DOORS)
def test_a_json_door_starts_without_what_makes_pages(module: str) -> None:
    assert told(f"import {module}; print(json.dumps('jinja2' in sys.modules))") is False


@pytest.mark.parametrize("module", HANDLERS)
def test_a_start_writes_the_methods_of_hardly_any_value(module: str) -> None:
    """Of those alone that are made while it is imported, such as the limits of tries."""
    kinds = "[one for kind in Value.__subclasses__() for one in (kind, *kind.__subclasses__())]"
    made = f"sum('__dataclass_fields__' in vars(one) for one in {kinds})"
    assert told(f"import {module}; from common.values import Value; print(json.dumps({made}))") <= 3


@pytest.mark.parametrize("module", [*PAGES, "letters.app", "messages.worker"])
def test_a_start_looks_for_no_garbage(module: str) -> None:
    looks = "sum(one['collections'] for one in gc.get_stats())"
    clients = "[boto3.client(one, region_name='eu-west-1') for one in ('dynamodb', 's3', 'kms')]"
    start = f"import boto3, {module}; {clients}"
    assert told(f"import common; before = {looks}; {start}; print(json.dumps({looks} - before))") == 0
