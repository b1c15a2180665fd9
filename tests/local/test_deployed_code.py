"""What is packed, and what of the template is understood, without an emulator."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from local.archive import pack
from local.problems import StartProblem
from local.roll import CLASSES, as_csv, pupils
from local.template import Template

SMALL = Path(__file__).parent / "small"


@pytest.fixture
def code(tmp_path: Path) -> Path:
    (tmp_path / "package" / "__pycache__").mkdir(parents=True)
    (tmp_path / "package" / "app.py").write_text("VALUE = 1\n")
    (tmp_path / "package" / "page.html").write_text("<p>")
    (tmp_path / "package" / "__pycache__" / "app.cpython-31.pyc").write_bytes(b"old")
    return tmp_path


def names(content: bytes) -> set[str]:
    return {name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "__pycache__" not in name}


def test_a_layer_holds_the_package_below_python(code: Path) -> None:
    packed = pack(code / "package", "python/package/")
    assert names(packed.content) == {"python/package/app.py", "python/package/page.html"}


def test_the_digest_changes_with_the_code_and_with_nothing_else(code: Path) -> None:
    first = pack(code).digest
    os.utime(code / "package" / "app.py", (0, 0))
    assert pack(code).digest == first
    (code / "package" / "app.py").write_text("VALUE = 2\n")
    assert pack(code).digest != first


def test_code_that_does_not_compile_is_named(code: Path) -> None:
    (code / "package" / "app.py").write_text("VALUE =\n")
    with pytest.raises(StartProblem, match=r"app\.py"):
        pack(code)


def test_every_folder_of_code_becomes_an_address() -> None:
    template = Template(SMALL / "template.yaml")
    assert (template.function_folders(), template.layer_folders()) == ({"functions/"}, {"layers/common/"})
    deployed = template.with_code({"functions/": "s3://code/1", "layers/common/": "s3://code/2"})
    assert deployed["Globals"]["Function"]["CodeUri"] == "s3://code/1"
    assert deployed["Resources"]["CommonLayer"]["Properties"]["ContentUri"] == "s3://code/2"


def test_what_watches_is_left_out_and_all_else_is_there(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(
        "Resources: {Watch: {Type: AWS::CloudFormation::Stack}, Queue: {Type: AWS::SQS::Queue}}"
    )
    template = Template(tmp_path / "template.yaml")
    assert template.with_code({})["Resources"] == {"Queue": {"Type": "AWS::SQS::Queue"}}
    assert template.content["Resources"].keys() == {"Watch", "Queue"}


def test_a_template_with_a_mistake_says_where(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text("Resources: {Path: /k/{code}}")
    with pytest.raises(StartProblem, match="line 1"):
        Template(tmp_path / "template.yaml")


def test_the_invented_list_is_the_same_every_time_and_like_a_real_one() -> None:
    assert as_csv() == as_csv()
    assert as_csv().startswith(b"\xef\xbb\xbfLeerlingnummer;Roepnaam;Voorvoegsel;Achternaam;Huidige groep;")
    everyone = pupils()
    assert {pupil.group for pupil in everyone} == set(CLASSES)
    assert 0.15 < sum(pupil.born is None for pupil in everyone) / len(everyone) < 0.25
    assert len({(pupil.given_name, pupil.prefix, pupil.family_name) for pupil in everyone}) == len(everyone)
