"""Letters that a school asks for: again, for some, with a new code; and where they can be fetched."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, ClassVar

from common.audiences import Audience, is_meant
from common.class_letters import ClassLetters
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.store import Cancelled, Write
from common.days import local_date
from common.errors import AlreadyDone, NotThere, Problem, Retry
from common.events import LettersFetched
from common.ids import random_id, timed_id
from common.journal import Actor, id_of_entry
from common.letters import Asked, Batch, Only, What
from common.letters import ask as letters_of
from common.pupils import Pupil
from common.schools import School

LINK_SECONDS = 60

_IS_WANTED: dict[Only, Callable[[Pupil], bool]] = {
    "everybody": lambda _pupil: True,
    "nobody_linked": lambda pupil: pupil.linked == 0,
    "one_parent_linked": lambda pupil: pupil.linked == 1,
    "new": lambda pupil: pupil.has_new_letter,
}


class HasLeft(Problem):
    """A letter with a code that nobody can use would be printed."""

    status: ClassVar[int] = 409
    title: ClassVar[str] = "This pupil has left the school"
    advice = "Add the pupil again, or put it on the list again; then the last code works as before."


def renew_code(school: str, pupil_id: str, by: Actor, now: datetime) -> str:
    """The old letter is dead at once; the batch in which the new one comes. Raises NotThere, or HasLeft."""
    here, known = services(), services().schools.known(school)
    entry = here.journal.entry(school, "code_renewed", by, now, pupil=pupil_id)
    until = known.codes_until(local_date(now))
    try:
        here.pupils.renew_code(school, pupil_id, until, entry, here.tallies.counting_anew(school, now))
    except AlreadyDone:
        raise (HasLeft if here.pupils.find_many(school, [pupil_id]) else NotThere) from None
    return make(known, here.pupils.find_many(school, [pupil_id]), by, now)


def files_of(school: str, batch_id: str, to: Actor | None) -> list[dict[str, Any]]:
    """Every file of a batch that is made, with a link that works for a minute, or is still to come. Raises NotThere.

    to: who may have letters, and is given the links, which the journal tells; None for anybody else. As at the desk,
    nobody is given letters that do not work, or that the bucket has forgotten.
    """
    here = services()
    batch = here.batches.find(school, batch_id)
    if batch is None:
        raise NotThere
    now, bucket = here.now(), here.settings.letters_bucket
    working = _working(batch, local_date(now))
    there = [one for one in batch.wanted if batch.has_made(one) and one in working and not batch.are_gone(now)]
    given = there if to else []
    if to and given:
        _note_fetched(batch, to)
    return [
        {
            "class": one.class_name,
            "file": batch.key_of(one),
            "made": batch.has_made(one),
            "works": one in working,
            "link": here.files.link_to(bucket, batch.key_of(one), LINK_SECONDS) if one in given else None,
        }
        for one in batch.wanted
    ]


def _working(batch: Batch, today: date) -> list[ClassLetters]:
    """The files with a letter that works at this moment, whatever was counted last."""
    here = services()
    letters = here.batches.letters_by_file(batch.school, batch.id)
    asked = dict.fromkeys(pupil for some in letters.values() for pupil in some)
    there = {pupil.id: pupil for pupil in here.pupils.each_of(batch.school, asked)}

    def works(pupil: str, letter: str) -> bool:
        return pupil in there and there[pupil].opens(letter, today)

    return [one for one in batch.wanted if any(works(*each) for each in letters.get(one.file, {}).items())]


def _note_fetched(batch: Batch, by: Actor) -> None:
    """Asked again while the links work, it is the same entry."""
    here = services()
    now = here.now()
    entry = timed_id(now.replace(second=0, microsecond=0), f"fetched|{by.id}|{batch.id}")
    here.journal.note(batch.school, "letters_fetched", by, now, entry, batch=batch.id)
    record(LettersFetched(batch.school, batch.id))


def chosen(school: str, audience: Audience, only: Only) -> list[Pupil]:
    """Who gets a letter: of those meant, those who are `only`."""
    return [
        pupil for pupil in services().pupils.of_school(school) if is_meant(pupil, audience) and _IS_WANTED[only](pupil)
    ]


def with_longer_codes(school: School, pupils: list[Pupil], now: datetime) -> list[Pupil]:
    """A letter that is made now works as long as the school's rule says, also where its code had ended."""
    until = school.codes_until(local_date(now))
    return [replace(pupil, valid_until=max(pupil.valid_until, until)) for pupil in pupils]


def send(asked: Asked, *also: Write) -> None:
    """Notes what is asked for, together with `also`, and asks for it."""
    here = services()
    here.batches.want(asked, *also)
    here.letters_queue.send(asked.requests)


def make(
    school: School,
    pupils: list[Pupil],
    by: Actor,
    now: datetime,
    what: What = "new_code",
    *,
    together: bool = False,
) -> str:
    """Letters for these; the batch in which they come. Of those with a new code the journal tells already."""
    here, batch = services(), timed_id(now, random_id())
    _note(with_longer_codes(school, pupils, now), now)
    asked = letters_of(school.id, batch, what, pupils, now, by=by.name, together=together, printed=True)
    told = [telling(asked.batch, by, now)] if pupils and what != "new_code" else []
    send(asked, here.tallies.counting_anew(school.id, now), *told)
    return batch


def telling(batch: Batch, by: Actor, now: datetime) -> Write:
    """The entry of the journal for letters that are asked for, once for each batch."""
    about = {"batch": batch.id, "letters": str(batch.letters), "only": batch.what}
    entry_id = id_of_entry("letters_asked", by, batch.id)
    return services().journal.entry(batch.school, "letters_asked", by, now, entry_id=entry_id, **about)


def make_one(school: School, pupil: Pupil, by: Actor, now: datetime, what: What) -> str:
    """The letter of one pupil; the batch in which it comes. It counts as printed once somebody fetched it."""
    batch = timed_id(now, random_id())
    (longer,) = with_longer_codes(school, [pupil], now)
    asked = letters_of(school.id, batch, what, [pupil], now, by=by.name)
    send_one(asked, longer, services().tallies.counting_anew(school.id, now))
    return batch


def send_one(asked: Asked, pupil: Pupil, *also: Write) -> None:
    """As `send`, for one pupil, who remembers in which batch the letter comes."""
    try:
        send(asked, services().pupils.awaiting(pupil, asked.batch.id), *also)
    except Cancelled:
        raise Retry("a pupil went while a letter was asked for") from None


def _note(pupils: list[Pupil], now: datetime) -> None:
    try:
        services().pupils.note_printed(pupils, local_date(now))
    except Cancelled:
        raise Retry("a pupil went while letters were asked for") from None
