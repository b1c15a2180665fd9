"""The symbols made by exclusive or are those that `qrcode` makes."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, QRData

from common.codes import ALPHABET, LENGTH
from letters import qr

SHORT = "http://localhost:8000/k/"
# From localhost to a domain of sixty characters, and every symbol version between.
PREFIXES = [SHORT, *(f"https://{'ouders.' * 8}"[: 8 + n] + ".nl/k/" for n in range(1, 58, 4))]

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def made_by_qrcode(link: str) -> list[str]:
    symbol: QRCode[Any] = QRCode(error_correction=ERROR_CORRECT_Q, mask_pattern=qr.MASK)
    data: Any = QRData(link.encode(), MODE_8BIT_BYTE)  # type: ignore[call-overload]  # its stub wants a literal
    symbol.add_data(data, optimize=0)
    symbol.make(fit=True)
    return ["".join("1" if module else "0" for module in row) for row in symbol.modules]


@settings(max_examples=300, deadline=None)
@given(codes)
def test_a_symbol_equals_the_one_of_qrcode(code: str) -> None:
    assert qr.tables(SHORT).rows(code) == made_by_qrcode(SHORT + code)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PREFIXES), codes)
def test_it_does_so_for_every_length_of_prefix(prefix: str, code: str) -> None:
    assert qr.tables(prefix).rows(code) == made_by_qrcode(prefix + code)


def test_the_path_draws_the_dark_modules_and_the_view_box_adds_a_quiet_zone_of_four() -> None:
    tables = qr.tables(SHORT)
    code = ALPHABET[:LENGTH]
    drawn = {(x, y) for start, y, end in runs(tables.path(code)) for x in range(start, end)}
    dark = {(x, y) for y, row in enumerate(tables.rows(code)) for x, module in enumerate(row) if module == "1"}
    assert drawn == dark
    # A stroke of one unit lies half above its line.
    assert tables.view_box == f"-4 -4.5 {tables.size + 8} {tables.size + 8}"


def runs(path: str) -> list[tuple[int, int, int]]:
    moves = [move.replace("H", " ").split() for move in path.split("M")[1:]]
    return [(int(start), int(y), int(end)) for start, y, end in moves]


def test_a_link_too_long_for_paper_is_refused() -> None:
    with pytest.raises(qr.QrTooLong, match="does not fit"):
        qr.tables("https://" + "a" * 140 + "/")
    with pytest.raises(qr.QrTooLong, match="does not fit"):
        qr.tables("https://" + "a" * 5000 + "/")


def test_the_longest_prefix_that_fits_is_135_characters() -> None:
    assert qr.tables("a" * 135).version == 10
    with pytest.raises(qr.QrTooLong):
        qr.tables("a" * 136)


@pytest.mark.parametrize("code", ["", "0" * 15, "0" * 17])
def test_a_code_of_another_length_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="argument"):
        qr.tables(SHORT).path(code)


def test_the_tables_of_a_prefix_are_made_once() -> None:
    assert qr.tables(SHORT) is qr.tables(SHORT)
