"""What `sam build` makes for the cloud would run there: it is looked at, as it cannot run on another processor."""

import ast
import struct
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, parse_tag
from packaging.utils import canonicalize_name

from tests.deployed.sam import ROOT, Sam
from tests.functions.grants import functions_of_template, template

LAMBDA = (3, 13)
# Amazon Linux 2023, of which Lambda's Python 3.13 is made, has glibc 2.34.
PLATFORMS = [f"manylinux_2_{minor}_aarch64" for minor in range(34, 16, -1)] + ["manylinux2014_aarch64"]
ENVIRONMENT = {
    "python_version": "3.13",
    "python_full_version": "3.13.0",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "platform_machine": "aarch64",
    "platform_system": "Linux",
    "sys_platform": "linux",
    "os_name": "posix",
}
# What Lambda's own Python brings along.
OF_THE_RUNTIME = {"boto3", "botocore"}
OURS = {"common", "typesetting"}
# https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html: 64 bits, the lowest byte first, AArch64
ELF, EM_AARCH64 = b"\x7fELF\x02\x01", 183
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MOST_UNPACKED = 250 * 1024 * 1024
MOST_OF_A_PAGE = 12 * 1024 * 1024
FUNCTIONS = functions_of_template()
# Which dependencies of pyproject.toml go into which layer.
_GROUPS = {"TypesettingLayer": "typesetting", "ListsLayer": "lists"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sam = Sam(tmp_path_factory.mktemp("cloud"))
    # What is shipped compiled besides is the business of Lambda's Python, which need not be here.
    sam.build(PYTHON313="")
    return sam.built


@cache
def layers_of(function: str) -> tuple[str, ...]:
    given = FUNCTIONS[function].get("Layers", [])
    everywhere = template()["Globals"]["Function"]["Layers"]
    return tuple(sorted({one["Ref"] for one in (*everywhere, *given)}))


def roots(built: Path, function: str) -> list[Path]:
    """Where Lambda looks for modules."""
    return [built / function, *(built / layer / "python" for layer in layers_of(function))]


# -- for which machine


def test_whatever_is_compiled_is_for_the_processor_of_lambda(built: Path) -> None:
    compiled = [one for one in built.rglob("*") if one.is_file() and (".so" in one.suffixes)]
    assert len(compiled) > 10
    for one in compiled:
        header = one.read_bytes()[:20]
        assert header.startswith(ELF), one
        assert struct.unpack_from("<H", header, 18) == (EM_AARCH64,), one
        if ".cpython-" in one.name:
            assert one.name.endswith(".cpython-313-aarch64-linux-gnu.so")


def test_every_wheel_is_one_that_lambda_takes(built: Path) -> None:
    taken: set[Tag] = {*cpython_tags(LAMBDA, platforms=PLATFORMS), *compatible_tags(LAMBDA, "cp313", PLATFORMS)}
    wheels = list(built.glob("*/python/*.dist-info/WHEEL"))
    assert len(wheels) > 10
    for one in wheels:
        named = HeaderParser().parsestr(one.read_text("utf-8")).get_all("Tag", [])
        assert taken & {tag for name in named for tag in parse_tag(name)}, one


# -- how much of it


def sizes(folders: list[Path], archive: Path) -> tuple[int, int]:
    """Unpacked and packed."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for folder in folders:
            for one in folder.rglob("*"):
                packed.write(one, f"{folder.parent.name}/{one.relative_to(folder)}")
    with zipfile.ZipFile(archive) as packed:
        unpacked = sum(one.file_size for one in packed.infolist())
    return unpacked, archive.stat().st_size


# One function of each set of layers: their code is the same.
ONE_OF_EACH = ("RegisterFunction", "DeskSettingsFunction", "LettersFunction", "PupilsFunction")


@pytest.mark.parametrize("function", ONE_OF_EACH)
def test_it_is_no_larger_than_lambda_takes_and_pages_are_small(built: Path, function: str, tmp_path: Path) -> None:
    assert {layers_of(one) for one in FUNCTIONS} == {layers_of(one) for one in ONE_OF_EACH}
    unpacked, packed = sizes(roots(built, function), tmp_path / "all.zip")
    assert unpacked < MOST_UNPACKED
    if layers_of(function) == ("CommonLayer",):
        assert packed <= MOST_OF_A_PAGE


# -- what our code asks for


def found(name: str, places: list[Path]) -> Path | None:
    """The file of a module, or the folder of one that has none."""
    for place in places:
        path = place.joinpath(*name.split("."))
        for one in (path.with_suffix(".py") if path.name else path, path / "__init__.py"):
            if one.is_file():
                return one
        if path.is_dir() or list(path.parent.glob(f"{path.name}.*.so")):
            return path
    return None


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each module, and the name that is taken from it, '' for none; not what only types need."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from ((one.name, "") for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, "we name modules whole"
            yield from ((node.module, one.name) for one in node.names)
        yield from imported(node)


def missing(function: str, places: list[Path]) -> set[str]:
    """What the function, and whatever of ours it imports, imports in vain."""
    own = {one.name for one in places[0].iterdir()} | OURS
    seen, lost, waiting = set[str](), set[str](), [(FUNCTIONS[function]["Handler"].rpartition(".")[0], "")]
    while waiting:
        module, taken = waiting.pop()
        # What is taken from a package is a module of it, or a name that it defines.
        for name in {module, f"{module}.{taken}" if taken else module} - seen:
            seen.add(name)
            top = name.partition(".")[0]
            if top in sys.stdlib_module_names or top in OF_THE_RUNTIME:
                continue
            file = found(name, places)
            if file is None and name == module:
                lost.add(name)
            elif file and file.is_file() and top in own:
                waiting += imported(ast.parse(file.read_text("utf-8")))
    return lost


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_import_of_a_function_is_in_it_or_in_its_layers(built: Path, function: str) -> None:
    assert missing(function, roots(built, function)) == set()


def test_a_layer_that_a_function_lacks_is_noticed(built: Path) -> None:
    without = [one for one in roots(built, "PupilsFunction") if one.parent.name != "ListsLayer"]
    assert any(name.startswith("lxml") for name in missing("PupilsFunction", without))


# -- what its packages ask for in turn


def wanted(layer: str) -> list[Requirement]:
    """By us, as pyproject.toml has it."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    group = _GROUPS.get(layer)
    given = project["dependency-groups"][group] if group else project["project"]["dependencies"]
    return [Requirement(one) for one in given]


@pytest.mark.parametrize("layer", ["CommonLayer", *_GROUPS])
def test_a_layer_has_all_that_its_packages_need(built: Path, layer: str) -> None:
    there = {
        canonicalize_name(one.metadata["Name"]): one for one in distributions(path=[str(built / layer / "python")])
    }
    waiting, seen = wanted(layer), set[str]()
    while waiting:
        requirement = waiting.pop()
        if str(requirement) not in seen:
            seen.add(str(requirement))
            name = canonicalize_name(requirement.name)
            assert name in there or name in OF_THE_RUNTIME, f"{layer}: {requirement}"
            if name in there:
                assert there[name].version in requirement.specifier
                waiting += needed(there[name], {"", *requirement.extras})
    assert len(seen) >= len(wanted(layer))


def needed(distribution: Distribution, extras: set[str]) -> list[Requirement]:
    given = [Requirement(one) for one in distribution.requires or ()]
    return [
        one
        for one in given
        if not one.marker or any(one.marker.evaluate({**ENVIRONMENT, "extra": extra}) for extra in extras)
    ]
