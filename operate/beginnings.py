"""How a stack stood when an upgrade began, kept until the trial is over: whoever was interrupted goes on with it."""

import json
from dataclasses import dataclass
from datetime import timedelta

from operate import versions
from operate.stack import Stack
from operate.trials import Standing
from operate.versions import Version

_NAME = "upgrade-began.json"
# An upgrade that was broken off longer ago is nobody's any more, and what it would go back to is old.
_LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Beginning:
    """version: that ran. standing: of its doors and alarms."""

    version: Version
    standing: Standing


def keep(stack: Stack, began: Beginning) -> None:
    """Beside the code."""
    standing = {"doors": dict(began.standing.doors), "ringing": sorted(began.standing.ringing)}
    versions.keep_beside(stack, began.version, _NAME, json.dumps({"version": began.version.text, "standing": standing}))


def kept(stack: Stack) -> Beginning | None:
    """Of an upgrade whose trial did not end; None for one of long ago, as what runs has proved itself since."""
    found = versions.beside(stack, _NAME)
    if found is None or stack.now() - found["LastModified"] > _LONGEST:
        return None
    said = json.loads(found["Body"].read())
    standing = Standing(said["standing"]["doors"], frozenset(said["standing"]["ringing"]))
    return Beginning(Version(said["version"]), standing)


def forget(stack: Stack) -> None:
    """Nothing is on trial any more."""
    versions.forget_beside(stack, _NAME)
