"""Addresses and the six digits that prove them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.emails import normalise_email
from common.parents import confirmation_digits, device_id

KEY = b"k" * 32
GOOD = {
    "naam@voorbeeld.nl": "naam@voorbeeld.nl",
    " Naam@Voorbeeld.NL ": "naam@voorbeeld.nl",
    "naam@voorbeeld.nl\n": "naam@voorbeeld.nl",
    "naam@voorbeeld.nl\u200b": "naam@voorbeeld.nl",
    "\ufeffnaam@voorbeeld.nl": "naam@voorbeeld.nl",
    "voor.achter+school@mail.voorbeeld.co.uk": "voor.achter+school@mail.voorbeeld.co.uk",
    "o'neill_2@voor-beeld.nl": "o'neill_2@voor-beeld.nl",
    "a@b.nl": "a@b.nl",
    "naam@xn--bcher-kva.example": "naam@xn--bcher-kva.example",
    "n" * 64 + "@voorbeeld.nl": "n" * 64 + "@voorbeeld.nl",
}
BAD = [
    "", " ", ".naam@voorbeeld.nl", "naam.@voorbeeld.nl", "na..am@voorbeeld.nl",
    "naam", "naam@", "@voorbeeld.nl", "naam@voorbeeld", "naam@@voorbeeld.nl", "naam@voorbeeld..nl",
    "naam@.voorbeeld.nl", "naam@-voorbeeld.nl", "naam@voorbeeld-.nl", "naam@voorbeeld.n", "naam@voorbeeld.nl.",
    "na am@voorbeeld.nl", "naam@voor beeld.nl", "naam @voorbeeld.nl", "naam@voorbeeld.123", "naam@127.0.0.1",
    "naam@[127.0.0.1]", "<naam@voorbeeld.nl>", "Naam <naam@voorbeeld.nl>", '"na am"@voorbeeld.nl',
    "a@voorbeeld.nl,b@voorbeeld.nl", "a@voorbeeld.nl;b@voorbeeld.nl", "a@voorbeeld.nl b@voorbeeld.nl",
    "mailto:naam@voorbeeld.nl", "naam(x)@voorbeeld.nl", "na\\am@voorbeeld.nl",
    "naam@voorbeeld.nl\r\nBcc: x@voorbeeld.nl", "naam@voorbeeld.nl\nBcc: x@voorbeeld.nl",
    "naam\r\nBcc:x@voorbeeld.nl", "naam@voorbeeld.nl\u2028x", "naam\u0085@voorbeeld.nl", "naam\t@voorbeeld.nl",
    "zoë@voorbeeld.nl", "naam@vöorbeeld.nl", "naam@voorbeeld。nl", "нaam@voorbeeld.nl", "na\u200bam@voorbeeld.nl",
    "na\u202eam@voorbeeld.nl", "n" * 65 + "@voorbeeld.nl", "naam@" + "v" * 64 + ".nl",
    "naam@" + "voorbeeld." * 25 + "nl",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "kept"), GOOD.items())
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise_email(typed) == kept
    assert normalise_email(kept) == kept


@pytest.mark.parametrize("typed", BAD)
def test_what_cannot_be_an_address_is_refused(typed: str) -> None:
    assert normalise_email(typed) == ""


@pytest.mark.parametrize("control", ["\x00", "\x01", "\x08", "\x1b", "\x7f"])
def test_an_address_with_a_control_character_is_refused(control: str) -> None:
    assert normalise_email(f"na{control}am@voorbeeld.nl") == ""


@given(st.text(max_size=40), st.text(max_size=40))
def test_an_accepted_address_can_never_break_a_mail_header(local: str, rest: str) -> None:
    for typed in (f"{local}@{rest}", f"{local}@voorbeeld.nl{rest}"):
        email = normalise_email(typed)
        assert email.isprintable()
        assert email.isascii()
        assert not set(email) & set(' <>",;')


def test_an_address_may_be_254_characters_long_and_no_more() -> None:
    longest = "n" * 64 + "@" + ("v" * 61 + ".") * 3 + "nl" + "x"
    assert len(longest) == 254
    assert normalise_email(longest) == longest
    assert normalise_email(longest + "x") == ""


@given(st.binary(min_size=16, max_size=64), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_the_digits_are_six_digits(key: bytes, parent: str, email: str, nonce: str) -> None:
    digits = confirmation_digits(key, parent, email, nonce)
    assert len(digits) == 6
    assert digits.isascii()
    assert digits.isdigit()
    assert digits == confirmation_digits(key, parent, email, nonce)


def test_the_digits_differ_by_nonce_address_parent_and_key() -> None:
    made = [
        confirmation_digits(KEY, "p1", "a@voorbeeld.nl", "n1"),
        confirmation_digits(KEY, "p1", "a@voorbeeld.nl", "n2"),
        confirmation_digits(KEY, "p1", "b@voorbeeld.nl", "n1"),
        confirmation_digits(KEY, "p2", "a@voorbeeld.nl", "n1"),
        confirmation_digits(b"x" * 32, "p1", "a@voorbeeld.nl", "n1"),
    ]
    assert len(set(made)) == len(made)


def test_the_digits_of_many_requests_are_spread_evenly_and_may_begin_with_zero() -> None:
    made = [confirmation_digits(KEY, "p1", "a@voorbeeld.nl", str(nonce)) for nonce in range(10_000)]
    assert len(set(made)) > 9_900
    firsts = [sum(digits[0] == first for digits in made) for first in "0123456789"]
    assert all(850 < count < 1_150 for count in firsts)


def test_a_phone_is_known_by_the_same_id_again_and_its_token_does_not_show() -> None:
    assert device_id("token-1") == device_id("token-1")
    assert device_id("token-1") != device_id("token-2")
    assert "token" not in device_id("token-1")
