"""Values are frozen dataclasses, from the first that is made on."""

import copy
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, asdict, field, is_dataclass, replace
from threading import Barrier
from typing import Any, ClassVar

import pytest

from common.values import Value


def new_kind() -> Any:
    class Child(Value):
        """A child, and what it is called at home."""

        name: str
        years: int = 4
        calls: tuple[str, ...] = field(default_factory=tuple)

        @property
        def is_old(self) -> bool:
            return self.years > 12

    return Child


def test_a_value_has_its_fields_with_what_they_are_by_themselves() -> None:
    child = new_kind()("Daan", calls=("D",))
    assert (child.name, child.years, child.calls, child.is_old) == ("Daan", 4, ("D",), False)


def test_values_are_equal_by_what_they_hold_and_may_be_kept_in_a_set() -> None:
    kind = new_kind()
    assert {kind("Daan"), kind("Daan", 4), kind("Saar")} == {kind("Saar"), kind("Daan")}


def test_a_value_cannot_be_changed() -> None:
    child = new_kind()("Daan")
    with pytest.raises(FrozenInstanceError):
        child.name = "Saar"


def test_the_library_takes_a_value_for_a_dataclass() -> None:
    child: Any = new_kind()("Daan")
    assert is_dataclass(type(child))
    assert asdict(replace(child, years=5)) == {"name": "Daan", "years": 5, "calls": ()}
    assert copy.deepcopy(child) == child
    assert repr(child).endswith("Child(name='Daan', years=4, calls=())")


@pytest.mark.parametrize("wrong", [lambda kind: kind(), lambda kind: kind("Daan", wrong=1), lambda kind: kind(*"Daan")])
def test_the_first_value_with_other_fields_is_refused_and_the_next_is_made(wrong: Callable[[Any], Any]) -> None:
    kind = new_kind()
    with pytest.raises(TypeError):
        wrong(kind)
    assert kind("Daan").years == 4


def test_nothing_is_written_at_import() -> None:
    kind = new_kind()
    assert not is_dataclass(kind)
    assert "__init__" not in vars(kind)


@pytest.fixture
def _hasty_threads() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_hasty_threads")
def test_the_first_values_may_be_made_at_once() -> None:
    threads, rounds = 8, 50
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(rounds):
            kind, together = new_kind(), Barrier(threads)

            def make(name: str, kind: Any = kind, together: Barrier = together) -> Any:
                together.wait()
                return kind(name)

            assert [one.name for one in pool.map(make, "abcdefgh")] == list("abcdefgh")


def test_kinds_may_have_something_in_common_that_has_no_fields() -> None:
    class Counted(Value):
        by: ClassVar[tuple[str, ...]] = ("name",)

    class Child(Counted):
        name: str

    assert (Child("Daan").name, Child.by) == ("Daan", ("name",))
