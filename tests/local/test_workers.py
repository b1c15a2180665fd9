"""What functions log in the emulated AWS, whatever else the machine is doing."""

import gc
import io
import time
import zipfile
from collections.abc import Iterator
from typing import IO, Any

import pytest

from local import workers
from local.workers import Worker

# MiniStack leaves the pipes of a process that it ended to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

HANDLER = """
import sys, time

def handler(event, context):
    for number in range(event["lines"]):
        print(event["name"], number, file=sys.stderr, flush=True)
    if event.get("fails"):
        raise ValueError("as it was told")
    time.sleep(event.get("seconds", 0))
"""


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:9")
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as file:
        file.writestr("door.py", HANDLER)
    config = {
        "Runtime": "python3.13",
        "Handler": "door.handler",
        "Timeout": 30,
        "FunctionName": "door",
        "FunctionArn": "arn:aws:lambda:eu-west-1:000000000000:function:door",
    }
    started = Worker("door", config, code.getvalue())
    yield started
    started.kill()
    del started
    gc.collect()


@pytest.fixture
def slow_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that reads gets its turn only a while after there is something."""
    has_more = workers._has_more

    def has_more_slowly(pipe: IO[str], milliseconds: int | None = 0) -> bool:
        found = has_more(pipe, milliseconds)
        time.sleep(0.3 if milliseconds is None else 0)
        return found

    monkeypatch.setattr(workers, "_has_more", has_more_slowly)


def logged(worker: Worker, name: str, lines: int, **more: Any) -> list[str]:
    log: str = worker.invoke({"name": name, "lines": lines, **more}, "a request")["log"]
    return log.splitlines()


def lines_of(name: str, number: int) -> list[str]:
    return [f"{name} {line}" for line in range(number)]


def test_each_line_is_in_the_log_of_its_own_answer_though_the_thread_that_reads_never_gets_a_turn(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Worker, "_read_stderr", lambda _: None)
    for name in ("first", "second", "third"):
        assert logged(worker, name, 5) == lines_of(name, 5)


def test_a_function_that_logs_more_than_a_pipe_holds_does_not_stand_still(worker: Worker) -> None:
    assert logged(worker, "much", 20_000) == lines_of("much", 20_000)
    assert logged(worker, "little", 1) == lines_of("little", 1)


@pytest.mark.usefixtures("slow_reading")
def test_the_log_of_a_function_that_fails_is_whole_and_the_next_answer_has_its_own(worker: Worker) -> None:
    assert logged(worker, "failed", 5, fails=True) == lines_of("failed", 5)
    assert logged(worker, "after", 5) == lines_of("after", 5)


@pytest.mark.usefixtures("slow_reading")
def test_the_log_of_a_function_that_never_answered_is_whole(worker: Worker) -> None:
    worker.config["Timeout"] = 3
    assert logged(worker, "slow", 5, seconds=60) == lines_of("slow", 5)
