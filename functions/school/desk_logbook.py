"""The desk's door to *Logboek*."""

from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.days import local_date, local_time
from common.errors import NotThere
from common.i18n import mark
from common.web.desks import Desk
from common.web.pages import as_download
from school import logbook, logbook_details, workbooks

door = Desk(Path(__file__).parent / "templates")
app = door.app

LOGBOOK = "/school/logboek"
_SHEET = mark("Logboek")
_HEADINGS = (mark("Wanneer"), mark("Wat"), mark("Wie"), mark("Bijzonderheden"), mark("Kenmerk"))
WHO = {
    "staff": mark("Verwijderde collega"),
    "parent": mark("Ouder of verzorger"),
    "key": mark("Ander systeem van de school"),
    "operator": mark("Ouderbrief (leverancier)"),
    "system": mark("Vanzelf"),
}


@app.get("/school/logboek")
def show_logbook() -> Response[str]:
    seat = door.seat()
    query = door.visit.query
    group = query.get("soort", "")
    if group and group not in logbook.GROUPS:
        raise NotThere
    page = logbook.page_of(seat, group, query.get("tot", ""))
    return door.show(
        "logbook.html",
        seat,
        page=page,
        group=group,
        groups=logbook.GROUPS,
        words=logbook.WORDS,
        who=WHO,
        details=logbook_details.in_words,
    )


@app.get("/school/logboek/excel")
def export() -> Response[bytes]:
    """Years of it at once, with the names of who did it."""
    seat = door.seat()
    door.refuse_stale(seat, back=LOGBOOK)
    here = services()
    here.journal.note(seat.school.id, "journal_exported", seat.actor, here.now())
    rows = [
        (
            local_time(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
            door.translated(logbook.WORDS[entry.what]),
            entry.by.name or door.translated(WHO[entry.by.kind]),
            logbook_details.in_words(entry.about, door.language),
            logbook_details.ids_in(entry.about),
        )
        for entry in logbook.all_of(seat)
    ]
    headings = [door.translated(text) for text in _HEADINGS]
    return as_download(
        workbooks.workbook(door.translated(_SHEET), headings, rows),
        workbooks.TYPE,
        f"logboek-{local_date(here.now())}.xlsx",
    )


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
