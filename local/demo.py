"""The demo school: a list of invented pupils on the first start, and a letter for every class."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from local.aws import Aws
from local.deployment import STACK
from local.desk import BEHEERDER, seat_at_desk
from local.problems import StartProblem
from local.roll import CLASSES, as_csv

# Beside the system's own table, because both are saved in the same instant: after a run was killed, what
# is noted here and what the system knows still agree.
_ROOT = Path(__file__).resolve().parents[1]
_NOTES = "local-demo"
_PATIENCE = 120.0
_PAUSE = 0.2

Report = Callable[[str], None]


_SCHOOL = {
    "id": "de-regenboog",
    "name": "Basisschool De Regenboog",
    "street": "Kleurenlaan 7",
    "postcode-city": "1234 AB Voorbeeldstad",
    "phone": "010 123 45 67",
    "email": "administratie@deregenboog.example",
    "colour": "#1d5b7a",
}


def found_demo_school(aws: Aws) -> tuple[str, str]:
    """Adds the school with the operator's own command; answers its id and a key for the JSON API."""
    details = [part for name, value in _SCHOOL.items() for part in (f"--{name}", value)]
    added = _operate(aws, "add-school", *details)
    if added.returncode:
        # A run that was killed may have added the school and lost the key.
        added = _operate(aws, "add-key", "--id", _SCHOOL["id"])
    if added.returncode:
        raise StartProblem(added.stderr.strip())
    return _SCHOOL["id"], added.stdout.strip()


def _operate(aws: Aws, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(str(_ROOT / "layers" / one) for one in ("common", "fonts")),
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_REGION": aws.region,
        "AWS_DEFAULT_REGION": aws.region,
        "AWS_ACCESS_KEY_ID": aws.access_key_id,
        "AWS_SECRET_ACCESS_KEY": aws.secret_access_key,
    }
    arguments = [sys.executable, "-m", "operate", "--stack", STACK, *command]
    return subprocess.run(arguments, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class DemoSchool:
    """staff: as `System` has it."""

    id: str
    api_key: str
    staff: dict[str, str]


def open_demo_school(aws: Aws, outputs: Mapping[str, str], report: Report) -> DemoSchool:
    """The first time the school is made, its beheerder comes to the desk, and its list is sent."""
    notes = _read_notes(aws)
    if "school" not in notes:
        notes["school"], notes["api_key"] = found_demo_school(aws)
        _write_notes(aws, notes)
        report("demo school founded")
    if "totp_secret" not in notes:
        _operate(aws, "invite-manager", "--id", notes["school"], "--name", BEHEERDER.name, "--email", BEHEERDER.email)
        notes["totp_secret"] = seat_at_desk(aws, outputs, BEHEERDER)
        _write_notes(aws, notes)
        report("desk staffed")
    if "list_sent" not in notes:
        _send_list(aws, outputs["UploadsBucket"], notes["school"])
        report("list of pupils sent")
        _wait_for_letters(aws, outputs["LettersBucket"], notes["school"], report)
        _write_notes(aws, notes | {"list_sent": "yes"})
    staff = {"email": BEHEERDER.email, "password": BEHEERDER.password, "totp_secret": notes["totp_secret"]}
    return DemoSchool(notes["school"], notes["api_key"], staff)


def _send_list(aws: Aws, bucket: str, school: str) -> None:
    key = f"schools/{school}/lists/leerlingen.csv"
    aws.files.put_object(Bucket=bucket, Key=key, Body=as_csv(), ContentType="text/csv")


def _wait_for_letters(aws: Aws, bucket: str, school: str, report: Report) -> None:
    end = time.monotonic() + _PATIENCE
    seen = 0
    while time.monotonic() < end:
        count = _count_letters(aws, bucket, school)
        if count != seen:
            report(f"{count} of {len(CLASSES)} classes have their letters")
            seen = count
        if count >= len(CLASSES):
            return
        time.sleep(_PAUSE)
    problem = f"After {_PATIENCE:.0f} seconds {seen} of {len(CLASSES)} classes have their letters: see functions.log"
    raise StartProblem(problem)


def _count_letters(aws: Aws, bucket: str, school: str) -> int:
    pages = aws.files.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"schools/{school}/")
    return sum(file["Key"].endswith(".pdf") for page in pages for file in page.get("Contents", []))


def _read_notes(aws: Aws) -> dict[str, str]:
    if _NOTES not in aws.tables.list_tables()["TableNames"]:
        aws.tables.create_table(
            TableName=_NOTES,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
        )
    item = aws.tables.get_item(TableName=_NOTES, Key={"PK": {"S": "demo"}}).get("Item", {})
    return {name: value["S"] for name, value in item.items() if name != "PK"}


def _write_notes(aws: Aws, notes: Mapping[str, str]) -> None:
    item = {name: {"S": value} for name, value in notes.items()}
    aws.tables.put_item(TableName=_NOTES, Item={"PK": {"S": "demo"}, **item})
