"""Activation codes: what a typing error does, what a parent may type, and what the table may know."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common import codes

KEY = b"k" * 32
WELL_FORMED = [codes.derive(KEY, f"pupil-{number}", 1) for number in range(100)]

pupil_ids = st.text(alphabet="0123456789abcdef", min_size=20, max_size=20)
issued = st.builds(codes.derive, st.binary(min_size=16, max_size=64), pupil_ids, st.integers(1, 10_000))


def _with_symbol(code: str, position: int, symbol: str) -> str:
    return code[:position] + symbol + code[position + 1 :]


def _with_neighbours_swapped(code: str, position: int) -> str:
    return code[:position] + code[position + 1] + code[position] + code[position + 2 :]


def test_a_hundred_thousand_pupils_get_a_hundred_thousand_codes() -> None:
    made = {codes.derive(KEY, str(number), 1) for number in range(100_000)}
    assert len(made) == 100_000


def test_a_code_is_the_same_tomorrow() -> None:
    # A letter that was printed must stay right: this value may never change.
    assert codes.derive(KEY, "pupil", 1) == "C32GBD90AD11YR56"


def test_a_new_version_another_pupil_and_another_school_each_give_another_code() -> None:
    made = {
        codes.derive(KEY, "pupil", 1),
        codes.derive(KEY, "pupil", 2),
        codes.derive(KEY, "pupi1", 1),
        codes.derive(b"x" * 32, "pupil", 1),
    }
    assert len(made) == 4


@given(issued)
def test_every_code_that_is_issued_is_well_formed(code: str) -> None:
    assert len(code) == codes.LENGTH
    assert set(code) <= set(codes.ALPHABET)
    assert codes.is_well_formed(code)
    assert codes.normalise(code) == code


def test_the_symbols_of_codes_are_spread_evenly_over_the_alphabet() -> None:
    for position in range(codes.LENGTH):
        symbols = [codes.derive(KEY, str(number), 1)[position] for number in range(3_200)]
        counts = [symbols.count(symbol) for symbol in codes.ALPHABET]
        assert min(counts) > 50
        assert max(counts) < 160


def test_every_single_wrong_symbol_is_refused() -> None:
    slipped = [
        (code, wrong)
        for code in WELL_FORMED
        for position in range(codes.LENGTH)
        for symbol in codes.ALPHABET
        if codes.is_well_formed(wrong := _with_symbol(code, position, symbol)) and wrong != code
    ]
    assert slipped == []


def test_every_swap_of_neighbours_is_refused() -> None:
    slipped = [
        (code, wrong)
        for code in WELL_FORMED
        for position in range(codes.LENGTH - 1)
        if codes.is_well_formed(wrong := _with_neighbours_swapped(code, position)) and wrong != code
    ]
    assert slipped == []


@given(issued, st.integers(0, codes.LENGTH - 1), st.sampled_from(codes.ALPHABET))
def test_one_wrong_symbol_is_refused_whatever_the_code(code: str, position: int, symbol: str) -> None:
    wrong = _with_symbol(code, position, symbol)
    assert codes.is_well_formed(wrong) == (wrong == code)


@given(issued, st.integers(0, codes.LENGTH - 2))
def test_a_swap_is_refused_whatever_the_code(code: str, position: int) -> None:
    wrong = _with_neighbours_swapped(code, position)
    assert codes.is_well_formed(wrong) == (wrong == code)


@given(issued, st.integers(0, codes.LENGTH - 1))
def test_a_symbol_too_few_or_too_many_is_refused(code: str, position: int) -> None:
    assert not codes.is_well_formed(code[:position] + code[position + 1 :])
    assert not codes.is_well_formed(code[:position] + code[position] + code[position:])


@given(issued)
def test_the_letters_own_groups_of_four_are_read_back(code: str) -> None:
    printed = codes.grouped(code)
    assert [len(group) for group in printed.split("-")] == [4, 4, 4, 4]
    assert codes.normalise(printed) == code


@given(issued, st.sampled_from(["-", " ", "–", "—", "−", "‑", ".", "_", "\u00a0", " - ", "\t", "\u200b", "/"]))
def test_a_parent_may_separate_groups_as_he_likes_and_type_lower_case(code: str, between: str) -> None:
    typed = f" {between.join(codes.grouped(code).split('-')).lower()} "
    assert codes.normalise(typed) == code


@pytest.mark.parametrize(("typed", "meant"), [("o", "0"), ("O", "0"), ("i", "1"), ("I", "1"), ("l", "1"), ("L", "1")])
def test_letters_that_look_like_digits_are_taken_for_them(typed: str, meant: str) -> None:
    assert codes.normalise(typed) == meant


def test_a_code_full_of_ones_and_zeros_may_be_typed_with_look_alikes() -> None:
    code = next(
        code for number in range(10_000) if {"0", "1"} <= set(code := codes.derive(KEY, f"look-alike {number}", 1))
    )
    for zero, one in (("o", "i"), ("O", "I"), ("O", "L"), ("o", "l")):
        typed = code.replace("0", zero).replace("1", one)
        assert codes.is_well_formed(codes.normalise(typed))
        assert codes.normalise(typed) == code


@given(issued, st.sampled_from("uU½²é√Ａ☃"))
def test_a_symbol_outside_the_alphabet_never_makes_a_code(code: str, strange: str) -> None:
    assert not codes.is_well_formed(codes.normalise(_with_symbol(code, 3, strange)))


@pytest.mark.parametrize("link", ["https://ouders.example/k/{}", "ouders.example/K/{}", " http://localhost:8000/k/{} "])
def test_a_whole_link_is_read_as_its_code(link: str) -> None:
    code = codes.derive(b"school", "pupil", 1)
    assert codes.normalise(link.format(code)) == code


@given(st.text(max_size=60))
@example("ǰ")
def test_whatever_is_typed_is_answered_with_yes_or_no(typed: str) -> None:
    normalised = codes.normalise(typed)
    assert codes.is_well_formed(normalised) in (True, False)
    assert codes.normalise(normalised) == normalised


@given(st.text(alphabet=codes.ALPHABET, min_size=16, max_size=16))
def test_about_one_guess_in_thirty_two_reaches_the_table_and_no_other(guess: str) -> None:
    completions = [symbol for symbol in codes.ALPHABET if codes.is_well_formed(guess[:15] + symbol)]
    assert len(completions) == 1


@given(issued, st.binary(min_size=16, max_size=64))
def test_the_tables_name_for_a_code_holds_no_piece_of_it(code: str, find_key: bytes) -> None:
    index = codes.index(find_key, code)
    assert len(index) == 40
    assert not any(code[at : at + 8] in index.upper() for at in range(9))


@given(issued, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_another_key_gives_another_index(code: str, one: bytes, other: bytes) -> None:
    assert codes.index(one, code) == codes.index(one, code)
    assert (codes.index(one, code) == codes.index(other, code)) == (one == other)
