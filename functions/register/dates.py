"""A date of birth that keeps failing: whoever holds the letter tells the school, and learns nothing by it."""

import re
from collections.abc import Mapping
from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.errors import AlreadyDone, CodeProblem, TooManyReports
from common.events import Reported
from common.i18n import mark
from common.pupils import clean
from common.reports import Report
from common.web.activation import check_reportable, open_code, sentence_of
from common.web.visits import Form

_KEPT = ("code", "name", "contact")
_LONGEST = 200
# Eight digits, as the shortest numbers of countries around us have, or something like an address.
_REACHABLE = re.compile(r"(\d\D*){8}|\S@\S+\.\S")


def report(form: Mapping[str, str], network: str, now: datetime) -> Form:
    """The form with what is wrong; without errors the report is made, or that of today waits still.

    A letter that another took the place of is not the school's any more, nor is one of a pupil who left.
    """
    answers = {field: clean(form.get(field, ""))[:_LONGEST] for field in _KEPT}
    errors = {}
    if not answers["name"]:
        errors["name"] = mark("Vul uw naam in")
    if not _REACHABLE.search(answers["contact"]):
        errors["contact"] = mark("Vul een telefoonnummer of e-mailadres in")
    try:
        invitation = open_code(answers["code"], network, now)
        check_reportable(invitation, now)
    except CodeProblem as problem:
        return Form(answers, {"code": sentence_of(problem), **errors})
    if not errors:
        school, pupil = invitation.school.id, invitation.pupil.id
        try:
            services().reports.add(Report(school, pupil, "birth_date", now, answers["name"], answers["contact"]))
            record(Reported(school, pupil, "birth_date"))
        except AlreadyDone:
            pass
        except TooManyReports as problem:
            errors["code"] = problem.advice
    return Form(answers, errors)
