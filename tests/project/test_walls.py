"""The walls of the house: who may import whom, and who reads the environment."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMON = ROOT / "layers" / "common" / "common"
FUNCTIONS = sorted(folder.name for folder in (ROOT / "functions").iterdir() if (folder / "app.py").exists())


def sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """The modules a file imports, those for type checkers only left out."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body:
        for one in ast.walk(node) if not _is_for_types(node) else ():
            if isinstance(one, ast.Import):
                yield from (alias.name for alias in one.names)
            elif isinstance(one, ast.ImportFrom) and one.module:
                yield one.module


def _is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def top(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def wing_of(path: Path) -> str:
    parts = path.relative_to(COMMON).parts
    return parts[0] if parts[0] in ("cloud", "web") else ""


@pytest.mark.parametrize("function", FUNCTIONS)
def test_functions_never_import_each_other(function: str) -> None:
    others = set(FUNCTIONS) - {function}
    for path in sources(ROOT / "functions" / function):
        assert not others & {top(module) for module in imports(path)}, path


def test_rules_know_no_cloud_and_no_web() -> None:
    forbidden = {"boto3", "botocore", "aws_lambda_powertools", "jinja2", "jwt"}
    for path in sources(COMMON):
        if not wing_of(path):
            assert not forbidden & {top(module) for module in imports(path)}, path
            assert not [one for one in imports(path) if one.startswith(("common.cloud", "common.web"))], path


def test_the_cloud_knows_no_web() -> None:
    for path in sources(COMMON / "cloud"):
        assert not [one for one in imports(path) if one.startswith("common.web")], path


def test_only_the_cloud_touches_boto3() -> None:
    allowed = {ROOT / "functions" / "messages" / "relay.py"}  # reads a stream's own way of writing values
    for path in sources(COMMON) + sources(ROOT / "functions"):
        if wing_of(path) != "cloud" if path.is_relative_to(COMMON) else path not in allowed:
            assert not {"boto3", "botocore"} & {top(module) for module in imports(path)}, path


def test_nothing_talks_to_a_host_but_through_the_clients_of_aws() -> None:
    """Cognito's keys are fetched by the library that checks its signatures, from an address of the settings."""
    talking = {"socket", "ssl", "http", "ftplib", "smtplib", "asyncio", "urllib3", "httpx", "requests", "aiohttp"}
    for path in sources(COMMON) + sources(ROOT / "functions"):
        used = list(imports(path))
        # Names of statuses are no client.
        assert not talking & {
            top(module) for module in used if module != "http" or "HTTPStatus" not in path.read_text()
        }
        assert not {"urllib", "urllib.request"} & set(used), path


def test_only_settings_reads_the_environment() -> None:
    for path in sources(COMMON) + sources(ROOT / "functions"):
        if path != COMMON / "settings.py":
            assert "os" not in {top(module) for module in imports(path)}, path


def test_only_the_keys_module_knows_the_keys_of_the_table() -> None:
    own = COMMON / "cloud" / "table" / "keys.py"
    marks = set(re.findall(r'"[A-Z]+#', own.read_text("utf-8")))
    assert len(marks) > 30
    for path in sources(COMMON) + sources(ROOT / "functions"):
        if path != own:
            assert not marks & set(re.findall(r'"[A-Z]+#', path.read_text("utf-8"))), path


def test_what_functions_import_is_a_value_and_no_frozen_dataclass() -> None:
    """But the settings, which every start needs at once."""
    for path in (*sources(COMMON), *sources(ROOT / "functions")):
        if path.name not in ("values.py", "settings.py"):
            assert "dataclass(frozen" not in path.read_text("utf-8"), path


def test_no_value_inherits_from_another() -> None:
    """It would have the other's fields if one of those was made before, and else not."""
    paths = (*sources(COMMON), *sources(ROOT / "functions"))
    kinds = [one for path in paths for one in ast.parse(path.read_text("utf-8")).body if isinstance(one, ast.ClassDef)]
    bases = {one.name: {ast.unparse(base).rpartition(".")[2] for base in one.bases} for one in kinds}
    values = {name for name, of in bases.items() if of & {"Value", "Event"}} - {"Event"}
    assert len(values) > 150
    assert {name for name, of in bases.items() if of & values} == set()


def test_no_file_has_grown_into_two_rooms() -> None:
    for folder in ("functions", "layers", "local", "operate", "tests"):
        for path in sources(ROOT / folder):
            assert len(path.read_text("utf-8").splitlines()) <= 400, path


def test_every_excuse_from_a_rule_or_a_type_says_why() -> None:
    for folder in ("functions", "layers", "local", "operate", "benchmarks"):
        for path in sources(ROOT / folder):
            for line in path.read_text("utf-8").splitlines():
                assert not re.search(r"# noqa(?!: [A-Z\d, ]+ - \w)", line), (path, line)
                assert not re.search(r"# type: ignore(?!\[[\w, -]+\]  # \w)", line), (path, line)


def test_every_excuse_from_a_rule_of_security_says_why() -> None:
    for folder in ("functions", "layers", "local", "operate", "benchmarks", "tests"):
        for path in sources(ROOT / folder):
            for line in path.read_text("utf-8").splitlines():
                assert not re.search(r"noqa: S\d++(?! - \w)", line), (path, line)
    excused = re.findall(r'^"\S+" = \[.*"S\d+".*', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert excused
    assert all(re.search(r"\]  # \w", line) for line in excused)
