"""What a list says of its numbers: what it would do, until it did so."""

import pytest

from common.imports import Import, State

COUNTS = {"rows": 60, "imported": 1, "held": 2, "returned": 3, "left": 59}


def told(state: State) -> dict[str, int]:
    return dict(Import("school", "id", "lijst.csv", "bucket", "key", "etag", state=state, counts=COUNTS).summary)


@pytest.mark.parametrize("state", ["reading", "waiting", "refused", "superseded"])
def test_nobody_has_left_by_a_list_that_was_not_applied(state: State) -> None:
    assert told(state) == {
        "Rijen in het bestand": 60,
        "Worden overgenomen": 1,
        "Worden niet overgenomen": 2,
        "Leerlingen die terugkomen": 3,
        "Leerlingen die worden uitgeschreven": 59,
    }


def test_of_one_that_the_school_declined_it_says_what_would_have_happened() -> None:
    assert told("declined") == {
        "Rijen in het bestand": 60,
        "Zouden zijn overgenomen": 1,
        "Zouden niet zijn overgenomen": 2,
        "Leerlingen die zouden zijn teruggekomen": 3,
        "Leerlingen die zouden zijn uitgeschreven": 59,
    }


@pytest.mark.parametrize("state", ["applying", "done", "undoing", "undone"])
def test_of_one_that_was_it_says_what_happened(state: State) -> None:
    assert told(state) == {
        "Rijen in het bestand": 60,
        "Overgenomen": 1,
        "Niet overgenomen": 2,
        "Leerlingen die terug zijn": 3,
        "Leerlingen die zijn uitgeschreven": 59,
    }
