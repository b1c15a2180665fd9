"""Which passwords a parent may choose."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import codes, passwords
from operate.leaked_passwords import chosen

CODE = codes.grouped(codes.derive(b"school", "pupil", 1))
NAME, EMAIL, SCHOOL = "Jan de Vries", "jansenfamilie@voorbeeld.nl", "De Regenboog"
TOO_SHORT = "Gebruik minstens 12 tekens"
GUESSABLE = "te makkelijk te raden"


def _problem(password: str, email: str = EMAIL) -> str:
    return passwords.problem_with(password, CODE, NAME, email, SCHOOL) or ""


@pytest.mark.parametrize("password", ["a", "kort", "Aa1!Aa1!Aa1", "elf tekens!"])
def test_a_short_password_is_told_the_shortest_length(password: str) -> None:
    assert TOO_SHORT in _problem(password)


def test_no_password_is_asked_for() -> None:
    assert _problem("") == "Bedenk een wachtwoord"


@pytest.mark.parametrize(
    "password",
    [
        "kaas fiets maan", "trommel-giraf-lantaarn", "twaalf tekens", "juist paard batterij nietje", "x7Kq!pW2zR9v",
        "gröne bütte käse", "кошка лампа поезд", "زهرة قمر بحر كبير", "我的孩子在这里上学今天很好",
        "drie woorden 🐎🌙🧀",
        "Sinterklaas eet pannenkoeken", "p" * 3 + "anda's in de regen",
    ],
)  # fmt: skip
def test_words_of_any_language_make_a_good_password(password: str) -> None:
    assert _problem(password) == ""


def test_the_password_of_now_is_no_new_one() -> None:
    def again(current: str) -> str | None:
        return passwords.problem_with("kaas fiets maan", None, NAME, current=current)

    assert "twee keer hetzelfde wachtwoord" in (again("kaas fiets maan") or "")
    assert again("kaas fiets zon") is again("") is None


@pytest.mark.parametrize("length", [64, 65, 128, 256])
def test_long_passwords_are_accepted(length: int) -> None:
    assert _problem(("fiets maan kaas trommel giraf " * 20)[: length - 1] + "!") == ""


def test_a_password_beyond_the_longest_is_told_so() -> None:
    assert "256" in _problem("fiets maan kaas" * 18)


@pytest.mark.parametrize(
    "password",
    [
        "wachtwoord12", "Wachtwoord2026", "Wachtwoord123!", "password1234", "Password123!", "12345 wachtwoord",
        "voetbal123456", "ouderbrief2026", "W-a-c-h-t-w-o-o-r-d",
    ],
)  # fmt: skip
def test_common_passwords_are_refused_with_digits_and_signs_around_them(password: str) -> None:
    assert GUESSABLE in _problem(password)


def test_more_than_three_thousand_leaked_passwords_of_our_length_are_refused() -> None:
    leaked = Path(passwords.__file__).with_name("leaked_passwords.txt").read_text("utf-8").split()
    long = [one for one in leaked if len(one) >= passwords.SHORTEST]
    assert len(long) > 3000
    assert [one for one in long if not _problem(one)] == []


@pytest.mark.parametrize("password", ["123qweasdzxc", "Q1W2E3R4T5Y6", "leavemealone", "iloveyou2026!", "Sunshine-123"])
def test_what_leaked_elsewhere_is_refused_however_it_is_written(password: str) -> None:
    assert GUESSABLE in _problem(password)


def test_the_list_has_long_passwords_as_they_are_and_of_short_ones_the_word() -> None:
    ranked = ["123456", "Leave me alone!", "not to be copied", "leavemealoné"]
    assert chosen(ranked, {"Leave me alone!", "leavemealoné", "short"}, ["sunshine1", "abc123", "123456"]) == [
        "leavemealone",
        "sunshine",
    ]


@pytest.mark.parametrize("password", ["welkom welkom", "Welkom01Welkom01", "wachtwoord wachtwoord", "WelkomWelkom1!"])
def test_a_common_password_twice_is_as_easy_to_guess(password: str) -> None:
    assert GUESSABLE in _problem(password)


@pytest.mark.parametrize(
    "password", ["1234567890123", "abcdefghijklm", "QWERTYUIOPAS", "qwerty uiop asdf", "01234567890123"]
)
def test_keyboard_runs_are_refused(password: str) -> None:
    assert GUESSABLE in _problem(password)


@pytest.mark.parametrize("password", ["09876543210987", "zyxwvutsrqponm", "poiuytrewqlkjh"])
def test_keyboard_runs_backwards_are_refused(password: str) -> None:
    assert GUESSABLE in _problem(password)


@pytest.mark.parametrize("password", ["asdfghjklasdfghjkl", "zxcvbnmzxcvbnm", "qwertyqwerty", "abcdeabcdeabcde"])
def test_a_run_that_is_repeated_is_refused(password: str) -> None:
    assert GUESSABLE in _problem(password)


@pytest.mark.parametrize(
    "password", ["aaaaaaaaaaaa", "ababababababab", "111122223333", "AaAaAaAaAaAaAa", "............"]
)
def test_a_few_repeated_characters_are_refused(password: str) -> None:
    assert GUESSABLE in _problem(password)


@pytest.mark.parametrize(
    "password",
    [
        "jansenfamilie",
        "JansenFamilie1",
        "jansenfamilie@voorbeeld.nl",
        "Jan de Vries 1",
        "jandevries2018",
        "DeRegenboog12",
    ],
)
def test_the_parents_own_address_name_and_school_are_refused(password: str) -> None:
    assert GUESSABLE in _problem(password)


@pytest.mark.parametrize("local", ["jansenfamilie2018", "1985jandevries", "jan.de.vries.1985"])
def test_an_address_that_ends_in_digits_is_refused_too(local: str) -> None:
    assert GUESSABLE in (passwords.problem_with(local, CODE, "Kim", f"{local}@voorbeeld.nl", SCHOOL) or "")


def test_somebody_elses_name_is_no_reason_to_refuse() -> None:
    assert passwords.problem_with("jansenfamilie", CODE, "Kim", "kim@voorbeeld.nl", SCHOOL) is None


@pytest.mark.parametrize(
    "password",
    [CODE, CODE.lower(), CODE.replace("-", ""), CODE + "!", "x" + CODE, codes.derive(b"school", "another", 1)],
)
def test_a_code_is_no_password(password: str) -> None:
    assert "De activatiecode is niet uw wachtwoord" in _problem(password)


FOUR_WORDS = "boek-stoel-raam-koe"


def test_words_that_check_out_by_chance_are_a_password() -> None:
    assert codes.is_well_formed(codes.normalise(FOUR_WORDS))
    assert _problem(FOUR_WORDS) == ""


def test_whoever_never_had_a_letter_is_not_told_of_codes() -> None:
    assert passwords.problem_with(CODE, None, NAME, EMAIL, SCHOOL) is None
    assert "De activatiecode is niet uw wachtwoord" in (passwords.problem_with(CODE, "", NAME) or "")


@pytest.mark.parametrize("password", [" kaas fiets maan", "kaas fiets maan "])
def test_a_space_at_an_end_is_told_about(password: str) -> None:
    assert "spatie" in _problem(password)


@pytest.mark.parametrize("password", ["kaas\x00fiets maan", "kaas\tfiets maan", "kaas\nfiets maan"])
def test_control_characters_are_told_about(password: str) -> None:
    assert "letters" in _problem(password)


@given(st.text(max_size=300), st.text(max_size=40))
def test_every_password_is_answered_and_never_quoted(password: str, email: str) -> None:
    problem = passwords.problem_with(password, CODE, NAME, email, SCHOOL)
    if problem is None:
        assert 12 <= len(password) <= 256
    elif len(password) > 20:
        assert password not in problem


@pytest.mark.parametrize("name", ["\ufdfa" * 5_000, " ".join(f"{n:x}" for n in range(5_000)), "@".join("ab" * 2_000)])
def test_of_an_endless_name_the_beginning_is_compared(name: str) -> None:
    """Pairs of its words are compared too: all of them would take the square of their number."""
    assert len(passwords._parts(name)) < 2 * 20 * 20


def test_an_accent_does_not_count_twice() -> None:
    """The pool counts what it is given: an é, however it was typed."""
    assert TOO_SHORT in _problem("é" * 5 + "ab")
    assert _problem("é" * 5 + "ab" + "kasten") == _problem("\u00e9" * 5 + "abkasten") == ""
