"""A school comes, with the first who may do everything at its desk."""

from common.emails import normalise_email
from common.schools import School
from operate.registry import Answer, Given, Refused, argument, command, command_of_school
from operate.schools import NotASchool, add_school, check_school
from operate.stack import Stack
from operate.staff import NotStaff, check_manager, invite_manager

_DETAILS = ("id", "name", "street", "postcode-city", "phone", "email")


@command(
    "add-school",
    "add a school, print its first API key, and invite its first beheerder",
    *(argument(f"--{field}", required=True) for field in _DETAILS),
    argument("--manager-name", default="", help="of its first beheerder"),
    argument("--manager-email", default="", help="where the invitation goes; without it nobody is invited yet"),
    argument("--colour", default="#1d5b4f", help="as #rrggbb"),
    argument("--brin", default="", help="the ministry's number, such as 99ZZ or 99ZZ01"),
    argument("--privacy-url", default="", help="its own privacy statement, at https://"),
    argument("--whole-lists", action="store_true", help="its spreadsheets always name all pupils"),
)
def add(stack: Stack, given: Given) -> Answer:
    """Again, it does what an earlier try left undone, for a school with the same details."""
    school = _school_in(given)
    wanted = bool(given.manager_name or given.manager_email)
    try:
        check_school(school)
        if wanted:
            check_manager(school.id, given.manager_name, given.manager_email, stack.staff)
        there = stack.schools.find(school.id)
        key = add_school(school, stack.schools, stack.api_keys, stack.journal, stack.now())
        if key is None and (there != school or not wanted or stack.staff.of_school(school.id)):
            raise Refused(f"there is a school {school.id} already; nothing was changed")
        person = _invite(stack, school.id, given.manager_name, given.manager_email) if wanted else ""
    except (NotASchool, NotStaff) as error:
        raise Refused(str(error)) from None
    invited = f"\nIts beheerder {person} was invited, by a mail that is on its way." if person else ""
    if key is None:
        return Answer(f"School {school.id} was there; it keeps its API keys.{invited}")
    return Answer(f"School {school.id} was added.{invited}\nIts API key, shown only now:", key)


def _school_in(given: Given) -> School:
    return School(
        id=given.id,
        name=given.name,
        street=given.street,
        postcode_city=given.postcode_city,
        phone=given.phone,
        email=normalise_email(given.email) or given.email,
        colour=given.colour,
        brin=given.brin.upper(),
        whole_lists=given.whole_lists,
        privacy_url=given.privacy_url,
    )


@command_of_school(
    "invite-manager",
    "mail somebody a link to the desk of a school, or another one where all is lost",
    argument("--name", default="", help="needed for somebody new"),
    argument("--email", required=True),
)
def invite(stack: Stack, given: Given, school: School) -> Answer:
    try:
        person = _invite(stack, school.id, given.name, given.email)
    except NotStaff as error:
        raise Refused(str(error)) from None
    return Answer("Invited, by a mail that is on its way:", person)


def _invite(stack: Stack, school: str, name: str, email: str) -> str:
    now = stack.now()
    return invite_manager(school, name, email, now, stack.staff, stack.journal, stack.staff_accounts)
