"""Counts what code asks of the emulated AWS as AWS would charge it; the processor time of the emulation, and of the
counting, is taken off.

The units of the table follow DynamoDB's rules from the sizes of the items that really went over the line: 4 kB a read
(half of it from an index), 1 kB a write, one more where the index has the item too, twice all that in a transaction.
"""

import io
import json
import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from moto.core.botocore_stubber import BotocoreStubber

from tests.emulated import Emulated

# A function of 1,024 MB has this part of a processor.
PROCESSOR = 1_024 / 1_769
# Seconds that a call takes as AWS usually answers within one region; what is not named takes TAKES_OTHERWISE.
TAKES = {
    "SendEmail": 0.06,
    "AdminCreateUser": 0.10,
    "AdminSetUserPassword": 0.12,
    "AdminInitiateAuth": 0.15,
    "TransactWriteItems": 0.015,
    "PutObject": 0.04,
    "GetObject": 0.03,
    "GenerateMac": 0.01,
    "SendMessageBatch": 0.01,
    "Publish": 0.03,
}
TAKES_OTHERWISE = 0.006
_READ, _WRITE = 4096, 1024

Wire = dict[str, Any]


@dataclass
class Meter:
    """cpu: seconds of ours. by_partition: units of writes, and of reads, by the key of their partition."""

    calls: Counter[str] = field(default_factory=Counter)
    reads: float = 0
    writes: float = 0
    cpu: float = 0
    log_bytes: int = 0
    written: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)

    @property
    def seconds(self) -> float:
        """As long as a function of 1,024 MB would take: its processor's share, and waiting for the calls."""
        return self.cpu / PROCESSOR + sum(TAKES.get(name, TAKES_OTHERWISE) * n for name, n in self.calls.items())

    def plus(self, other: "Meter") -> "Meter":
        return Meter(
            *(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)),
        )

    # What a call to the table costs, by its name.

    def note(self, name: str, asked: Wire, answered: Wire) -> None:
        self.calls[name] += 1
        if count := getattr(self, f"_{name}", None):
            count(asked, answered)

    def _GetItem(self, asked: Wire, answered: Wire) -> None:  # noqa: N802 - the operation's own name
        self._has_read(asked["Key"]["PK"]["S"], _units(item_size(answered.get("Item", {})), _READ))

    def _BatchGetItem(self, asked: Wire, answered: Wire) -> None:  # noqa: N802 - as above
        found = [item for items in answered.get("Responses", {}).values() for item in items]
        sizes = {(item["PK"]["S"], item["SK"]["S"]): item_size(item) for item in found}
        for table in asked["RequestItems"].values():
            for key in table["Keys"]:
                pk, sk = key["PK"]["S"], key["SK"]["S"]
                self._has_read(pk, _units(sizes.get((pk, sk), 0), _READ))

    def _Query(self, asked: Wire, answered: Wire) -> None:  # noqa: N802 - as above
        units = _units(sum(map(item_size, answered.get("Items", []))), _READ)
        self._has_read(asked["ExpressionAttributeValues"][":pk"]["S"], units / 2 if "IndexName" in asked else units)

    def _PutItem(self, asked: Wire, _answered: Wire) -> None:  # noqa: N802 - as above
        self._has_put(asked["Item"])

    def _UpdateItem(self, asked: Wire, answered: Wire) -> None:  # noqa: N802 - as above
        self._has_written(asked["Key"]["PK"]["S"], _units(item_size(answered.get("Attributes", {})), _WRITE))

    def _DeleteItem(self, asked: Wire, _answered: Wire) -> None:  # noqa: N802 - as above
        self._has_written(asked["Key"]["PK"]["S"], 1)

    def _BatchWriteItem(self, asked: Wire, _answered: Wire) -> None:  # noqa: N802 - as above
        for table in asked["RequestItems"].values():
            for one in table:
                if "PutRequest" in one:
                    self._has_put(one["PutRequest"]["Item"])
                else:
                    self._has_written(one["DeleteRequest"]["Key"]["PK"]["S"], 1)

    def _TransactWriteItems(self, asked: Wire, _answered: Wire) -> None:  # noqa: N802 - as above
        for one in asked["TransactItems"]:
            ((kind, write),) = one.items()
            if kind == "Put":
                self._has_put(write["Item"], times=2)
            else:
                self._has_written(write["Key"]["PK"]["S"], 2)

    def _has_put(self, item: Wire, times: int = 1) -> None:
        units = times * _units(item_size(item), _WRITE)
        self._has_written(item["PK"]["S"], units)
        if "GSI1PK" in item:
            self._has_written(f"index {item['GSI1PK']['S']}", units)

    def _has_written(self, partition: str, units: int) -> None:
        self.writes += units
        self.written[partition] += units

    def _has_read(self, partition: str, units: float) -> None:
        self.reads += units
        self.read[partition] += units  # type: ignore[assignment]  # counts halves too: of a read that may miss the newest


def item_size(item: Wire) -> int:
    """Bytes of an item, names and values, near enough to how DynamoDB counts them."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Wire) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S" | "B":
            size = len(content.encode())
        case "N":
            size = len(content) // 2 + 2
        case "M":
            size = 3 + item_size(content) + len(content)
        case "L":
            size = 3 + sum(_value_size(one) + 1 for one in content)
        case "SS" | "NS":
            size = sum(map(len, content))
        case _:
            size = 1
    return size


def _units(size: int, most: int) -> int:
    return max(1, -(-size // most))


@contextmanager
def metered(world: Emulated) -> Iterator[Meter]:
    """All that happens inside is metered; the log is written as always, to where it can be counted."""
    meter, asked, not_ours = Meter(), [b""], [0.0]

    def before(_model: Any, params: Any) -> None:
        asked[0] = params.get("body") or b""

    def after(model: Any, parsed: Any, **_: Any) -> None:
        began = time.process_time()
        is_table = model.service_model.service_name == "dynamodb"
        meter.note(str(model.name), json.loads(asked[0]) if is_table else {}, parsed)
        not_ours[0] += time.process_time() - began

    session: Any = world.services.session
    world.watch(before)
    clients = [session.client(name) for name in ("dynamodb", "cognito-idp", "kms", "s3", "sesv2", "sns", "sqs")]
    for client in clients:
        client.meta.events.register("after-call", after, unique_id="meter")
    (logs,) = logging.getLogger("ouderbrief").handlers
    assert isinstance(logs, logging.StreamHandler)
    lines = io.StringIO()
    stream = logs.setStream(lines)
    with _emulation_timed(not_ours):
        began = time.process_time()
        try:
            yield meter
        finally:
            meter.cpu = time.process_time() - began - not_ours[0]
            meter.log_bytes = len(lines.getvalue().encode())
            logs.setStream(stream)
            session.watchers.remove(before)
            for client in clients:
                client.meta.events.unregister("after-call", unique_id="meter")


@contextmanager
def _emulation_timed(spent: list[float]) -> Iterator[None]:
    emulation = BotocoreStubber.__call__

    def timed(*request: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return emulation(*request, **named)
        finally:
            spent[0] += time.process_time() - began

    with patch.object(BotocoreStubber, "__call__", timed):
        yield
