"""A school is erased, kind after kind. Whatever an earlier try did is not found again; at the end nothing is."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from common.batches import in_batches
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.erasure import AT_ONCE
from common.errors import Retry
from common.events import SchoolErased
from common.letters import CodesToForget

Step = Callable[[str], Iterator[int]]


def erase(school: str, day: date, has_time: Callable[[], bool]) -> None:
    """As much as there is time for. Raises Retry where something came back meanwhile."""
    here = services()
    if not here.erasure.begin(school, day, here.now()):
        here.erasure.drop(school, day)
        return
    counts: Counter[str] = Counter(dict.fromkeys(_STEPS, 0))
    whole = _run(school, counts, has_time)
    if whole:
        if not _is_empty(school):
            raise Retry("something of the school is left")
        here.erasure.finish(school, day)
    record(SchoolErased(school, whole=whole, **counts))


def _run(school: str, counts: Counter[str], has_time: Callable[[], bool]) -> bool:
    """Whether there was time for all of it."""
    for name, step in _STEPS.items():
        for erased in step(school):
            counts[name] += erased
            if not has_time():
                return False
    return True


def _links(school: str) -> Iterator[int]:
    return services().erasure.links(school)


def _pupils(school: str) -> Iterator[int]:
    """Only the letters function can make the codes that are to be forgotten: it is asked before the pupil is gone."""
    here = services()
    for some in in_batches(here.pupils.each_of_school(school), AT_ONCE):
        here.letters_queue.send(
            CodesToForget(kind="forget_codes", school=school, pupil=one.id, versions=one.code_version) for one in some
        )
        here.erasure.pupils(some)
        yield len(some)


def _messages(school: str) -> Iterator[int]:
    here = services()
    while found := here.messages.of_school(school, "", AT_ONCE):
        yield from here.erasure.messages(found)


def _lists(school: str) -> Iterator[int]:
    return services().erasure.lists(school)


def _batches(school: str) -> Iterator[int]:
    return services().erasure.batches(school)


def _staff(school: str) -> Iterator[int]:
    here = services()
    for person in here.staff.of_school(school):
        here.staff_accounts.delete(person.id)
        here.erasure.person(person)
        yield 1


def _keys(school: str) -> Iterator[int]:
    return services().erasure.api_keys(school)


def _files(school: str) -> Iterator[int]:
    for bucket in _buckets():
        yield from services().files.delete_under(bucket, _folder(school))


def _items(school: str) -> Iterator[int]:
    return services().erasure.rest(school)


_STEPS: Mapping[str, Step] = {
    "links": _links,
    "pupils": _pupils,
    "messages": _messages,
    "lists": _lists,
    "batches": _batches,
    "staff": _staff,
    "keys": _keys,
    "files": _files,
    "items": _items,
}


def _is_empty(school: str) -> bool:
    here = services()
    files = (key for bucket in _buckets() for key in here.files.under(bucket, _folder(school)))
    return here.erasure.is_empty(school) and next(files, None) is None


def _buckets() -> tuple[str, ...]:
    given = services().settings
    return given.uploads_bucket, given.letters_bucket, given.attachments_bucket


def _folder(school: str) -> str:
    return f"schools/{school}/"
