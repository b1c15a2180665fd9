"""What does not fit in an order that is whole in itself: found once, told by each door in words of its own."""

from collections.abc import Sequence
from typing import Literal

from common.values import Value

What = Literal["unknown", "moment", "long_key", "no_file", "not_uploaded", "other_file", "other_kind", "too_large"]


class Fault(Value):
    """at: the place in the order, as the JSON door names it ('/audience/classes/0')."""

    at: str
    what: What


class DoesNotFit(Exception):
    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)
