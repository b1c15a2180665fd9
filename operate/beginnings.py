"""How a stack stood when an upgrade began, kept until the trial is over: whoever was interrupted goes on with it."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from botocore.exceptions import ClientError

from operate import versions
from operate.stack import Stack
from operate.trials import Standing
from operate.versions import Version

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
    body = json.dumps({"version": asdict(began.version), "standing": standing}).encode()
    stack.client("s3").put_object(Bucket=began.version.bucket, Key=_key(stack), Body=body)


def kept(stack: Stack) -> Beginning | None:
    """Of an upgrade whose trial did not end; None for one of long ago, as what runs has proved itself since."""
    try:
        found = stack.client("s3").get_object(Bucket=versions.running(stack).bucket, Key=_key(stack))
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            return None
        raise
    if datetime.now(UTC) - found["LastModified"] > _LONGEST:
        return None
    said = json.loads(found["Body"].read())
    standing = Standing(said["standing"]["doors"], frozenset(said["standing"]["ringing"]))
    return Beginning(Version(**said["version"]), standing)


def forget(stack: Stack) -> None:
    """Nothing is on trial any more."""
    stack.client("s3").delete_object(Bucket=versions.running(stack).bucket, Key=_key(stack))


def _key(stack: Stack) -> str:
    return f"{stack.deployed.name}/upgrade-began.json"
