"""`python -m operate`: run with the credentials of the account where the stack is.

What is asked for goes to standard output, words for people to standard error.
"""

import argparse
import sys
from datetime import UTC, datetime

from common.apikeys import SCOPES, ApiKey
from common.cloud.table.apikeys import ApiKeys
from common.cloud.table.imports import Imports
from common.cloud.table.journal import Journal
from common.cloud.table.reputations import Reputations
from common.cloud.table.schools import Schools
from common.cloud.table.staff import StaffTable
from common.schools import School
from operate.reports import reports
from operate.schools import NotASchool, add_school
from operate.stack import Stack, in_cloud, on_this_machine
from operate.staff import NotStaff, invite_manager


def main() -> int:
    given = parser().parse_args()
    return run(given, on_this_machine() if given.local else in_cloud(given.stack))


def run(given: argparse.Namespace, stack: Stack) -> int:
    store = stack.store
    schools = Schools(store)
    if given.command == "add-school":
        return _add_school(given, schools, ApiKeys(store))
    if given.command == "resume-mail":
        Reputations(store).forget(datetime.now(UTC))
        return _answer("Mail goes on within a quarter of an hour.", "")
    if schools.find(given.id) is None:
        return _stop(f"there is no school {given.id}")
    return _with_school(given, stack)


def _with_school(given: argparse.Namespace, stack: Stack) -> int:
    store = stack.store
    keys = ApiKeys(store)
    if given.command == "invite-manager":
        return _invite_manager(given, stack)
    if given.command == "add-key":
        scopes = given.scope or list(SCOPES)
        return _answer(f"A new API key for {given.id}:", keys.make(given.id, datetime.now(UTC), given.name, scopes))
    if given.command == "keys":
        return _answer(f"The API keys of {given.id}:", "\n".join(map(_described, keys.of_school(given.id))))
    if given.command == "withdraw-key":
        return _withdraw(given, keys)
    if given.command in ("pause-school", "resume-school"):
        return _pause(given, Schools(store))
    return _answer(f"The newest lists of {given.id}:", "\n".join(reports(given.id, Imports(store))))


def _pause(given: argparse.Namespace, schools: Schools) -> int:
    paused = given.command == "pause-school"
    schools.set_paused(given.id, paused)
    words = "From now on no code links anybody to a child of:" if paused else "The codes work again of:"
    return _answer(words, given.id)


def _invite_manager(given: argparse.Namespace, stack: Stack) -> int:
    staff, journal = StaffTable(stack.store), Journal(stack.store)
    try:
        person = invite_manager(
            given.id, given.name, given.email, datetime.now(UTC), staff, journal, stack.staff_accounts
        )
    except NotStaff as error:
        return _stop(str(error))
    return _answer("Invited, by a mail that is on its way:", person)


def _described(key: ApiKey) -> str:
    return f"{key.id}  {key.made_at:%Y-%m-%d}  {','.join(key.scopes)}  {key.name}"


def _withdraw(given: argparse.Namespace, keys: ApiKeys) -> int:
    if not keys.withdraw(given.id, given.key):
        return _stop(f"{given.id} has no key {given.key}")
    return _answer("From now on this key opens nothing:", given.key)


def _add_school(given: argparse.Namespace, schools: Schools, keys: ApiKeys) -> int:
    school = School(
        id=given.id,
        name=given.name,
        street=given.street,
        postcode_city=given.postcode_city,
        phone=given.phone,
        email=given.email,
        colour=given.colour,
        brin=given.brin.upper(),
        whole_lists=given.whole_lists,
        privacy_url=given.privacy_url,
    )
    try:
        key = add_school(school, schools, keys)
    except NotASchool as error:
        return _stop(str(error))
    if key is None:
        return _stop(f"there is a school {given.id} already; nothing was changed")
    return _answer(f"School {given.id} was added. Its API key, shown only now:", key)


def parser() -> argparse.ArgumentParser:
    known = argparse.ArgumentParser(prog="python -m operate")
    known.add_argument("--stack", default="ouderbrief", help="the stack's name (ouderbrief)")
    known.add_argument("--local", action="store_true", help="the system that make run started, instead of a stack")
    commands = known.add_subparsers(required=True, dest="command")
    school = commands.add_parser("add-school", help="add a school and print its first API key")
    for field in ("id", "name", "street", "postcode-city", "phone", "email"):
        school.add_argument(f"--{field}", required=True)
    school.add_argument("--colour", default="#1d5b4f", help="as #rrggbb")
    school.add_argument("--brin", default="", help="the ministry's number, such as 99ZZ or 99ZZ01")
    school.add_argument("--privacy-url", default="", help="its own privacy statement, at https://")
    school.add_argument("--whole-lists", action="store_true", help="its spreadsheets always name all pupils")
    of_school = {
        name: commands.add_parser(name, help=help_text)
        for name, help_text in (
            ("add-key", "print another API key of a school"),
            ("keys", "print which API keys a school has"),
            ("withdraw-key", "make one of them open nothing any more"),
            ("pause-school", "make none of its codes link anybody, until resume-school"),
            ("resume-school", "make its codes work again"),
            ("imports", "print what became of the newest lists of a school"),
            ("invite-manager", "mail somebody a link to the desk of a school, or another one where all is lost"),
        )
    }
    commands.add_parser("resume-mail", help="let mail go on after too many bounces or complaints")
    for command in of_school.values():
        command.add_argument("--id", required=True, help="the school's")
    of_school["add-key"].add_argument("--name", default="", help="what it is for")
    of_school["add-key"].add_argument("--scope", action="append", choices=SCOPES, help="again for more; all if none")
    of_school["invite-manager"].add_argument("--name", default="", help="needed for somebody new")
    of_school["invite-manager"].add_argument("--email", required=True)
    of_school["withdraw-key"].add_argument("--key", required=True, help="its id, as keys prints it")
    return known


def _answer(words: str, value: str) -> int:
    sys.stderr.write(words + "\n")
    sys.stdout.write(value + "\n")
    return 0


def _stop(reason: str) -> int:
    sys.stderr.write(reason + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
