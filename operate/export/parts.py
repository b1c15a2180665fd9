"""What is in each file, item after item. No secrets: neither codes and keys nor what proves an invitation."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from common.messages import counts
from common.schools import School
from operate.stack import Stack

Row = Mapping[str, Any]
_MANY = 100
# The others are hashes of names, with which a list without numbers is compared.
_NUMBER = "NUMBER#"


@dataclass(frozen=True)
class Part:
    file: str
    rows: Callable[[Stack, str], Iterator[Row]]


def settings(school: School) -> Row:
    row: Row = _plain(asdict(school))
    return row


def _pupils(stack: Stack, school: str) -> Iterator[Row]:
    return (_plain(asdict(one)) for one in stack.pupils.each_of_school(school))


def _names(stack: Stack, school: str) -> Iterator[Row]:
    return (
        {"number": name.removeprefix(_NUMBER), "pupil": pupil}
        for name, pupil in stack.pupils.names_of_school(school).items()
        if name.startswith(_NUMBER)
    )


def _links(stack: Stack, school: str) -> Iterator[Row]:
    for parent, link in stack.parents.links_of_school(school):
        since, version = _at(link.since), link.code_version
        yield {"pupil": link.pupil, "parent": parent.id, "name": parent.name, "since": since, "code_version": version}


def _reports(stack: Stack, school: str) -> Iterator[Row]:
    return (_plain(asdict(one)) for one in stack.reports.of_school(school))


def _lists(stack: Stack, school: str) -> Iterator[Row]:
    for one in _all_pages(lambda before: stack.imports.newest(school, _MANY, before)):
        held = [asdict(remark) for remark in stack.imports.held_rows(school, one.id)]
        row = {name: value for name, value in asdict(one).items() if name not in ("bucket", "key", "etag")}
        yield _plain({**row, "held_rows": held, "pupils_before": stack.pupils.changed_by(school, one.id)})


def _batches(stack: Stack, school: str) -> Iterator[Row]:
    for one in _all_pages(lambda before: stack.batches.newest(school, before, _MANY)):
        made = [file.file for file in one.wanted if one.has_made(file)]
        row = asdict(one) | {"made": made, "substituted": sorted(one.substituted)}
        yield _plain({**row, "pupils": sorted(stack.batches.pupils_of(school, one.id))})


def _messages(stack: Stack, school: str) -> Iterator[Row]:
    for one in _all_pages(lambda before: stack.messages.of_school(school, before, _MANY)):
        yield _plain({**asdict(one), "counts": counts(*stack.deliveries.progress(one.id))})


def _recipients(stack: Stack, school: str) -> Iterator[Row]:
    for message in _all_pages(lambda before: stack.messages.of_school(school, before, _MANY)):
        for one, states in stack.deliveries.of_message(message.id):
            yield {"message": message.id, "parent": one.parent, "pupils": list(one.pupils), "deliveries": states}


def _bounces(stack: Stack, school: str) -> Iterator[Row]:
    return (_plain(asdict(one)) for one in stack.bounces.of_school(school))


def _days(stack: Stack, school: str) -> Iterator[Row]:
    return (_plain(asdict(one)) for one in stack.tallies.days(school, date.min))


def _journal(stack: Stack, school: str) -> Iterator[Row]:
    found = _all_pages(lambda before: stack.journal.newest(school, before, _MANY))
    return (_plain({**asdict(one), "about": dict(one.about)}) for one in found)


def _staff(stack: Stack, school: str) -> Iterator[Row]:
    for one in stack.staff.of_school(school):
        yield {"id": one.id, "name": one.name, "email": one.email, "role": one.role, "invited": bool(one.invitation)}


def _keys(stack: Stack, school: str) -> Iterator[Row]:
    return (_plain(asdict(one)) for one in stack.api_keys.of_school(school))


PARTS = (
    Part("leerlingen.json", _pupils),
    Part("nummers.json", _names),
    Part("koppelingen.json", _links),
    Part("meldingen.json", _reports),
    Part("lijsten.json", _lists),
    Part("brieven.json", _batches),
    Part("berichten.json", _messages),
    Part("ontvangers.json", _recipients),
    Part("onbestelbaar.json", _bounces),
    Part("dagen.json", _days),
    Part("logboek.json", _journal),
    Part("medewerkers.json", _staff),
    Part("sleutels.json", _keys),
)


def _all_pages(page: Callable[[str], list[Any]]) -> Iterator[Any]:
    """The newest first."""
    before = ""
    while found := page(before):
        yield from found
        before = found[-1].id


def _plain(value: Any) -> Any:
    """As JSON has it."""
    match value:
        case datetime():
            return _at(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {_plain(name): _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return value


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
