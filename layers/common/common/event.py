"""What every event of the catalogue is: its fields and nothing else, and what is counted of it."""

from typing import ClassVar, NamedTuple

from common.values import Value


class Metric(NamedTuple):
    """What CloudWatch counts when an event is logged.

    name: '' for that of the event. amount: the field that says how many; '' for one each time. by: fields whose values
    are counted apart; few values of our own code, and never a school or a person: each costs money and tells something.
    """

    name: str = ""
    amount: str = ""
    by: tuple[str, ...] = ()


class Event(Value):
    """Logged under its class name, with the fields that a subclass names, in their order."""

    metrics: ClassVar[tuple[Metric, ...]] = ()
