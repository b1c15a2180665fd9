"""A message that somebody at the desk is writing: kept between its pages, for that person, until it is sent."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta

from common.attachments import Attachment, type_of
from common.cloud.services import services
from common.cloud.table.store import Write
from common.ids import random_id
from common.values import Value
from common.web.desks import Seat

PAGE = "/school/berichten/nieuw"
_KEY = re.compile(r"[0-9a-f]{20}")
_FIELDS = ("kind", "title", "text", "audience", "when", "day", "time")
_CHOSEN = ("class.", "pupil.")
_FILE = "file."
_SLOT = "slot"
_LONGEST_ID, _LONGEST_CLASS = 40, 1000
# From the last time that it was kept: over a weekend, or an illness.
_LIFE = timedelta(days=7)
_BESIDE = (_FILE, _SLOT)


class Draft(Value):
    """key: under which it is ordered, so that it goes out once. values: of its form, and the files beside it."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def classes(self) -> list[str]:
        return [one for one in self._chosen("class.") if len(one) <= _LONGEST_CLASS]

    @property
    def pupils(self) -> list[str]:
        return [one for one in self._chosen("pupil.") if len(one) <= _LONGEST_ID]

    def _chosen(self, prefix: str) -> list[str]:
        return sorted(name.removeprefix(prefix) for name in self.values if name.startswith(prefix))

    @property
    def files(self) -> tuple[Attachment, ...]:
        """In the order in which they were added."""
        names = sorted(name for name in self.values if name.startswith(_FILE))
        found = []
        for name in names:
            size, _, called = self.values[name].partition(" ")
            found.append(Attachment(name.rpartition(".")[2], called, type_of(called), int(size)))
        return tuple(found)

    @property
    def slot(self) -> str:
        """The id of the file that may come next; '' where none is awaited."""
        return self.values.get(_SLOT, "")

    @property
    def digest(self) -> str:
        """Of all that parents would notice: what was looked at is what is sent."""
        noticed = {name: value for name, value in self.values.items() if name not in ("search", _SLOT)}
        return hashlib.sha256(json.dumps(noticed, sort_keys=True).encode()).hexdigest()

    def with_files(self, files: tuple[Attachment, ...], *, slot: bool) -> "Draft":
        """slot: whether another file is awaited."""
        rest = {name: value for name, value in self.values.items() if name != _SLOT and not name.startswith(_FILE)}
        kept = {f"{_FILE}{at}.{one.id}": f"{one.size} {one.name}" for at, one in enumerate(files)}
        return replace(self, values=rest | kept | ({_SLOT: self.slot or random_id()} if slot else {}))


def new_draft(values: Mapping[str, str] | None = None) -> Draft:
    return Draft(random_id(), values or {})


def find(seat: Seat, key: str) -> Draft | None:
    if not _KEY.fullmatch(key):
        return None
    values, errors = services().drafts.find(seat.school.id, seat.staff.id, _place(key))
    return Draft(key, values, errors) if values else None


def keep(seat: Seat, draft: Draft) -> None:
    """Its files wait as long as it does."""
    here, school = services(), seat.school.id
    for one in draft.files:
        here.attachments.add(school, one, here.now())
    here.drafts.keep(school, seat.staff.id, _place(draft.key), draft.values, draft.errors, here.now(), _LIFE)


def drop(seat: Seat, draft: Draft) -> None:
    services().drafts.drop(seat.school.id, seat.staff.id, _place(draft.key))


def dropping(seat: Seat, draft: Draft) -> Write:
    """In one step with what it becomes: a draft that is there was not sent."""
    return services().drafts.dropping(seat.school.id, seat.staff.id, _place(draft.key))


def unfinished(seat: Seat) -> list[tuple[Draft, datetime]]:
    """What this person wrote in the last week and did not send, with when it was kept; the last first."""
    found = services().drafts.under(seat.school.id, seat.staff.id, f"{PAGE}/")
    drafts = [(Draft(key, values), kept_at) for key, values, kept_at in found if _KEY.fullmatch(key)]
    return sorted(drafts, key=lambda one: (one[1], one[0].key), reverse=True)


def filled_in(seat: Seat, form: Mapping[str, str]) -> Draft:
    """A draft as its form says, with the files that are kept beside it."""
    key = form.get("order", "")
    kept = find(seat, key)
    kept_fields = (*_FIELDS, "search") if _searches(form, kept) else _FIELDS
    values = {name: form[name] for name in kept_fields if name in form}
    values["text"] = values.get("text", "").replace("\r\n", "\n")
    chosen = {name: "on" for name in form if name.startswith(_CHOSEN) and name not in _CHOSEN}
    draft = Draft(key if _KEY.fullmatch(key) else random_id(), values | chosen)
    beside = {name: value for name, value in kept.values.items() if name.startswith(_BESIDE)} if kept else {}
    return replace(draft, values={**draft.values, **beside})


def _searches(form: Mapping[str, str], kept: Draft | None) -> bool:
    """A name that was typed and not looked for yet is meant for somebody: whatever button follows, it is looked for."""
    typed = form.get("search", "").strip()
    is_new = form.get("audience") == "pupils" and typed != (kept.values.get("search", "").strip() if kept else "")
    return bool(typed) and (form.get("action") == "search" or is_new)


def anew(draft: Draft) -> Draft:
    """The same as another message."""
    return replace(draft, key=random_id(), errors={})


def with_errors(draft: Draft, errors: Mapping[str, str]) -> Draft:
    """They are told until the form is sent again."""
    return replace(draft, errors=errors)


def order_key(seat: Seat, key: str) -> str:
    """Under which the message is ordered: nobody else's, and no other system's."""
    return f"desk|{seat.staff.id}|{key}"


def sent_as(seat: Seat, key: str) -> str:
    """The id of the message that this draft became; '' where it was not sent."""
    ordered = services().messages.ordered(seat.school.id, order_key(seat, key)) if _KEY.fullmatch(key) else None
    return ordered.message if ordered else ""


def _place(key: str) -> str:
    return f"{PAGE}/{key}"
