"""Who works at a school's desk, what each may do, and for how long a session lasts."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, get_args

from common.devices import Device
from common.values import Value

# A beheerder may do everything; a medewerker changes no settings and no staff.
Role = Literal["beheerder", "medewerker"]
ROLES: tuple[Role, ...] = get_args(Role)
MANAGER: Role = "beheerder"

DESK_LIFE = timedelta(hours=12)
DESK_IDLE = timedelta(hours=1)
# How long the six digits of an authenticator count for what needs a fresh proof.
PROOF_LIFE = timedelta(minutes=15)
INVITATION_LIFE = timedelta(days=7)
# A session that is in use is noted this often, not with every page.
_NOTED_EVERY = timedelta(minutes=5)
# After so long on one page its session ends at the soonest.
DESK_ENDS_AFTER = DESK_IDLE - _NOTED_EVERY


class Invitation(Value):
    """Lets whoever reads the mail choose a password; the link follows from the nonce and is nowhere kept."""

    nonce: str
    until: datetime


class Staff(Value):
    """One person at one school's desk. valid_from: sessions that were opened before are over."""

    school: str
    id: str
    name: str
    email: str
    role: Role
    valid_from: datetime
    invitation: Invitation | None = None

    @property
    def is_manager(self) -> bool:
        return self.role == MANAGER

    @property
    def has_access(self) -> bool:
        """Whether nothing has to be chosen first."""
        return self.invitation is None

    def is_awaited(self, now: datetime) -> bool:
        """Whether an invitation waits that still works."""
        return self.invitation is not None and now < self.invitation.until

    def still_stands(self, since: datetime) -> bool:
        """Whether who came in then, or proved a password then, still may sit there.

        Not once another password was chosen, nor as long as an invitation waits with which one is to be chosen.
        """
        return self.has_access and since >= self.valid_from


class DeskSession(Value):
    """`token` is what the browser holds. proven_at: when an authenticator's digits were last right."""

    token: str
    school: str
    staff: str
    opened_at: datetime
    seen_at: datetime
    proven_at: datetime
    device: Device = ""

    def is_open(self, now: datetime) -> bool:
        return now < self.opened_at + DESK_LIFE and now < self.seen_at + DESK_IDLE

    def seconds_left(self, now: datetime) -> int:
        """How long it lasts at most, whatever is done in it."""
        return int((self.opened_at + DESK_LIFE - now).total_seconds())

    def is_worth_noting(self, now: datetime) -> bool:
        return now >= self.seen_at + _NOTED_EVERY

    def is_proven(self, now: datetime) -> bool:
        return now < self.proven_at + PROOF_LIFE


def invitation_token(key: bytes, staff: Staff) -> str:
    """What makes the link in an invitation secret: 256 bits, for one invitation of one person."""
    nonce = staff.invitation.nonce if staff.invitation else ""
    digest = hmac.digest(key, f"{staff.school}|{staff.id}|{nonce}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def is_invited(keys: Iterable[bytes], staff: Staff, token: str, now: datetime) -> bool:
    """Whether this token belongs to the invitation that waits now."""
    given = token.encode()
    return staff.is_awaited(now) and any(
        hmac.compare_digest(invitation_token(key, staff).encode(), given) for key in keys
    )
