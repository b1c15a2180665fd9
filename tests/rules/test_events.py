"""Events are values."""

from typing import Any

import pytest

from common.events import CodeRefused, ListRefused, RequestRefused

REFUSED = {"route": "GET /", "problem": "NotThere", "status": 404}


def test_an_event_holds_its_fields_by_place_and_by_name() -> None:
    assert vars(RequestRefused("GET /", "NotThere", status=404)) == REFUSED
    assert vars(RequestRefused(**REFUSED)) == REFUSED  # type: ignore[arg-type]


@pytest.mark.parametrize("values", [("GET /",), ("GET /", "NotThere", 404, "more")])
def test_an_event_lacks_nothing_and_has_nothing_more(values: Any) -> None:
    with pytest.raises(TypeError, match="RequestRefused"):
        RequestRefused(*values)


def test_an_event_takes_no_other_field_and_none_twice() -> None:
    with pytest.raises(TypeError):
        ListRefused("school", "import", "reason", name="Sanne")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        ListRefused("school", "import", school="other")  # type: ignore[call-arg, misc]


def test_a_field_that_is_not_given_has_what_the_catalogue_says() -> None:
    assert vars(CodeRefused("Full")) == {"reason": "Full", "school": "", "pupil": ""}
