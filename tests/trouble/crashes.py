"""One interruption of what the functions do with AWS: before or after the nth call that changes something."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, get_args

from botocore.exceptions import ClientError

from tests.emulated import Emulated

# killed: nothing of the process runs any more, and whoever called it learns nothing.
# failed: AWS answers with an error. After: it did what was asked all the same.
# met: a transaction is called off as it met another; no emulator does that by itself.
Kind = Literal["killed_before", "killed_after", "failed_before", "failed_after", "met"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Whatever is not known to change nothing is taken for an effect, so that none is forgotten.
_READS = re.compile(r"(Get|BatchGet|Query|Scan|List|Describe|Head|Receive).*|GenerateMac|AdminInitiateAuth")


class Killed(BaseException):
    """The end of a process. No code of ours may catch it."""


@dataclass(frozen=True)
class Point:
    """Where a run is interrupted; the nth effect counts from 1, and none is the 0th."""

    kind: Kind
    nth: int

    def __str__(self) -> str:
        return f"{self.kind} at effect {self.nth}"


NOWHERE = Point("killed_before", 0)


class Crashes:
    """Counts the effects of a world, and strikes once."""

    def __init__(self, aws: Emulated, at: Point, on_strike: Callable[[], None]) -> None:
        """on_strike: what is looked at in the moment of the interruption."""
        self.at = at
        self.effects: list[str] = []
        self.struck = ""
        self._on_strike = on_strike
        self._is_counting = self._is_dead = False
        aws.interpose(self._before, self._after)

    @property
    def reached(self) -> bool:
        return len(self.effects) >= self.at.nth

    @contextmanager
    def counting(self) -> Iterator[None]:
        """From here on effects count: what is prepared and looked at before and after is none of the flow."""
        self._is_counting = True
        try:
            yield
        finally:
            self._is_counting = False

    @contextmanager
    def process(self) -> Iterator[None]:
        """One run of a function. If it is killed the block ends here, and the next process lives."""
        try:
            yield
        except Killed:
            return
        else:
            assert not self._is_dead, f"something went on after {self.struck}"
        finally:
            self._is_dead = False

    def _before(self, model: Any, params: Any) -> None:
        if self._is_dead:
            raise Killed
        if not self._is_counting or _READS.fullmatch(model.name):
            return
        self.effects.append(model.name)
        if len(self.effects) == self.at.nth:
            self._strike_before(model.name, params)

    def _strike_before(self, name: str, params: Any) -> None:
        if self.at.kind == "killed_before":
            self._kill(name)
        if self.at.kind == "failed_before":
            self._fail(name)
        if self.at.kind == "met" and name == "TransactWriteItems":
            self._meet(name, str(params["body"]).count('"TableName"'))

    def _after(self, model: Any, _context: Any, status: int) -> None:
        is_last = self._is_counting and len(self.effects) == self.at.nth and not self.struck
        if not is_last or status >= 300 or _READS.fullmatch(model.name):
            return
        if self.at.kind == "killed_after":
            self._kill(model.name)
        if self.at.kind == "failed_after":
            self._fail(model.name)

    def _kill(self, name: str) -> None:
        self._note(name)
        self._is_dead = True
        raise Killed

    def _fail(self, name: str) -> None:
        self._note(name)
        raise ClientError({"Error": {"Code": "InternalServerError", "Message": "interrupted"}}, name)

    def _meet(self, name: str, writes: int) -> None:
        self._note(name)
        reasons = [{"Code": "TransactionConflict"}, *({"Code": "None"} for _ in range(writes - 1))]
        answer: Any = {"Error": {"Code": "TransactionCanceledException", "Message": "interrupted"}}
        answer["CancellationReasons"] = reasons
        raise ClientError(answer, name)

    def _note(self, name: str) -> None:
        self.struck = f"{self.at.kind} {name}"
        self._is_counting, before = False, self._is_counting
        self._on_strike()
        self._is_counting = before
