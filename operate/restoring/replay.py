"""What the ledger says is made so again, forward only: each step finds what is not so, and what would make it so.

What stands already, or is newer than what the ledger says of it, is left alone. So it may be done again, also while
the system runs, and does the rest where it stopped.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, partial

from common.batches import in_batches
from common.cloud.table.parents import Household
from common.cloud.table.staff import LastManager
from common.days import local_date
from common.errors import AccountGone, AlreadyDone
from common.journal import OPERATOR, SYSTEM, Actor
from common.ledger import Fact
from common.letters import CodeToKnow
from common.messages import Message
from common.preferences import CHANNELS, KINDS, Preferences
from common.pupils import Pupil
from common.schools import School
from common.staff import MANAGER, Staff
from operate.restoring.standing import Standing
from operate.stack import Stack

Act = Callable[[], object]
_AT_ONCE = 100
# Of the journal: what is not in the table any more, and a school may want to do again.
_TO_DO_AGAIN = {
    "linked",
    "pupil_added",
    "pupil_changed",
    "pupil_left",
    "pupil_back",
    "codes_extended",
    "reports_settled",
    "list_uploaded",
    "list_refused",
    "list_confirmed",
    "list_declined",
    "list_undone",
    "letters_asked",
    "message_planned",
    "message_sent",
    "settings_changed",
    "letter_changed",
    "key_made",
    "staff_invited",
    "staff_renewed",
}
# What hangs on a pupil is found through an index, which may miss what was written a moment ago.
_INDEX_CATCHES_UP = timedelta(minutes=1)


@dataclass
class Replay:
    """notes: what a person has to look at, in a sentence each. lost: by school and what, what is to be done again."""

    stack: Stack
    standing: Standing
    now: datetime
    notes: list[str] = field(default_factory=list)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)

    def steps(self) -> Mapping[str, Callable[[], Iterator[Act]]]:
        """In this order, so that a dry run counts nothing twice."""
        return {
            "schools to be erased": self._schools_erased,
            "schools stopped": self._schools_stopped,
            "staff removed": self._staff_removed,
            "staff with fewer rights": self._roles,
            "API keys withdrawn": self._keys,
            "links ended": self._links,
            "parents erased": self._parents,
            "pupils erased": self._pupils,
            "codes replaced": self._codes,
            "wishes and addresses of parents": self._wishes,
            "messages cancelled, or gone out": self._messages,
            "entries of the journal": self._journal,
        }

    def end_openings(self, *, dry: bool) -> int:
        """Sessions, resets and invitations: how many there were. Everybody logs in again."""
        count = 0
        for places in in_batches(self.stack.openings.found(), _AT_ONCE):
            count += len(places)
            if not dry:
                self.stack.openings.end(places)
        invited = [person for person in self._everybody_at_desks if person.invitation]
        for person in () if dry else invited:
            self.stack.staff.withdraw_invitation(person)
        return count + len(invited)

    # -- schools, and who works there

    @cached_property
    def _schools(self) -> dict[str, School]:
        return self.stack.schools.find_many(self.stack.schools.all_ids())

    @cached_property
    def _everybody_at_desks(self) -> list[Staff]:
        return [person for school in self._schools for person in self.stack.staff.of_school(school)]

    def _schools_erased(self) -> Iterator[Act]:
        for fact in self.standing.last("school_erased"):
            school = self._schools.get(fact.ids[0])
            since = self.stack.schools.since(fact.ids[0])
            if school and (since is None or since <= fact.at) and not _is_over(school, self.now):
                yield partial(self._mark, school, local_date(self.now))

    def _schools_stopped(self) -> Iterator[Act]:
        for fact in self.standing.last("school"):
            school = self._schools.get(fact.ids[0])
            if school is None:
                continue
            closed = {name: True for name in ("paused", "suspended") if fact.state[name] and not getattr(school, name)}
            if closed:
                yield partial(self._close, school, closed)
            if fact.state["deleted_on"] and school.deleted_on is None:
                yield partial(self._mark, school, date.fromisoformat(fact.state["deleted_on"]))

    def _close(self, school: School, values: Mapping[str, bool]) -> None:
        entry = self.stack.journal.entry(
            school.id, "settings_changed", OPERATOR, self.now, setting=", ".join(sorted(values))
        )
        self.stack.schools.change(school.id, values, entry)

    def _mark(self, school: School, day: date) -> None:
        entry = self.stack.journal.entry(school.id, "school_deleted", OPERATOR, self.now, day=day.isoformat())
        with suppress(AlreadyDone):
            self.stack.erasure.mark(school, day, entry)

    def _staff_removed(self) -> Iterator[Act]:
        for fact in self.standing.last("staff_removed"):
            if person := self.stack.staff.find(*fact.ids):
                yield partial(self._remove, person)

    def _remove(self, person: Staff) -> None:
        self.stack.staff_accounts.delete(person.id)
        self.stack.erasure.person(person)

    def _roles(self) -> Iterator[Act]:
        for fact in self.standing.last("role"):
            person = self.stack.staff.find(*fact.ids)
            if person and person.is_manager and fact.state["role"] != MANAGER:
                yield partial(self._humble, person, fact)

    def _humble(self, person: Staff, fact: Fact) -> None:
        entry = self.stack.journal.entry(person.school, "staff_changed", OPERATOR, self.now, staff=person.id)
        try:
            self.stack.staff.change_role(person, fact.state["role"], entry)
        except LastManager:
            self.notes.append(f"{person.id} stays beheerder of {person.school}, which has no other")

    def _keys(self) -> Iterator[Act]:
        for fact in self.standing.last("key_withdrawn"):
            school, key = fact.ids
            if any(one.id == key for one in self.stack.api_keys.of_school(school)):
                yield partial(self.stack.api_keys.withdraw, school, key)

    # -- parents and pupils

    def _parents(self) -> Iterator[Act]:
        for fact in self.standing.last("parent_erased"):
            if self.stack.parents.household(fact.ids[0]):
                yield partial(self._forget_parent, fact.ids[0])

    def _forget_parent(self, parent: str) -> None:
        self.stack.accounts.delete(parent)
        self.stack.parents.forget(parent, self.now, OPERATOR)

    def _pupils(self) -> Iterator[Act]:
        for fact in self.standing.last("pupil_erased"):
            for pupil in self.stack.pupils.find_many(fact.ids[0], [fact.ids[1]]):
                yield partial(self._forget_pupil, pupil)

    def _forget_pupil(self, pupil: Pupil) -> None:
        """As the school did it; what hangs on the pupil goes a minute later."""
        here = self.stack
        task = {"kind": "forget_pupil", "school": pupil.school, "pupil": pupil.id, "versions": pupil.code_version}
        here.pupils.remove(
            pupil,
            here.pupils.names_of(pupil.school, pupil.id),
            here.tallies.counting_anew(pupil.school, self.now),
            here.outbox.asking(f"forget|{pupil.id}", task, self.now + _INDEX_CATCHES_UP),
        )

    def _links(self) -> Iterator[Act]:
        for fact in self.standing.last("link_ended"):
            linked = self.stack.parents.find_linked(*fact.ids)
            # One that was made later is another one, however alike.
            if linked and linked[1].since <= fact.at:
                link = linked[1]
                yield partial(self.stack.parents.unlink, link.parent, link.school, link.pupil, self.now, OPERATOR)

    def _codes(self) -> Iterator[Act]:
        for fact in self.standing.last("code"):
            for pupil in self.stack.pupils.find_many(fact.ids[0], [fact.ids[1]]):
                if pupil.code_version < fact.state["version"]:
                    yield partial(self._raise, pupil, fact)

    def _raise(self, pupil: Pupil, fact: Fact) -> None:
        """The code that is known from now on may be printed already: the letters function makes it known again."""
        version = fact.state["version"]
        told = CodeToKnow(kind="know_code", school=pupil.school, pupil=pupil.id, version=version)
        self.stack.letters_queue.send([told])
        with suppress(AlreadyDone):
            self.stack.pupils.raise_code(pupil, version, date.fromisoformat(fact.state["until"]))

    def _wishes(self) -> Iterator[Act]:
        for fact in self.standing.last("wishes"):
            household = self.stack.parents.household(fact.ids[0])
            if household is None:
                continue
            parent = household.parent
            wanted = _without(parent.preferences, fact.state["off"])
            # The address that is in the table is one that the parent gave up for another, which is lost.
            trouble = "bounce" if parent.addresses < fact.state["addresses"] else fact.state["trouble"]
            news = trouble if trouble and not parent.undeliverable else ""
            if news or wanted != parent.preferences:
                yield partial(self._hold_to, household, wanted, news)

    def _hold_to(self, household: Household, wanted: Preferences, trouble: str) -> None:
        if trouble:
            self.stack.bounces.note(household.links, self.now)
        with suppress(AccountGone):
            self.stack.choices.hold_to(household.parent, wanted, trouble)

    # -- what a school sends, and what is known of what it did

    def _messages(self) -> Iterator[Act]:
        for fact in self.standing.last("message"):
            message = self.stack.messages.find(*fact.ids)
            if message and message.stage == "waiting":
                went_out = fact.state["stage"] == "sent"
                yield partial(self.stack.messages.went_out if went_out else self._cancel, message)

    def _cancel(self, message: Message) -> None:
        entry = self.stack.journal.entry(message.school, "message_cancelled", OPERATOR, self.now, message=message.id)
        self.stack.messages.cancel(message, entry)

    def _journal(self) -> Iterator[Act]:
        names = {person.id: person.name for person in self._everybody_at_desks}
        for fact in self.standing.last("journal"):
            school, entry = fact.ids
            if school in self._schools and not self.stack.journal.has(school, entry):
                if fact.state["kind"] != SYSTEM.kind:
                    self._count_lost(school, fact.state["what"])
                by = Actor(fact.state["kind"], fact.state["by"], names.get(fact.state["by"], ""))
                yield partial(self.stack.journal.put_back, school, entry, fact.state["what"], by, fact.state["about"])

    def _count_lost(self, school: str, what: str) -> None:
        if what in _TO_DO_AGAIN:
            self.lost[school, what] += 1


def _is_over(school: School, now: datetime) -> bool:
    return school.deleted_on is not None and school.deleted_on <= local_date(now)


def _without(preferences: Preferences, off: list[str]) -> Preferences:
    for kind in KINDS:
        for channel in CHANNELS:
            if f"{channel} {kind}" in off:
                preferences = preferences.without(kind, channels=(channel,))
    return preferences
