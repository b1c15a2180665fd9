"""Plain values: frozen dataclasses whose methods are written when the first of their kind is made, not at import."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any, dataclass_transform

# Where two threads make the first ones, the later has its value a moment before its hash and patterns are written.
# Functions have one thread.
_one_at_a_time = Lock()


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value:
    """What inherits from it is a frozen dataclass; until the first one is made it has no fields to ask for.

    Nothing inherits from a kind that has fields: whose it would get hangs on which of the two is made first.

    `dataclass` writes and compiles the methods of each class while its module is imported, which takes it half a
    millisecond. A function imports thirty to sixty values, and makes five to ten of them in its first request.
    """

    def __init__(self, *values: Any, **named: Any) -> None:
        """Of the first one alone: from then on its kind has an `__init__` of its own."""
        kind = type(self)
        with _one_at_a_time:
            if "__dataclass_fields__" not in vars(kind):
                dataclass(frozen=True)(kind)
        kind.__init__(self, *values, **named)
