"""Of letters: whose name is not on it as it is written."""

from common.cloud.services import services
from common.letters import LONGEST_CLASS, LONGEST_NAME, Batch
from common.pupils import Pupil, bare_class
from common.values import Value
from common.web.desks import Seat
from fonts.characters import printable


class OddNames(Value):
    """Of pupils whose name or class is not on the letter as it is written: too long for it, or not to be printed."""

    cut: list[str]
    unprintable: list[str]


def odd_names(seat: Seat, batch: Batch) -> OddNames:
    found = services().pupils.find_many(seat.school.id, sorted(batch.substituted)) if batch.substituted else []
    named = sorted((f"{pupil.name} ({pupil.class_name})", _is_cut(pupil)) for pupil in found)
    return OddNames([name for name, cut in named if cut], [name for name, cut in named if not cut])


def _is_cut(pupil: Pupil) -> bool:
    """Whether a letter has no room for the name or the class."""
    return printable(pupil.name, LONGEST_NAME).cut or printable(bare_class(pupil.class_name), LONGEST_CLASS).cut
