"""Who is logged in, and where."""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta

from common.batches import in_batches
from common.cloud.table import keys, moments
from common.cloud.table.store import MOST_IN_TRANSACTION, Item, Store, Write
from common.days import local_date
from common.devices import Device
from common.errors import AlreadyDone
from common.values import Value

SESSION_LIFE = timedelta(days=30)
_NAME_LENGTH = 20


class Session(Value):
    """`token` is what the browser holds; the table knows only its SHA-256."""

    token: str
    parent: str
    ends: datetime
    device: Device = ""

    @property
    def since(self) -> datetime:
        return self.ends - SESSION_LIFE


class Place(Value):
    """Where a parent is logged in. name: by which its owner points at it; it opens nothing.

    used_on: the day of the newest page, and no more of it than that.
    """

    name: str
    device: Device
    since: datetime
    used_on: date
    ends: datetime


def new_session(parent: str, now: datetime, device: Device = "") -> Session:
    return Session(secrets.token_urlsafe(32), parent, now + SESSION_LIFE, device)


class Sessions:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, session: Session) -> None:
        """For whoever knew the password at `since`, which is a moment before it was checked.

        Raises AlreadyDone where all sessions were closed since, or the account is gone: docs/decisions/61 tells why
        it is a condition of the write.
        """
        still = "attribute_exists(PK) AND (attribute_not_exists(valid_from) OR valid_from <= :since)"
        since = {"since": moments.milliseconds(session.since)}
        self._store.transact(*self.opening(session), self._store.check(keys.profile(session.parent), still, since))

    def opening(self, session: Session) -> tuple[Write, ...]:
        """A session is found by its token, and from its parent: to end all of them at once."""
        digest = keys.digest_of(session.token)
        ends = {"expires_at": int(session.ends.timestamp())}
        used = {"used_on": local_date(session.since).isoformat(), "device": session.device}
        return (
            self._store.put({**keys.session(digest), "parent": session.parent, **used, **ends}),
            self._store.put({**keys.session_of(session.parent, digest), "digest": digest, **ends}),
        )

    def parent_behind(self, token: str, now: datetime, device: Device = "") -> str | None:
        """The parent who holds this session; None for an unknown, ended or closed one. The day is noted."""
        key = keys.session(keys.digest_of(token))
        item = self._store.get(key)
        if item is None or item["expires_at"] <= now.timestamp():
            return None
        today = local_date(now).isoformat()
        if item.get("used_on") != today:
            # Nothing happens to one that was closed meanwhile.
            with suppress(AlreadyDone):
                noted = {"used_on": today, "device": device}
                self._store.write(self._store.set_to(key, noted, "attribute_exists(PK)"))
        parent: str = item["parent"]
        return parent

    def close(self, token: str) -> None:
        digest = keys.digest_of(token)
        item = self._store.get(keys.session(digest))
        if item:
            self._store.transact(*self._closing(item["parent"], digest))

    def close_all(self, parent: str, now: datetime) -> None:
        """Also those that end by themselves soon, and those of logins that are on their way.

        now: after the new password was set, where there is one: no login from before it gets a session any more.
        All of them or none, where they are not very many.
        """
        self._refuse_before(parent, now)
        self._close(parent, self._digests(parent))

    def close_others(self, parent: str, token: str, now: datetime) -> None:
        """As `close_all`, but for this one."""
        self._refuse_before(parent, now)
        self._close(parent, [digest for digest in self._digests(parent) if digest != keys.digest_of(token)])

    def close_named(self, parent: str, name: str) -> None:
        """The one that is called so, of those of this parent. Nothing happens where it ended meanwhile."""
        self._close(parent, [digest for digest in self._digests(parent) if _name_of(digest) == name])

    def places(self, parent: str, now: datetime) -> list[Place]:
        """Where the parent is logged in, the last used first."""
        found = self._store.get_many([keys.session(digest) for digest in self._digests(parent)])
        places = [_place_of(item) for item in found if item["expires_at"] > now.timestamp()]
        return sorted(places, key=lambda one: (one.used_on, one.since, one.name), reverse=True)

    def _refuse_before(self, parent: str, now: datetime) -> None:
        """Nothing happens where a later moment stands there already, or the account is gone."""
        later = "attribute_exists(PK) AND (attribute_not_exists(valid_from) OR valid_from < :now)"
        with suppress(AlreadyDone):
            moment = {"now": moments.milliseconds(now)}
            self._store.write(self._store.update(keys.profile(parent), "SET valid_from = :now", moment, later))

    def _digests(self, parent: str) -> list[str]:
        return [item["digest"] for item in self._store.query(keys.profile(parent)["PK"], keys.SESSIONS)]

    def _close(self, parent: str, digests: Iterable[str]) -> None:
        for some in in_batches(digests, MOST_IN_TRANSACTION // 2):
            self._store.transact(*(write for digest in some for write in self._closing(parent, digest)))

    def _closing(self, parent: str, digest: str) -> tuple[Write, Write]:
        return self._store.delete(keys.session(digest)), self._store.delete(keys.session_of(parent, digest))


def name_of(token: str) -> str:
    """As `Place` has it."""
    return _name_of(keys.digest_of(token))


def _name_of(digest: str) -> str:
    return digest[:_NAME_LENGTH]


def _place_of(item: Item) -> Place:
    ends = moments.of_seconds(item["expires_at"])
    since = ends - SESSION_LIFE
    # Nothing is noted yet of one from before days were.
    used_on = date.fromisoformat(item["used_on"]) if "used_on" in item else local_date(since)
    digest = item["PK"].removeprefix(keys.session("")["PK"])
    return Place(_name_of(digest), item.get("device", ""), since, used_on, ends)
