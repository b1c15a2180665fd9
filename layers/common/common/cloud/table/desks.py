"""Who is logged in at a desk, and who is halfway: with the right password, but not yet with an authenticator."""

import re
import secrets
from datetime import datetime, timedelta

from common.cloud.table import keys, moments
from common.cloud.table.staff import AtDesk, StaffTable, at_desk_in, places_at_desk
from common.cloud.table.store import Item, Store, Write
from common.devices import Device
from common.errors import AlreadyDone
from common.staff import DESK_LIFE, DeskSession, Staff
from common.values import Value

# What was over is remembered a day longer, so that its owner finds back what was filled in.
_REMEMBERED = DESK_LIFE + timedelta(days=1)
STEP_LIFE = timedelta(minutes=30)
_STEP_TRIES = 5
_NAME_LENGTH = 20
# Whose it is, and what nobody can guess.
_TOKEN = re.compile(r"([\w-]{1,64})\.([\w-]{1,64})\.[\w-]{43}", re.ASCII)


class Step(Value):
    """Half of a login, for half an hour at most.

    begun_at: a moment before the password was looked at. pass_on: what Cognito wants to see again. secret: of the
    authenticator that is set up now, which the page shows; '' for one that is known.
    """

    token: str
    school: str
    staff: str
    begun_at: datetime
    pass_on: str
    secret: str = ""


class Place(Value):
    """Where somebody is logged in. name: by which its owner points at it; it opens nothing."""

    name: str
    session: DeskSession


def new_session(staff: Staff, now: datetime, device: Device = "") -> DeskSession:
    token = f"{staff.school}.{staff.id}.{secrets.token_urlsafe(32)}"
    return DeskSession(token, staff.school, staff.id, now, now, now, device)


