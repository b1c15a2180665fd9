"""What the school says of a batch: that it printed the letters, or that it did not after all."""

from collections.abc import Mapping

from common.cloud.services import services
from common.cloud.table.store import Cancelled
from common.days import local_date
from common.errors import NotThere, Retry
from common.journal import Actor
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
    by_file, now = here.batches.letters_by_file(school, batch), here.now()
    letters = {pupil: letter for some in by_file.values() for pupil, letter in some.items()}
    printed = [pupil for pupil in here.pupils.find_many(school, letters) if pupil.has_code_of(letters[pupil.id])]
    new = {pupil.id: pupil.last_printed for pupil in printed if pupil.has_new_letter}
    try:
        if by:
            _keep_before(school, batch, by_file, new)
        here.pupils.note_printed(printed, local_date(now))
    except Cancelled:
        raise Retry("a pupil went while letters were printed") from None
    told = [here.journal.entry(school, "letters_printed", by, now, batch=batch)] if by else []
    anew = here.tallies.counting_anew(school, now)
    here.batches.note_printed(school, batch, now, anew, *told, is_said=by is not None)
    return len(new)


def _keep_before(
    school: str, batch: str, by_file: Mapping[str, Mapping[str, str]], new: Mapping[str, LastPrinted]
) -> None:
    """Said again, or after half of it went well, what was before the first time stays."""
    here = services()
    known = here.batches.printed_before(school, batch)
    before = {
        file: known.get(file, {}) | {pupil: new[pupil] for pupil in letters if pupil in new}
        for file, letters in by_file.items()
    }
    here.batches.keep_printed_before(school, batch, before)


def take_back(school: str, batch: str, by: Actor) -> bool:
    """The letters of a batch wait to be printed again, and what was printed before them is what counts.

    False where nobody said that it is printed; raises NotThere. What was printed in another batch on a later day stays
    so; of the same day it waits as well: a letter too many does no harm, one too few does.
    """
    here, now = services(), services().now()
    found = here.batches.find(school, batch)
    if found is None:
        raise NotThere
    if not found.is_said or not found.printed_at:
        return False
    day = local_date(found.printed_at)
    letters, known = here.batches.pupils_of(school, batch), here.batches.printed_before(school, batch)
    before = {pupil: last for some in known.values() for pupil, last in some.items()}
    counts = [
        pupil
        for pupil in here.pupils.find_many(school, before)
        if pupil.printed_on == day and version_in(pupil.printed) == version_in(letters.get(pupil.id, ""))
    ]
    entry = here.journal.entry(school, "letters_not_printed", by, now, batch=batch)
    try:
        here.pupils.put_back_printed(before, counts)
        here.batches.keep_printed_before(school, batch, {file: {} for file in known})
        here.batches.note_not_printed(school, batch, here.tallies.counting_anew(school, now), entry)
    except Cancelled:
        raise Retry("something changed while letters were taken back") from None
    return True
