"""The desk's door to *Schooljaar*: the turn of the year, step by step."""

from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.days import local_date
from common.web import visits
from common.web.desks import Desk
from common.web.pages import go_to
from school import batch_ids, present_letters, renewal, turn_of_year

door = Desk(Path(__file__).parent / "templates")
app = door.app

YEAR = "/school/schooljaar"
NEW_CODES = "/school/schooljaar/nieuwe-codes"


@app.get("/school/schooljaar")
def show_year() -> Response[str]:
    seat, now = door.seat(), services().now()
    return door.show("year.html", seat, standing=turn_of_year.standing_of(seat, now), today=local_date(now))


@app.post("/school/schooljaar")
def extend_codes() -> Response[str]:
    turn_of_year.extend(door.seat(), services().now())
    return go_to(YEAR, visits.keep_note("codes_extended"))


@app.get("/school/schooljaar/nieuwe-codes")
def ask_new_codes() -> Response[str]:
    seat, now = door.manager(), services().now()
    form = door.form_of(seat, NEW_CODES)
    if seat.ordered.waits(now):
        return door.show("year_codes_made.html", seat, failed=bool(form.errors), by=renewal.ordered_by(seat))
    there = present_letters.there_still(seat.school.id, now)
    return door.show(
        "year_codes.html",
        seat,
        form=form,
        failed=bool(form.errors),
        batch=batch_ids.new_id(now),
        waiting=[one for one in there if present_letters.waits(seat, one, now)],
        until=seat.school.codes_until(local_date(now)),
        today=local_date(now),
    )


@app.post("/school/schooljaar/nieuwe-codes")
def renew_codes() -> Response[str]:
    seat = door.manager()
    wrong = turn_of_year.renew(seat, door.visit.form, services().now())
    if wrong:
        return door.send_back(seat, NEW_CODES, wrong)
    return go_to(YEAR, visits.keep_note("codes_renewed"))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
