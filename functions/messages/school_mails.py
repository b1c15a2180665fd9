"""Mails to a school itself, and to who works at its desk."""

from collections.abc import Sequence

from common import i18n
from common.cloud.mail import Letter
from common.cloud.services import services
from common.imports import ASKED_AGAIN, STATES, Import, Remark
from common.letters import LETTERS_KEPT_DAYS, Batch
from common.pupils import Pupil
from common.reports import Report
from common.schools import School
from common.staff import Staff
from messages.mails import letter, tag_of

_MOST_REMARKS = 50


def of_list(school: School, one: Import, held: Sequence[Remark], occasion: str) -> Letter:
    """What became of a pupil list, to the school's own address."""
    again = ASKED_AGAIN if one.is_asked_again else ""
    shown = {"one": one, "sentence": STATES[one.state], "again": again, "held": held, "most": _MOST_REMARKS}
    return letter("list_report", school.email, i18n.DEFAULT, tag_of(occasion, school.id), school=school, **shown)


def of_report(school: School, pupil: Pupil, report: Report, occasion: str) -> Letter:
    """What somebody reported of a pupil, to the school's own address."""
    return letter(
        "report", school.email, i18n.DEFAULT, tag_of(occasion, school.id), school=school, pupil=pupil, report=report
    )


def of_invitation(school: School, person: Staff, link: str, occasion: str) -> Letter:
    """To somebody who may work at the school's desk, in both languages of the desk."""
    tag = tag_of(occasion, person.id)
    until = person.invitation.until if person.invitation else services().now()
    shown = {"person": person, "link": link, "until": i18n.long_date(until)}
    return letter("invitation", person.email, i18n.DEFAULT, tag, school=school, **shown)


def of_letters(school: School, batch: Batch, list_name: str, occasion: str) -> Letter:
    """All letters of a batch are there, to the school's own address. list_name: of the list they came with, or ''."""
    tag = tag_of(occasion, school.id)
    shown = {"batch": batch, "list_name": list_name, "days": LETTERS_KEPT_DAYS}
    return letter("letters_ready", school.email, i18n.DEFAULT, tag, school=school, **shown)


def of_reminders(school: School, without_parent: int, occasion: str) -> Letter:
    """So many pupils have no parent yet, to the school's own address, in both languages of the desk."""
    tag = tag_of(occasion, school.id)
    return letter("reminders_due", school.email, i18n.DEFAULT, tag, school=school, without_parent=without_parent)
