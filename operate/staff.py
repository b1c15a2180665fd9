"""People whom the operator brings to the desk of a school: the first one, and one whom nobody else can help."""

from dataclasses import replace
from datetime import datetime

from common.cloud.accounts import StaffAccounts
from common.cloud.table.journal import Journal
from common.cloud.table.staff import AddressInUse, StaffTable, new_invitation
from common.emails import normalise_email
from common.ids import random_id
from common.journal import OPERATOR
from common.pupils import clean
from common.staff import MANAGER, Staff


class NotStaff(ValueError):
    """Details that do not make somebody of the staff."""


def invite_manager(
    school: str, name: str, email: str, now: datetime, staff: StaffTable, journal: Journal, accounts: StaffAccounts
) -> str:
    """Mails a link to choose a password; to one who is there already, to choose it and the authenticator anew.

    The id of the person, who may do everything from now on. Raises NotStaff.
    """
    address, called = normalise_email(email), clean(name)
    if not address:
        raise NotStaff("the mail address is written as name@school.example")
    known = staff.behind(address)
    if known is None:
        return _invite(
            Staff(school, random_id(), called, address, MANAGER, now, new_invitation(now)), now, staff, journal
        )
    if known[0] != school:
        raise NotStaff("somebody of another school has this mail address")
    there = staff.find(*known)
    if there is None:
        raise NotStaff("this person is being removed; try again")
    renewed = replace(there, name=called or there.name, role=MANAGER, valid_from=now, invitation=new_invitation(now))
    about = {"staff": there.id, "name": renewed.name}
    raised = [] if there.is_manager else [journal.entry(school, "staff_changed", OPERATOR, now, **about, role=MANAGER)]
    staff.invite_again(renewed, now, journal.entry(school, "staff_renewed", OPERATOR, now, **about), *raised)
    accounts.lock_out(there.id)
    return there.id


def check_manager(school: str, name: str, email: str, staff: StaffTable) -> None:
    """Whether somebody new can be invited, before anything is done. Raises NotStaff."""
    address = normalise_email(email)
    if not address:
        raise NotStaff("the mail address is written as name@school.example")
    if not clean(name):
        raise NotStaff("the name is missing")
    known = staff.behind(address)
    if known and known[0] != school:
        raise NotStaff("somebody of another school has this mail address")


def _invite(person: Staff, now: datetime, staff: StaffTable, journal: Journal) -> str:
    if not person.name:
        raise NotStaff("the name is missing")
    try:
        about = {"staff": person.id, "name": person.name}
        staff.invite(person, journal.entry(person.school, "staff_invited", OPERATOR, now, **about), now)
    except AddressInUse:
        raise NotStaff("somebody has this mail address since a moment") from None
    return person.id
