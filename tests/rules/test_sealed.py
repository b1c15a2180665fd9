"""What a browser keeps of a form that failed: read again by us, for a while, and by nobody else."""

import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.web.sealed import seal, unseal

KEY, OTHER = b"k" * 32, b"l" * 32
NOW, LIFE = datetime(2026, 11, 26, 12, tzinfo=UTC), timedelta(minutes=15)
VALUE = {"page": "registreren", "values": {"name": "Zoë", "day": "woensdag"}, "errors": {}}
TOKEN = seal(KEY, VALUE, NOW)

values = st.dictionaries(st.text(), st.text(st.characters()) | st.dictionaries(st.text(), st.text()))


@given(values)
def test_what_was_sealed_is_read_again(value: dict[str, Any]) -> None:
    assert unseal([KEY], seal(KEY, value, NOW), NOW, LIFE) == value


def test_nothing_of_it_can_be_read() -> None:
    content = urlsafe_b64decode(TOKEN)
    for part in ("registreren", "name", "Zoë", "woensdag", "values"):
        assert json.dumps(part)[1:-1].encode() not in content
        assert part.encode() not in content
        assert part not in TOKEN


def test_the_same_is_another_token_each_time() -> None:
    assert seal(KEY, VALUE, NOW) != TOKEN


def test_a_key_of_before_still_reads_and_another_does_not() -> None:
    assert unseal([OTHER, KEY], TOKEN, NOW, LIFE) == VALUE
    assert unseal([OTHER], TOKEN, NOW, LIFE) == {}
    assert unseal([], TOKEN, NOW, LIFE) == {}


def test_it_lasts_a_while() -> None:
    assert unseal([KEY], TOKEN, NOW + LIFE, LIFE) == VALUE
    assert unseal([KEY], TOKEN, NOW + LIFE + timedelta(seconds=1), LIFE) == {}
    assert unseal([KEY], TOKEN, NOW - timedelta(minutes=2), LIFE) == {}


def test_every_changed_symbol_reads_nothing() -> None:
    for at, symbol in enumerate(TOKEN.rstrip("=")):
        other = "A" if symbol != "A" else "B"
        changed = TOKEN[:at] + other + TOKEN[at + 1 :]
        if urlsafe_b64decode(changed) != urlsafe_b64decode(TOKEN):
            assert unseal([KEY], changed, NOW, LIFE) == {}, at


@given(st.text(max_size=200))
def test_anything_else_reads_nothing(token: str) -> None:
    assert unseal([KEY], token, NOW, LIFE) == {}


@pytest.mark.parametrize("token", ["\ud800", "x" * 5000, "e30.e30.e30", "\x00", "gAAAAA=="])
def test_what_is_no_token_reads_nothing(token: str) -> None:
    assert unseal([KEY], token, NOW, LIFE) == {}
