"""Who is logged in, and where."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from common.batches import in_batches
from common.cloud.table import keys
from common.cloud.table.store import MOST_IN_TRANSACTION, Item, Store, Write

SESSION_LIFE = timedelta(days=30)


@dataclass(frozen=True)
class Session:
    """`token` is what the browser holds; the table knows only its SHA-256."""

    token: str
    parent: str
    ends: datetime


def new_session(parent: str, now: datetime) -> Session:
    return Session(secrets.token_urlsafe(32), parent, now + SESSION_LIFE)


class Sessions:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, session: Session) -> None:
        self._store.transact(*self.opening(session))

    def opening(self, session: Session) -> tuple[Write, ...]:
        """A session is found by its token, and from its parent: to end all of them at once."""
        digest = _digest(session.token)
        ends = {"expires_at": int(session.ends.timestamp())}
        return (
            self._store.put({**keys.session(digest), "parent": session.parent, **ends}),
            self._store.put({**keys.session_of(session.parent, digest), "digest": digest, **ends}),
        )

    def parent_behind(self, token: str, now: datetime) -> str | None:
        """The parent who holds this session; None for an unknown, ended or closed one."""
        item = self._store.get(keys.session(_digest(token)))
        return item["parent"] if item and item["expires_at"] > now.timestamp() else None

    def close(self, token: str) -> None:
        digest = _digest(token)
        item = self._store.get(keys.session(digest))
        if item:
            self._store.transact(*self._closing(item["parent"], digest))

    def close_all(self, parent: str) -> None:
        """Also those that end by themselves soon. All of them or none, where they are not very many."""
        for some in in_batches(self._of(parent), MOST_IN_TRANSACTION // 2):
            self._store.transact(*(write for item in some for write in self._closing(parent, item["digest"])))

    def ends_of(self, parent: str) -> list[datetime]:
        """When each session of a parent ends by itself, the next first."""
        return sorted(datetime.fromtimestamp(item["expires_at"], UTC) for item in self._of(parent))

    def _of(self, parent: str) -> list[Item]:
        return list(self._store.query(keys.profile(parent)["PK"], keys.SESSIONS))

    def _closing(self, parent: str, digest: str) -> tuple[Write, Write]:
        return self._store.delete(keys.session(digest)), self._store.delete(keys.session_of(parent, digest))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
