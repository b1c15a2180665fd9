"""python -m local starts the whole system here; python -m local reset forgets what it kept.

python -m local digits shows the six digits with which the demo school's beheerder logs in now.
"""

import json
import os
import signal
import sys
import time
from types import FrameType

from local.desk import digits
from local.problems import StartProblem
from local.state import forget
from local.system import ROOT, Place, Running, started

_FOLDER = ROOT / ".local"
_PAUSE = 0.5


def main(arguments: list[str]) -> int:
    try:
        match arguments:
            case []:
                return _run()
            case ["digits"]:
                return _digits()
            case ["reset"]:
                forget(_FOLDER)
                print("Forgotten: the next start begins with an empty system.")
                return 0
            case _:
                print("Usage: python -m local [reset | digits]", file=sys.stderr)
                return 2
    except StartProblem as problem:
        print(problem, file=sys.stderr)
        return 1


def _run() -> int:
    # SIGINT too: a shell script that starts us in the background has it ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    place = Place(_FOLDER, _port("PORT", 8000), _port("AWS_PORT", 4566))
    try:
        with started(place, demo=True, report=_Clock().report) as running:
            _show(running)
            code = _watch(running)
            _ignore_signals()
            print("Stopping…", flush=True)
    except KeyboardInterrupt:
        print("Stopped before it was ready.")
        return 130
    if code == 0:
        print("Stopped; the data is kept for the next start.")
    return code


def _digits() -> int:
    """What the authenticator of the demo school's beheerder shows now."""
    summary = _FOLDER / "system.json"
    if not summary.exists():
        problem = "The local system is not running: start it with make run"
        raise StartProblem(problem)
    print(digits(json.loads(summary.read_text())["staff"]["totp_secret"]))
    return 0


def _port(name: str, usual: int) -> int:
    given = os.environ.get(name, str(usual))
    if not given.isdigit() or not 0 < int(given) < 65536:
        problem = f"{name}={given} is no port."
        raise StartProblem(problem)
    return int(given)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _ignore_signals() -> None:
    # An impatient second Ctrl-C would cut off the saving of the state.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


class _Clock:
    def __init__(self) -> None:
        self._start = time.monotonic()

    def report(self, line: str) -> None:
        print(f"{time.monotonic() - self._start:5.1f} s  {line}", flush=True)


def _show(running: Running) -> None:
    system = running.system
    print(
        f"\nReady.\n"
        f"  Parents        {system.parents_url}\n"
        f"  School         {system.school_url}  ({system.staff['email']}, {system.staff['password']},\n"
        f"                 6 digits: make digits)\n"
        f"  Mailbox        {system.mailbox_url}\n"
        f"  AWS            {system.aws_endpoint}  ({system.region}, stack {system.stack})\n"
        f"  Uploads        s3://{system.uploads_bucket}/schools/{system.school}/lists/\n"
        f"  Letters        s3://{system.letters_bucket}/\n"
        f"  For programs   {_FOLDER / 'system.json'}  (the same, with the keys)\n"
        f"  Logs           {_FOLDER}: functions.log, emulator.log, front.log\n"
        f"\nCtrl-C stops it.",
        flush=True,
    )


def _watch(running: Running) -> int:
    """Until Ctrl-C (0), or until one of the processes ends by itself (1)."""
    try:
        while (dead := running.dead()) is None:
            time.sleep(_PAUSE)
    except KeyboardInterrupt:
        return 0
    print(f"{dead.module} ended unexpectedly: see {dead.log}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
