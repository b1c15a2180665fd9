"""What is known of all pupils of a school counted anew, after whatever changes their parents or codes.

It is the tally, and how many letters of each batch work still.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from common.cloud.services import services
from common.errors import AlreadyDone
from common.letters import REMINDER
from common.living import Reminded, count
from common.pupils import Pupil
from common.tallies import tally


def recount(school: str) -> None:
    """Reads all pupils of the school. However often and in whatever order it is asked for, the last one is right."""
    here = services()
    if here.schools.find(school) is None:
        # It was erased: nothing of it comes back.
        return
    as_of = here.now()
    pupils = here.pupils.of_school(school)
    if here.tallies.keep(school, tally(pupils, as_of)):
        _count_letters(school, {pupil.id: pupil for pupil in pupils}, as_of)


def _count_letters(school: str, pupils: Mapping[str, Pupil], as_of: datetime) -> None:
    """Of the batches whose files are there. Whoever counted earlier noted it before this reads them, or not at all."""
    here, reminded = services(), Reminded(pupils)
    for batch, letters in here.batches.with_letters(school, as_of):
        living = count(letters, pupils)
        if batch.what == REMINDER:
            living = replace(living, reminded=reminded.with_batch(letters, printed=batch.printed_at is not None))
        if letters and living != batch.living:
            with suppress(AlreadyDone):
                here.batches.note_living(batch, living, as_of)
