"""Pupil lists as a school uploads them, and what came of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.days import local_date
from common.imports import Import
from pupils import app
from tests.emulated import UPLOADS
from tests.functions.house import REGENBOOG, House, sqs

HEADINGS = "Leerlingnummer;Roepnaam;Voorvoegsel;Achternaam;Groep;Geboortedatum"
SANNE, DAAN, NOOR = "1;Sanne;;Bakker;5B;14-03-2017", "2;Daan;van;Dijk;5B;", "3;Noor;de;Wit;6A;01-06-2015"


def _sent_on() -> date:
    """The last first of September; in August the first of that month, as codes of before it have ended."""
    today = local_date(datetime.now(UTC))
    if today > (first := date(today.year, 9, 1)):
        return first
    return date(today.year, 8, 1) if today.month >= 8 else date(today.year - 1, 9, 1)


SENT_ON = _sent_on()
SENT_ON_IN_WORDS = f"1 {'augustus' if SENT_ON.month == 8 else 'september'} {SENT_ON.year}"


def put(house: House, *rows: str, name: str = "lijst.csv", at: str = "12:00:00", school: str = REGENBOOG.id) -> Any:
    """Uploads a list; the event that S3 sends for it."""
    return put_content(house, "\r\n".join((HEADINGS, *rows)).encode(), name=name, at=at, school=school)


def put_content(
    house: House,
    content: bytes,
    *,
    name: str = "lijst.csv",
    at: str = "12:00:00",
    school: str = REGENBOOG.id,
    **notes: str,
) -> Any:
    """`notes` go with the object, with hyphens for underscores."""
    key, metadata = f"schools/{school}/lists/{name}", {note.replace("_", "-"): text for note, text in notes.items()}
    files = house.aws.session.client("s3")
    tag = files.put_object(Bucket=UPLOADS, Key=key, Body=content, Metadata=metadata)["ETag"].strip('"')
    return event_of(key, tag, at)


def event_of(key: str, tag: str = "0" * 32, at: str = "12:00:00") -> dict[str, Any]:
    item = {"key": quote_plus(key, safe="/"), "eTag": tag, "sequencer": f"00{at.replace(':', '')}"}
    s3 = {"bucket": {"name": UPLOADS}, "object": item}
    return {"Records": [{"eventName": "ObjectCreated:Put", "eventTime": f"{SENT_ON}T{at}.000Z", "s3": s3}]}


def just_sent(event: dict[str, Any], ago: timedelta = timedelta(minutes=2)) -> dict[str, Any]:
    """As if it was put there so long ago."""
    event["Records"][0]["eventTime"] = (datetime.now(UTC) - ago).isoformat()
    return event


def take(*events: dict[str, Any]) -> int:
    """Gives events to the function, one message each; how many it wants to see again."""
    return len(app.handler(sqs(*events), LambdaContext())["batchItemFailures"])


def settle(house: House) -> None:
    """Gives the function what it ordered itself, until nothing is left."""
    while orders := house.aws.queued("lists"):
        assert take(*orders) == 0


def order(house: House, what: str, at: int = -1) -> dict[str, Any]:
    """What the school orders for one of its lists, the newest unless said otherwise."""
    one = reports(house)[at]
    return {"order": what, "school": REGENBOOG.id, "import_id": one.id, "preview": one.preview}


def names(house: House) -> list[str]:
    return sorted(pupil.name for pupil in house.services.pupils.of_school(REGENBOOG.id))


def reports(house: House, school: str = REGENBOOG.id) -> list[Import]:
    """What the school can read of its lists, oldest first."""
    return house.services.imports.newest(school, 100)[::-1]


def asked_for(house: House) -> list[str]:
    """The pupils for whom a letter is asked, once for each time it is asked."""
    return sorted(pupil for request in house.aws.queued("letters") for pupil in request["pupils"])


def ids(house: House) -> list[str]:
    return sorted(pupil.id for pupil in house.services.pupils.of_school(REGENBOOG.id))
