"""What a browser sends, as a visit reads it: fields of forms, cookies, and values that we signed."""

import base64
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from hypothesis import given
from hypothesis import strategies as st

from common.web import kept
from common.web.visits import Visit

KEY, NOW, DAY = b"k" * 32, datetime.now(UTC), timedelta(days=1)
fields = st.lists(st.tuples(st.text(min_size=1, max_size=20), st.text(max_size=40)), max_size=12)
# As RFC 6265 has them: no spaces, quotes, commas, semicolons and backslashes.
_SIGNS = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"=,;\\')
names = st.builds(str.__add__, st.sampled_from(("__Host-", "")), st.text(_SIGNS, min_size=1, max_size=12))
cookies = st.lists(st.tuples(names, st.text(_SIGNS, max_size=30)), max_size=8)
values = st.dictionaries(st.text(max_size=8), st.text(max_size=20) | st.integers() | st.lists(st.text(max_size=3)))


def visit(**event: Any) -> Visit:
    return Visit(APIGatewayProxyEventV2({"headers": {}, "isBase64Encoded": False, **event}))


@given(fields)
def test_a_form_is_read_as_it_was_filled_in_and_the_first_of_a_name_counts(pairs: list[tuple[str, str]]) -> None:
    body = urlencode(pairs)
    packed = base64.b64encode(body.encode()).decode()
    first = dict(reversed(pairs))
    assert visit(body=body).form == first
    assert visit(body=packed, isBase64Encoded=True).form == first


@given(st.text(max_size=200), st.booleans())
def test_whatever_is_sent_as_a_form_has_short_texts_or_nothing(body: str, is_packed: bool) -> None:
    form = visit(body=body, isBase64Encoded=is_packed).form
    assert sum(len(name) + len(value) for name, value in form.items()) <= 3 * len(body)


@given(cookies)
def test_cookies_are_read_as_they_were_sent_but_none_of_ours_that_comes_twice(pairs: list[tuple[str, str]]) -> None:
    sent = Counter(name for name, _ in pairs)
    ours_twice = {name for name, times in sent.items() if times > 1 and name.startswith("__Host-")}
    read = {name: value for name, value in pairs if name not in ours_twice}
    assert visit(cookies=[f"{name}={value}" for name, value in pairs]).cookies == read
    assert visit(headers={"Cookie": "; ".join(f"{name}={value}" for name, value in pairs)}).cookies == read


@given(st.lists(st.text(max_size=60), max_size=4))
def test_whatever_is_sent_as_cookies_holds_none_of_ours_that_was_not_sent(lines: list[str]) -> None:
    whole = "; ".join(lines)
    for name, value in visit(cookies=lines).cookies.items():
        assert name in whole
        assert value in whole


@given(values, st.sampled_from(("form", "code", "return")), st.sampled_from(("form", "code", "return")))
def test_what_was_signed_for_one_purpose_is_read_for_it_alone(value: dict[str, Any], made: str, asked: str) -> None:
    token = kept.sign(KEY, made, value, NOW, DAY)
    assert kept.read([KEY], asked, token) == (value if made == asked else {})


@given(values, st.floats(0, 1, exclude_max=True), st.integers(0, 4), st.text(max_size=4))
def test_a_signed_value_with_anything_changed_reads_nothing(
    value: dict[str, Any], place: float, taken_out: int, put_in: str
) -> None:
    token = kept.sign(KEY, "form", value, NOW, DAY)
    at = int(place * len(token))
    bent = token[:at] + put_in + token[at + taken_out :]
    assert bent == token or kept.read([KEY], "form", bent) == {}
