"""*Brieven* at the desk: for whom letters are made, whether they are there, and the way to their files."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import get_args

from common.audiences import Audience
from common.class_letters import ClassLetters
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.store import Cancelled
from common.days import local_date
from common.errors import NotThere, Retry
from common.events import LettersAsked, LettersFetched
from common.i18n import mark
from common.letters import REMINDER, Asked, Batch, Only, What, ask, files_of
from common.pupils import Pupil, fold
from common.tallies import Count, Tally
from common.values import Value
from common.web.desks import Seat
from common.web.visits import Form
from school import batch_ids, file_names, present_letters, printing
from school.present_letters import NEWEST, PATIENCE
from school.printing import LINK_SECONDS

# Where the form says that letters like these were made since its page was opened.
MADE_MEANWHILE = "meanwhile"
_GROUP = "group:"
_MOST_CLASSES = 200
_EMPTY: dict[Only, str] = {
    "everybody": mark("Er zijn geen leerlingen in de groepen die u koos. Kies andere groepen"),
    "nobody_linked": mark("Van alle leerlingen die u koos, heeft al iemand zich aangemeld. Er is geen brief nodig"),
    "one_parent_linked": mark("Er is geen leerling van wie één ouder zich heeft aangemeld. Kies andere leerlingen"),
    "new": mark("Alle brieven zijn al gedrukt. Kies ‘Iedereen’ als u ze nog een keer wilt maken"),
}
_COUNTED: dict[Only, Callable[[Count], int]] = {
    "everybody": lambda count: count.pupils,
    "nobody_linked": lambda count: count.none,
    "one_parent_linked": lambda count: count.one,
}


class Choice(Value):
    """classes: none for the whole school."""

    classes: tuple[str, ...]
    only: Only
    together: bool

    @property
    def values(self) -> dict[str, str]:
        """As the fields of a form."""
        whom = "classes" if self.classes else "school"
        files = "together" if self.together else "class"
        return {"whom": whom, "only": self.only, "files": files, "classes": "\n".join(self.classes)}

    @property
    def audience(self) -> Audience:
        return Audience(school=not self.classes, classes=self.classes)


# -- for whom


def classes_in(form: Mapping[str, str]) -> list[str]:
    """The classes that were ticked, in the form of the choice or in that of the confirmation."""
    ticked = [name.removeprefix(_GROUP) for name in form if name.startswith(_GROUP)]
    return list(dict.fromkeys([*ticked, *filter(None, form.get("classes", "").splitlines())]))


def choice_in(form: Mapping[str, str]) -> Choice | Form:
    """What was chosen, or the form with what is missing in it. Classes that are ticked are meant."""
    classes = classes_in(form)
    whom = form.get("whom", "") or ("classes" if classes else "")
    only = next((one for one in get_args(Only) if one == form.get("only")), None)
    errors = {}
    if whom not in ("school", "classes"):
        errors["whom"] = mark("Kies de hele school of een of meer groepen")
    elif whom == "classes" and not classes:
        errors["whom"] = mark("Vink een of meer groepen aan")
    elif whom == "classes" and len(classes) > _MOST_CLASSES:
        errors["whom"] = mark("Kies ten hoogste 200 groepen, of de hele school")
    elif whom == "school" and classes:
        errors["whom"] = mark("U koos de hele school en vinkte ook groepen aan. Kies een van de twee")
    if only is None:
        errors["only"] = mark("Kies wie een brief krijgt")
    if errors or only is None:
        kept = {name: form.get(name, "") for name in ("whom", "only", "files")} | {"classes": "\n".join(classes)}
        return Form(kept, errors)
    classes.sort(key=lambda name: (fold(name), name))
    return Choice(tuple(classes) if whom == "classes" else (), only, form.get("files") == "together")


def begun(only: str) -> Form:
    """A form to begin with, for these of the whole school; an empty one where that is nobody we know."""
    return Form({"whom": "school", "only": only}) if only in get_args(Only) else Form()


def planned(seat: Seat, choice: Choice, now: datetime) -> Batch | Form:
    """What would be made, or the form with the reason why there is nothing to make.

    As the tally counted the school a moment ago; who gets a letter is looked up when they are made. All pupils are read
    only for those who are new, whom the tally does not count by class, and who are none any more at the moment that
    somebody presses *Gedrukt*; and where it counted nobody, so that no pupil who came just now is refused a letter.
    """
    letters = _counted(seat.tally, choice) or Counter(
        pupil.class_name for pupil in printing.chosen(seat.school.id, choice.audience, choice.only)
    )
    if not letters:
        return Form(choice.values, {"only": _EMPTY[choice.only]})
    files = files_of(letters, together=choice.together)
    return Batch(seat.school.id, batch_ids.new_id(now), choice.only, seat.staff.name, now, files)


def _counted(counts: Tally, choice: Choice) -> dict[str, int]:
    """How many get a letter in each class that was chosen and has any."""
    number_in = _COUNTED.get(choice.only)
    if number_in is None:
        return {}
    numbers = {name: number_in(counts.classes.get(name, Count())) for name in choice.classes or counts.classes}
    return {name: number for name, number in numbers.items() if number}


def without_letter(seat: Seat, choice: Choice) -> int:
    """How many of those who would be reminded have no printed letter yet, at this moment."""
    if choice.only != REMINDER or not seat.tally.unprinted:
        return 0
    return sum(one.lacks_letter for one in printing.chosen(seat.school.id, choice.audience, choice.only))


def like(batch: Batch, there: Iterable[Batch]) -> Batch | None:
    """The first of them with letters like these, of as many pupils in each class."""
    return next((one for one in there if _is_like(one, batch)), None)


def _is_like(one: Batch, batch: Batch) -> bool:
    return one.what in (batch.what, "again") and set(one.wanted) == set(batch.wanted)


def make(seat: Seat, choice: Choice, batch: str, known: str, now: datetime) -> Form | None:
    """Asks for the letters, once for each id of a batch; or the form with the reason why not.

    known: the letters like these that the page told of, so that a plan which is open twice is not made twice.
    """
    if services().batches.find(seat.school.id, batch):
        return None
    pupils = printing.chosen(seat.school.id, choice.audience, choice.only)
    if not pupils:
        return Form(choice.values, {"only": _EMPTY[choice.only]})
    asked = _asked(seat, batch, choice.only, pupils, now, together=choice.together)
    there = like(asked.batch, present_letters.that_work(seat, present_letters.there_still(seat.school.id, now), now))
    if there and there.id != known:
        return Form(choice.values, {MADE_MEANWHILE: mark("Deze brieven zijn er al. Er is nu niets gemaakt")})
    _order(seat, asked, pupils, now)
    return None


def pupils_again(seat: Seat, before: Batch) -> list[Pupil]:
    """Of whom these letters would be made again: who is at school, and of a reminder who has no parent still."""
    here = services()
    found = here.pupils.find_many(seat.school.id, here.batches.pupils_of(seat.school.id, before.id))
    return [pupil for pupil in found if pupil.active and not (before.what == REMINDER and pupil.linked)]


def make_again(seat: Seat, before: Batch, pupils: list[Pupil], batch: str, now: datetime) -> None:
    """The same letters with the codes of now, of today; what reminds, does so again."""
    together = any(not one.class_name for one in before.wanted)
    what: What = REMINDER if before.what == REMINDER else "again"
    _order(seat, _asked(seat, batch, what, pupils, now, together=together), pupils, now)


def _asked(seat: Seat, batch: str, what: What, pupils: list[Pupil], now: datetime, *, together: bool) -> Asked:
    return ask(seat.school.id, batch, what, pupils, now, by=seat.staff.name, together=together)


def _order(seat: Seat, asked: Asked, pupils: list[Pupil], now: datetime) -> None:
    here, batch = services(), asked.batch
    after = printing.with_longer_codes(seat.school, pupils, now)
    longer = [pupil for before, pupil in zip(pupils, after, strict=True) if before != pupil]
    try:
        here.pupils.extend_codes(longer)
    except Cancelled:
        raise Retry("a pupil went while letters were asked for") from None
    printing.send(asked, printing.telling(batch, seat.actor, now), here.tallies.counting_anew(batch.school, now))
    record(LettersAsked(batch.school, batch.id, batch.letters))


# -- what became of it


def find(seat: Seat, batch_id: str) -> Batch:
    """Raises NotThere."""
    batch = services().batches.find(seat.school.id, batch_id)
    if batch is None:
        raise NotThere
    return batch


def newest(seat: Seat, before: str) -> tuple[list[Batch], str]:
    """Some batches, newest first; and before which the next ones come, '' where there are none.

    One is without letters where a program asked for some to nobody.
    """
    found = services().batches.newest(seat.school.id, before, NEWEST + 1)
    rest = found[NEWEST - 1].id if len(found) > NEWEST else ""
    return found[:NEWEST], rest


def only_pupil_of(batch: Batch) -> str:
    """Of a batch with the letter of one pupil; '' for any other."""
    pupils = services().batches.pupils_of(batch.school, batch.id) if batch.letters == 1 else {}
    return next(iter(pupils)) if len(pupils) == 1 else ""


def works(batch: Batch, one: ClassLetters | None, now: datetime) -> bool:
    """Whether any letter in a file of the batch, or in all of it, works at this moment, whatever was counted last."""
    letters = services().batches.letters_of(batch, one) if one else services().batches.pupils_of(batch.school, batch.id)
    today = local_date(now)
    return any(pupil.opens(letters[pupil.id], today) for pupil in services().pupils.each_of(batch.school, letters))


def zips_now(batch: Batch, now: datetime) -> bool:
    """Whether its files are being put together, as far as we can hope."""
    asked_at = batch.zip_asked_at
    return not batch.zip_made and asked_at is not None and now < asked_at + PATIENCE


# -- the way to its files


def file_in(batch: Batch, name: str) -> ClassLetters:
    """Raises NotThere."""
    one = next((one for one in batch.wanted if one.file == name), None)
    if one is None:
        raise NotThere
    return one


def link_to(seat: Seat, batch: Batch, one: ClassLetters, now: datetime) -> str:
    """That works for a minute."""
    return _link(seat, batch, batch.key_of(one), one.file, file_names.of_letters(seat.school, batch, one), now)


def link_to_zip(seat: Seat, batch: Batch, now: datetime) -> str:
    return _link(seat, batch, batch.zip_key, "zip", file_names.of_zip(seat.school, batch), now)


def _link(seat: Seat, batch: Batch, key: str, file: str, saved_as: str, now: datetime) -> str:
    here = services()
    here.journal.note(batch.school, "letters_fetched", seat.actor, now, batch=batch.id, file=file)
    record(LettersFetched(batch.school, batch.id))
    return here.files.link_to(here.settings.letters_bucket, key, LINK_SECONDS, saved_as)


def want_zip(seat: Seat, batch: Batch, now: datetime) -> None:
    """Asked for again while it is being made, or when it is there, nothing happens."""
    if not batch.is_made or batch.zip_made or zips_now(batch, now):
        return
    here = services()
    here.batches.want_zip(batch, now)
    here.letters_queue.send([{"kind": "zip", "school": seat.school.id, "batch": batch.id}])
