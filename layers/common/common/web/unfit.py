"""What does not fit in the body of a request: where, and why in words of our own. What was sent is never repeated."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

_DATE = "give a date such as 2016-03-14"
_MOMENT = "give a date and time with an offset from UTC, such as 2026-09-01T08:30:00+02:00"
_WHOLE_NUMBER = "give a whole number"
_BOOLEAN = "give true or false"
_TEXT = "give a text"
# By what pydantic calls it: https://docs.pydantic.dev/latest/errors/validation_errors/
_WORDS: Mapping[str, str] = {
    "missing": "this is missing",
    "extra_forbidden": "there is no such field",
    "json_invalid": "this is no JSON",
    "model_type": "give an object",
    "list_type": "give a list",
    # Of a list, or of what a check of ours made of a text.
    "too_short": "this may not be empty",
    "too_long": "too long: at most {max_length}",
    "literal_error": "give {expected}",
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "string_too_short": "this may not be empty",
    "string_too_long": "give at most {max_length} characters",
    "bytes_type": _TEXT,
    "bytes_too_long": "give at most {max_length} bytes",
    "base64_decode": "give base64",
    "bool_type": _BOOLEAN,
    "bool_parsing": _BOOLEAN,
    "int_type": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "greater_than_equal": "give a number from {ge} on",
    "less_than_equal": "give a number up to {le}",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "timezone_aware": _MOMENT,
    # Of our own checks.
    "value_error": "{error}",
}
_ANYTHING_ELSE = "this does not fit"


def faults_in(error: ValidationError) -> list[dict[str, str]]:
    found = error.errors(include_url=False, include_input=False)
    return [{"at": pointer(*one["loc"]), "problem": _words(one["type"], one.get("ctx", {}))} for one in found]


def pointer(*steps: str | int) -> str:
    """The place as a JSON pointer, '' for the whole body. https://www.rfc-editor.org/rfc/rfc6901"""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _words(kind: str, context: Mapping[str, Any]) -> str:
    return _WORDS.get(kind, _ANYTHING_ELSE).format(**context)
