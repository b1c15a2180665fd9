"""Codes, made from the keys of their epoch: that in which a letter showed them first, for as long as they live.

Under which keys a code was made says the index: nothing is kept of it beside.
"""

from collections.abc import Sequence

from common import codes
from common.cloud.services import services
from common.pupils import Pupil
from common.values import Value


class Code(Value):
    symbols: str
    index: str
    version: int
    epoch: int


class Coded(Value):
    pupil: Pupil
    code: Code


def make(pupil: str, school: str, version: int, epoch: int) -> Code:
    keys = services().keys
    symbols = codes.derive(keys.school_key(school, epoch), pupil, version)
    return Code(symbols, codes.index(keys.find_key_of(epoch), symbols), version, epoch)


def codes_for(school: str, pupils: Sequence[Pupil]) -> list[Coded]:
    """In the same order, each with its code, whose index item is in the table by then."""
    here = services()
    *before, newest = here.keys.epochs
    made: dict[str, Code] = {}
    for epoch in before:
        tried = {one.id: make(one.id, school, one.code_version, epoch) for one in pupils if one.id not in made}
        known = here.codes.known(code.index for code in tried.values())
        made |= {pupil: code for pupil, code in tried.items() if code.index in known}
    fresh = {one.id: make(one.id, school, one.code_version, newest) for one in pupils if one.id not in made}
    here.codes.add(school, [(code.index, pupil, code.version) for pupil, code in fresh.items()], newest)
    return [Coded(one, (made | fresh)[one.id]) for one in pupils]


def know_code(school: str, pupil: str, version: int) -> None:
    """Of whichever epoch its letter is. Again, it changes nothing; nor does it for a pupil who is gone."""
    here = services()
    if here.pupils.find_many(school, [pupil]):
        for epoch in here.keys.epochs:
            here.codes.add(school, [(make(pupil, school, version, epoch).index, pupil, version)], epoch)
