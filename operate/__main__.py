"""`python -m operate`: run with the credentials of the account where the stack is.

What is asked for goes to standard output, words for people to standard error.
"""

import argparse
import sys

import boto3

from common.cloud.table.schools import Schools
from common.cloud.table.store import Store
from common.schools import School
from operate.schools import NotASchool, add_school


def main() -> int:
    given = _parser().parse_args()
    if given.command == "add-key":
        return _answer(f"A new API key for {given.id}:", _schools_of(given.stack).make_api_key(given.id))
    school = School(given.id, given.name, given.street, given.postcode_city, given.phone, given.email, given.colour)
    try:
        key = add_school(school, _schools_of(given.stack))
    except NotASchool as error:
        return _stop(str(error))
    if key is None:
        return _stop(f"there is a school {given.id} already; nothing was changed")
    return _answer(f"School {given.id} was added. Its API key, shown only now:", key)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m operate")
    parser.add_argument("--stack", default="ouderbrief", help="the stack's name (ouderbrief)")
    commands = parser.add_subparsers(required=True, dest="command")
    school = commands.add_parser("add-school", help="add a school and print its first API key")
    for field in ("id", "name", "street", "postcode-city", "phone", "email"):
        school.add_argument(f"--{field}", required=True)
    school.add_argument("--colour", default="#1d5b4f", help="as #rrggbb")
    key = commands.add_parser("add-key", help="print another API key of a school")
    key.add_argument("--id", required=True)
    return parser


def _schools_of(stack: str) -> Schools:
    (found,) = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}
    return Schools(Store(boto3.client("dynamodb"), outputs["TableName"]))


def _answer(words: str, value: str) -> int:
    sys.stderr.write(words + "\n")
    sys.stdout.write(value + "\n")
    return 0


def _stop(reason: str) -> int:
    sys.stderr.write(reason + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
