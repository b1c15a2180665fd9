"""What the school says of a batch: that it printed the letters, or that it did not after all."""

from collections.abc import Mapping

from common.cloud.services import services
from common.cloud.table.batches import LettersInFile
from common.cloud.table.store import Cancelled
from common.days import local_date
from common.errors import NotThere, Retry
from common.journal import Actor
from common.letters import Batch
from common.pupils import LastPrinted, version_in


def note_printed(school: str, batch: str, by: Actor | None = None) -> int:
    """The school has printed a batch; how many of its letters were new. Raises NotThere.

    by: who says so, which the journal tells and can be taken back; whoever fetched a letter is in the journal for that.
    A letter that another took the place of meanwhile, with another code, is not the one that counts; with the same code
    it is, of a pupil who left and is back.
    """
    here = services()
    if here.batches.find(school, batch) is None:
        raise NotThere
    files, now = here.batches.files(school, batch), here.now()
    letters = {pupil: letter for one in files.values() for pupil, letter in one.letters.items()}
    printed = [pupil for pupil in here.pupils.find_many(school, letters) if pupil.has_code_of(letters[pupil.id])]
    new = {pupil.id: pupil.last_printed for pupil in printed if pupil.has_new_letter}
    try:
        if by:
            here.batches.keep_printed_before(school, batch, _before(files, new))
        here.pupils.note_printed(printed, local_date(now))
    except Cancelled:
        raise Retry("a pupil went while letters were printed") from None
    told = [here.journal.entry(school, "letters_printed", by, now, batch=batch)] if by else []
    anew = here.tallies.counting_anew(school, now)
    here.batches.note_printed(school, batch, now, anew, *told, is_said=by is not None)
    return len(new)


def _before(files: Mapping[str, LettersInFile], new: Mapping[str, LastPrinted]) -> dict[str, dict[str, LastPrinted]]:
    """Said again, or after half of it went well, what was before the first time stays."""
    return {
        file: one.printed_before | {pupil: new[pupil] for pupil in one.letters if pupil in new}
        for file, one in files.items()
    }


def take_back(batch: Batch, by: Actor) -> bool:
    """The letters of a batch wait to be printed again, and what was printed before them is what counts.

    False where nobody said that it is printed. What was printed in another batch on a later day stays so; of the same
    day it waits as well: a letter too many does no harm, one too few does.
    """
    if not batch.is_said or not batch.printed_at:
        return False
    here, school, day = services(), batch.school, local_date(batch.printed_at)
    now, files = here.now(), here.batches.files(school, batch.id)
    letters = {pupil: letter for one in files.values() for pupil, letter in one.letters.items()}
    before = {pupil: last for one in files.values() for pupil, last in one.printed_before.items()}
    counts = [
        pupil
        for pupil in here.pupils.find_many(school, before)
        if pupil.printed_on == day and version_in(pupil.printed) == version_in(letters[pupil.id])
    ]
    entry = here.journal.entry(school, "letters_not_printed", by, now, batch=batch.id)
    try:
        here.pupils.put_back_printed(before, counts)
        here.batches.keep_printed_before(school, batch.id, {file: {} for file in files})
        here.batches.note_not_printed(school, batch.id, here.tallies.counting_anew(school, now), entry)
    except Cancelled:
        raise Retry("something changed while letters were taken back") from None
    return True
