"""The keys with which a school's other systems come in."""

from common.apikeys import SCOPES, ApiKey
from common.journal import OPERATOR
from common.schools import School
from operate.registry import Answer, Given, Refused, argument, command_of_school
from operate.stack import Stack


@command_of_school(
    "add-key",
    "print another API key of a school",
    argument("--name", default="", help="what it is for"),
    argument("--scope", action="append", choices=SCOPES, help="again for more; all if none"),
)
def add_key(stack: Stack, given: Given, school: School) -> Answer:
    now = stack.now()
    entry = stack.journal.entry(school.id, "key_made", OPERATOR, now, name=given.name)
    key = stack.api_keys.make(school.id, now, given.name, given.scope or list(SCOPES), entry)
    return Answer(f"A new API key for {school.id}:", key)


@command_of_school("keys", "print which API keys a school has")
def show_keys(stack: Stack, _given: Given, school: School) -> Answer:
    return Answer(f"The API keys of {school.id}:", "\n".join(map(_described, stack.api_keys.of_school(school.id))))


def _described(key: ApiKey) -> str:
    return f"{key.id}  {key.made_at:%Y-%m-%d}  {','.join(key.scopes)}  {key.name}"


@command_of_school(
    "withdraw-key",
    "make one of them open nothing any more",
    argument("--key", required=True, help="its id, as keys prints it"),
)
def withdraw(stack: Stack, given: Given, school: School) -> Answer:
    refused = Refused(f"{school.id} has no key {given.key}")
    known = stack.api_keys.find(school.id, given.key)
    if known is None:
        raise refused
    about = {"key": known.id, "name": known.name}
    entry = stack.journal.entry(school.id, "key_withdrawn", OPERATOR, stack.now(), **about)
    if not stack.api_keys.withdraw(school.id, given.key, entry):
        raise refused
    return Answer("From now on this key opens nothing:", given.key)
