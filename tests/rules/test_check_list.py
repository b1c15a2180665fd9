"""The command with which a supplier tries a list without uploading it."""

import json
from pathlib import Path
from typing import Any

import pytest

from operate.check_list import main
from tests.rules.files import BO, ZOE, edexml
from tests.rules.lists import HEADINGS


def checked(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], dict[str, Any]]:
    status = main([str(path)])
    *words, last = capsys.readouterr().out.splitlines()
    return status, words, json.loads(last)


def test_a_sound_list_ends_with_zero_and_names_its_pupils(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "EDEX.XML"
    file.write_bytes(edexml(ZOE, BO))
    status, words, found = checked(file, capsys)
    assert (status, found["format"], found["imported"], found["refused"]) == (0, "edexml", 2, None)
    assert words[0].startswith("2 rijen gelezen als edexml: 2 over te nemen")
    assert found["pupils"][0] == {
        "key": "00017", "given_name": "Zoë", "prefix": "van der", "family_name": "Berg", "class": "3A", "year": "3",
        "birth_date": "2018-02-03",
    }  # fmt: skip


def test_held_rows_end_with_one_and_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text(f"{HEADINGS}\n1;Bo;;Hek;3A;31-02-2018;\n2;;;;3A;;\n", "utf-8")
    status, words, found = checked(file, capsys)
    assert status == 1
    assert found["held"] == [{"where": "regel 3", "reason": "de naam ontbreekt"}]
    assert found["warnings"][0]["where"] == "regel 2"
    assert "  regel 3: de naam ontbreekt" in words


def test_a_refused_file_ends_with_two_and_the_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "foto.csv"
    file.write_bytes(b"\x89PNG\r\n")
    status, _, found = checked(file, capsys)
    assert status == 2
    assert "een plaatje" in found["refused"]
    assert (found["imported"], found["pupils"]) == (0, [])
    assert checked(tmp_path / "er-is-niets", capsys)[0] == 2
    assert checked(tmp_path, capsys)[0] == 2
