"""The desk's door to *Overzicht*, its first page."""

from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.days import local_date
from common.i18n import mark
from common.web.desks import HOME, Desk
from common.web.pages import as_download
from school import charts, workbooks
from school.overview import overview_of, unreachable_at

door = Desk(Path(__file__).parent / "templates")
app = door.app

_REPORTS_A_PAGE = 50
_SHEET = mark("Leerlingen")
_HEADINGS = (
    mark("Groep"),
    mark("Voornaam"),
    mark("Tussenvoegsel"),
    mark("Achternaam"),
    mark("Leerlingnummer"),
    mark("Ouders gekoppeld"),
)


@app.get("/school")
def show_overview() -> Response[str]:
    seat = door.seat()
    today = local_date(services().now())
    overview = overview_of(seat, door.visit.query.get("groep", ""), today)
    chart = charts.line_of(overview.days, today)
    return door.show("overview.html", seat, overview=overview, chart=chart, today=today)


@app.get("/school/overzicht/onbereikbaar")
def show_unreachable() -> Response[str]:
    seat = door.seat()
    return door.show("unreachable.html", seat, unreachable=unreachable_at(seat, local_date(services().now())))


@app.get("/school/overzicht/meldingen")
def show_reports() -> Response[str]:
    seat = door.seat()
    reports, older = services().reports.waiting(seat.school.id, door.visit.query.get("voor", ""), _REPORTS_A_PAGE)
    return door.show("open_reports.html", seat, reports=reports, older=older)


@app.get("/school/overzicht/excel")
def export() -> Response[bytes]:
    """Which pupil has how many parents: names of many children at once."""
    seat = door.seat()
    door.refuse_stale(seat, back=HOME)
    here = services()
    here.journal.note(seat.school.id, "overview_exported", seat.actor, here.now())
    pupils = [pupil for pupil in here.pupils.of_school(seat.school.id) if pupil.active]
    pupils.sort(key=lambda pupil: (pupil.class_name, pupil.sort_name))
    rows = [
        (one.class_name, one.given_name, one.prefix, one.family_name, one.source_key or "", one.linked)
        for one in pupils
    ]
    headings = [door.translated(text) for text in _HEADINGS]
    return as_download(
        workbooks.workbook(door.translated(_SHEET), headings, rows),
        workbooks.TYPE,
        f"ouders-{local_date(here.now())}.xlsx",
    )


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
