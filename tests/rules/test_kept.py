"""Small signed values: exactly the tokens that the library makes, and nothing else is believed."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from common.web import kept

KEY, PURPOSE = b"k" * 32, "form"
NOW, DAY = datetime.now(UTC), timedelta(days=1)
VALUE = {"name": "Zoë", "fields": [1, 2], "empty": ""}


def packed(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def test_what_was_signed_is_read_again() -> None:
    assert kept.read([KEY], PURPOSE, kept.sign(KEY, PURPOSE, VALUE, NOW, DAY)) == VALUE


def test_a_token_is_the_one_that_the_library_makes() -> None:
    ours = kept.sign(KEY, PURPOSE, VALUE, NOW, DAY)
    assert ours == jwt.encode({"aud": PURPOSE, "exp": NOW + DAY, "value": VALUE}, KEY, algorithm="HS256")
    assert jwt.decode(ours, KEY, algorithms=["HS256"], audience=PURPOSE)["value"] == VALUE


def test_another_purpose_another_key_and_the_past_read_nothing() -> None:
    token = kept.sign(KEY, PURPOSE, VALUE, NOW, DAY)
    assert kept.read([KEY], "session", token) == {}
    assert kept.read([b"l" * 32], PURPOSE, token) == {}
    assert kept.read([KEY], PURPOSE, kept.sign(KEY, PURPOSE, VALUE, NOW - 2 * DAY, DAY)) == {}


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": PURPOSE, "value": VALUE},
        {"aud": PURPOSE, "exp": "2099", "value": VALUE},
        {"aud": [PURPOSE], "exp": 4102444800, "value": VALUE},
        {"aud": PURPOSE, "exp": 4102444800, "value": "text"},
        ["a list"],
    ],
)
def test_claims_of_another_shape_read_nothing(claims: Any) -> None:
    body = f"{kept.sign(KEY, PURPOSE, VALUE, NOW, DAY).partition('.')[0]}.{packed(claims)}"
    assert kept.read([KEY], PURPOSE, f"{body}.{kept._signature(KEY, body)}") == {}


@pytest.mark.parametrize("header", [{"alg": "none", "typ": "JWT"}, {"alg": "HS512", "typ": "JWT"}, {}])
def test_a_token_chooses_no_algorithm(header: dict[str, str]) -> None:
    claims = {"aud": PURPOSE, "exp": 4102444800, "value": VALUE}
    body = f"{packed(header)}.{packed(claims)}"
    assert kept.read([KEY], PURPOSE, f"{body}.") == {}
    assert kept.read([KEY], PURPOSE, f"{body}.{kept._signature(KEY, body)}") == {}


def test_every_changed_symbol_reads_nothing() -> None:
    token = kept.sign(KEY, PURPOSE, VALUE, NOW, DAY)
    for at, symbol in enumerate(token):
        other = "A" if symbol != "A" else "B"
        assert kept.read([KEY], PURPOSE, token[:at] + other + token[at + 1 :]) == {}, at


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "é.é.é", "\ud800", "x" * 5000])
def test_anything_else_reads_nothing(token: str) -> None:
    assert kept.read([KEY], PURPOSE, token) == {}