class Desks:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, session: DeskSession, step: Step | None = None) -> None:
        """It is found by its token, and from its owner: to show where somebody is logged in.

        step: that leads to it, and to no other. Raises AlreadyDone where it did so already, or where its owner chose
        another password since the one that was proven, or is to choose one.
        """
        since = step.begun_at if step else session.opened_at
        self._store.transact(
            StaffTable(self._store).standing(session.school, session.staff, since),
            *self._opening(session),
            *([self._store.delete(_place_of(step), "attribute_exists(PK)")] if step else []),
        )

    def _opening(self, session: DeskSession) -> tuple[Write, Write]:
        digest = keys.digest_of(session.token)
        ends = {"expires_at": moments.seconds(session.opened_at + _REMEMBERED)}
        return (
            self._store.put(
                {
                    **keys.desk_session(digest),
                    "school": session.school,
                    "staff": session.staff,
                    "opened_at": moments.milliseconds(session.opened_at),
                    "seen_at": moments.milliseconds(session.seen_at),
                    "proven_at": moments.milliseconds(session.proven_at),
                    "device": session.device,
                    **ends,
                }
            ),
            self._store.put({**keys.seat(session.school, session.staff, digest), "digest": digest, **ends}),
        )

    def find(self, token: str) -> DeskSession | None:
        """Also one that is over: ask `is_open`."""
        item = self._store.get(keys.desk_session(keys.digest_of(token)))
        return _session_of(item, token) if item else None

    def places(self, school: str, staff: str) -> list[Place]:
        """Of each session that is remembered, also those that are over; the last used first. None has its token."""
        found = self._store.get_many([keys.desk_session(digest) for digest in self._digests(school, staff)])
        places = [Place(_name_of(_digest_in(item)), _session_of(item, "")) for item in found]
        return sorted(places, key=lambda one: (one.session.seen_at, one.name), reverse=True)

    def _digests(self, school: str, staff: str) -> list[str]:
        prefix = keys.seat(school, staff, "")
        return [item["digest"] for item in self._store.query(prefix["PK"], prefix["SK"])]

    def who_sits(self, token: str) -> tuple[DeskSession, AtDesk | None] | None:
        """The session, as `find` does, and who sits there, in one read: the token says where to look.

        It is believed in nothing: a session is found by the hash of all of it, and whose that is, is written there.
        """
        named = owner_named(token)
        if named is None:
            return None
        school, staff = named
        key = keys.desk_session(keys.digest_of(token))
        found = self._store.get_many([key, *places_at_desk(school, staff)])
        session = next((_session_of(item, token) for item in found if item["PK"] == key["PK"]), None)
        if session is None or (session.school, session.staff) != (school, staff):
            return None
        return session, at_desk_in(found, school, staff)

    def note(self, session: DeskSession, now: datetime) -> None:
        """It is in use. Nothing happens to one that was closed meanwhile."""
        try:
            self._store.write(
                self._store.update(
                    keys.desk_session(keys.digest_of(session.token)),
                    "SET seen_at = :now",
                    {"now": moments.milliseconds(now)},
                    "attribute_exists(PK)",
                )
            )
        except AlreadyDone:
            return

    def close(self, token: str) -> None:
        item = self._store.get(keys.desk_session(keys.digest_of(token)))
        if item:
            self._store.transact(*self._closing(item["school"], item["staff"], keys.digest_of(token)))

    def close_named(self, school: str, staff: str, name: str) -> None:
        """The one that is called so, of those of this person. Nothing happens where it ended meanwhile."""
        for digest in self._digests(school, staff):
            if _name_of(digest) == name:
                self._store.transact(*self._closing(school, staff, digest))

    def _closing(self, school: str, staff: str, digest: str) -> tuple[Write, Write]:
        return self._store.delete(keys.desk_session(digest)), self._store.delete(keys.seat(school, staff, digest))

    # -- halfway

    def begin(self, step: Step) -> None:
        self._store.write(
            self._store.put(
                {
                    **_place_of(step),
                    "school": step.school,
                    "staff": step.staff,
                    "begun_at": moments.milliseconds(step.begun_at),
                    "pass_on": step.pass_on,
                    "secret": step.secret,
                    "tries": 0,
                    "expires_at": moments.seconds(step.begun_at + STEP_LIFE),
                }
            )
        )

    def step(self, token: str, now: datetime) -> Step | None:
        item = self._store.get(keys.desk_step(keys.digest_of(token))) if token else None
        if item is None or item["expires_at"] <= now.timestamp():
            return None
        # One from before this was noted begins anew.
        begun_at = moments.of_milliseconds(item.get("begun_at", 0))
        return Step(token, item["school"], item["staff"], begun_at, item["pass_on"], item["secret"])

    def count_try(self, step: Step) -> bool:
        """Counts a try at the digits before they are looked at; False after the fifth."""
        try:
            self._store.write(
                self._store.update(
                    _place_of(step),
                    "ADD tries :one",
                    {"one": 1, "most": _STEP_TRIES},
                    "tries < :most",
                )
            )
        except AlreadyDone:
            return False
        return True

    def end(self, step: Step) -> None:
        self._store.write(self._store.delete(_place_of(step)))


def _place_of(step: Step) -> keys.Key:
    return keys.desk_step(keys.digest_of(step.token))


def owner_named(token: str) -> tuple[str, str] | None:
    """School and person whom a token names, also of a session that is gone: what only the browser that has it says."""
    named = _TOKEN.fullmatch(token)
    return (named[1], named[2]) if named else None


def name_of(token: str) -> str:
    """As `Place` has it."""
    return _name_of(keys.digest_of(token))


def _name_of(digest: str) -> str:
    return digest[:_NAME_LENGTH]


def _digest_in(item: Item) -> str:
    return str(item["PK"]).removeprefix(keys.desk_session("")["PK"])


def _session_of(item: Item, token: str) -> DeskSession:
    opened, seen, proven = (moments.of_milliseconds(item[name]) for name in ("opened_at", "seen_at", "proven_at"))
    return DeskSession(token, item["school"], item["staff"], opened, seen, proven, item.get("device", ""))
