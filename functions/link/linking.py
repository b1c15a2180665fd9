"""*Koppelen*: a further child for a parent who is logged in."""

from collections.abc import Mapping
from datetime import datetime

from common.cloud.services import services
from common.cloud.table.parents import AlreadyLinked
from common.errors import AccountGone, CodeProblem, InvalidDate
from common.i18n import mark
from common.web.activation import (
    check_birth_date,
    field_of,
    lacks_birth_date,
    link_child,
    open_code,
    record_refusal,
    sentence_of,
)
from common.web.visits import Form

_KEPT = ("code", "day", "month", "year")


def answers_of(form: Mapping[str, str]) -> dict[str, str]:
    return {field: form.get(field, "").strip() for field in _KEPT}


def link(parent: str, form: Mapping[str, str], network: str, now: datetime) -> str | Form:
    """The note for the profile page ('linked' or 'already_linked'), or the form with what is wrong or still asked."""
    answers = answers_of(form)
    if not answers["code"]:
        return Form(answers, {"code": mark("Vul de activatiecode in die in de brief staat")})
    household = services().parents.household(parent)
    if household is None:
        raise AccountGone
    invitation = None
    try:
        invitation = open_code(answers["code"], network, now)
        if household.has(invitation.school.id, invitation.pupil.id):
            return "already_linked"
        invitation.check(now)
        if lacks_birth_date(invitation, form):
            return Form(answers)
        check_birth_date(invitation, answers, network, now)
        link_child(parent, invitation, now)
    except AlreadyLinked:
        return "already_linked"
    except (CodeProblem, InvalidDate) as problem:
        record_refusal(problem, invitation, now)
        return Form(answers, {field_of(problem): sentence_of(problem)})
    return "linked"
