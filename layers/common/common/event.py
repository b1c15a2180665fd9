"""What every event of the catalogue is: its fields and nothing else, and what is counted of it."""

from typing import Any, ClassVar, NamedTuple, dataclass_transform


class Metric(NamedTuple):
    """What CloudWatch counts when an event is logged.

    name: '' for that of the event. amount: the field that says how many; '' for one each time. by: fields whose values
    are counted apart; few values of our own code, and never a school or a person: each costs money and tells something.
    """

    name: str = ""
    amount: str = ""
    by: tuple[str, ...] = ()


@dataclass_transform(frozen_default=True)
class Event:
    """Logged under its class name, with the fields that a subclass names, in their order.

    To a type checker a frozen dataclass. It is none, because each dataclass writes methods for itself when it is
    imported: for all of this catalogue that was a fifteenth of every cold start.
    """

    metrics: ClassVar[tuple[Metric, ...]] = ()

    def __init__(self, *values: Any, **named: Any) -> None:
        kind = type(self)
        fields = kind.__annotations__
        placed = dict(zip(fields, values, strict=False))
        given = {name: vars(kind)[name] for name in fields if name in vars(kind)} | placed | named
        if len(values) > len(fields) or placed.keys() & named or given.keys() != fields.keys():
            message = f"{kind.__name__} has the fields {', '.join(fields)}"
            raise TypeError(message)
        vars(self).update(given)
