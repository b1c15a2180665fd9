"""The processes in which the emulated AWS runs functions: what one logged before it answered is in that answer's log.

MiniStack leaves reading to a thread and waits some milliseconds for it; on a busy machine the last lines would come
with the next answer of the same process, or never.
"""

import os
import select
import threading
from typing import IO, Any

from ministack.core import lambda_runtime

_CHUNK = 65536
_PATIENCE = 5.0


def log_whole_answers() -> None:
    lambda_runtime.Worker = Worker


class Worker(lambda_runtime.Worker):  # type: ignore[misc]  # MiniStack has no types
    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._reading = threading.Lock()
        self._said = b""

    def _read_stderr(self) -> None:
        """Reads while the function runs, which would stand still once the pipe is full."""
        pipe = self._proc.stderr
        while _has_more(pipe, None):
            with self._reading:
                # Whoever drained meanwhile has read it.
                if _has_more(pipe) and not self._take(pipe):
                    return

    def _take(self, pipe: IO[str]) -> bool:
        """Whether more may follow."""
        found = os.read(pipe.fileno(), _CHUNK)
        self._said += found
        return bool(found)

    def _drain_stderr(self) -> str:
        if self._proc is None:  # It was ended, and so its pipe ends.
            self._stderr_thread.join(_PATIENCE)
        with self._reading:
            while self._proc and _has_more(self._proc.stderr) and self._take(self._proc.stderr):
                pass
            said, self._said = self._said, b""
        return said.decode(errors="replace").removesuffix("\n")

    def _drain_stderr_bounded(self, *_: float) -> str:
        return self._drain_stderr()


def _has_more(pipe: IO[str], milliseconds: int | None = 0) -> bool:
    """Also at the end of it."""
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    return bool(poll.poll(milliseconds))
