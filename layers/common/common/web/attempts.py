"""What may fail how often, from one network address, for one account and everywhere. docs/security.md has the table."""

import zlib
from datetime import datetime, timedelta

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.limits import Guard, Limit
from common.cloud.table.tries import MOST_IN_A_ROW, Row
from common.errors import LoginFailed
from common.events import CodesGuessed, PasswordsGuessed
from common.i18n import mark
from common.ids import random_id

_QUARTER = timedelta(minutes=15)
SHARDS = 16

CODES_OF_ADDRESS = Limit("codes", 30, _QUARTER)
PASSWORDS_OF_ADDRESS = Limit("passwords", 50, _QUARTER)
KEYS_OF_ADDRESS = Limit("keys", 100, _QUARTER)
RESETS_OF_ADDRESS = Limit("resets", 30, _QUARTER)
# Of one account from one network address: who would keep its owner out uses up neither its mails nor their digits.
RESETS_OF_ACCOUNT = Limit("resets-of-one", 7, timedelta(days=1))
DIGITS_OF_ACCOUNT = Limit("digits-of-one", 15, timedelta(days=1))
# Each is a mail to whatever address somebody at a desk types, and an answer that tells something of it.
INVITATIONS_OF_SCHOOL = Limit("invitations", 20, timedelta(days=1))
INVITATIONS_ANEW = Limit("invitations-anew", 5, timedelta(days=1))
# An alarm, and nobody waits: docs/decisions/62-unknown-codes-of-all-wake-somebody.md. 100,000 an hour, in parts: one
# counter for everybody would be one hot key.
CODES_OF_ALL = Limit("all-codes", 100_000 // SHARDS, timedelta(hours=1))

CLOSED = mark(
    "Er is te vaak een verkeerd wachtwoord ingevuld. Uw wachtwoord werkt niet meer. "
    "Kies op de pagina Inloggen voor Wachtwoord vergeten"
)


def code_guard(address: str, now: datetime) -> Guard:
    """To be read along with a code."""
    return Guard(CODES_OF_ADDRESS, address, now)


def count_unknown_code(address: str, now: datetime) -> None:
    services().limits.count(code_guard(address, now))
    shard = zlib.crc32(address.encode()) % SHARDS
    if services().limits.count(Guard(CODES_OF_ALL, str(shard), now)):
        record(CodesGuessed(CODES_OF_ALL.most))


def count_wrong_date(address: str, now: datetime) -> None:
    services().limits.count(code_guard(address, now))


def password_guard(address: str, now: datetime) -> Guard:
    """To be read along with whose address a password is for."""
    return Guard(PASSWORDS_OF_ADDRESS, address, now)


def take_reset(address: str, email: str, now: datetime) -> None:
    """A mail with digits costs whoever asks nothing, so each counts. Raises TooManyTries."""
    services().limits.take(Guard(RESETS_OF_ADDRESS, address, now))
    services().limits.take(_resets_of(address, email, now))


def give_reset_back(address: str, email: str, now: datetime) -> None:
    """No mail came of it: whoever presses the button again and again is still somebody who wants one."""
    services().limits.give_back(_resets_of(address, email, now))


def _resets_of(address: str, email: str, now: datetime) -> Guard:
    return Guard(RESETS_OF_ACCOUNT, f"{address}|{email}", now)


def take_reset_digits(address: str, email: str, now: datetime) -> None:
    """A try at the digits of such a mail, right or wrong. Raises TooManyTries."""
    services().limits.take(Guard(DIGITS_OF_ACCOUNT, f"{address}|{email}", now))


def take_invitation(school: str, now: datetime) -> None:
    """Of somebody new, whatever comes of it. Raises TooManyTries."""
    services().limits.take(Guard(INVITATIONS_OF_SCHOOL, school, now))


def take_invitation_anew(staff: str, now: datetime) -> None:
    """Of the same person. Raises TooManyTries."""
    services().limits.take(Guard(INVITATIONS_ANEW, staff, now))


def key_guard(address: str, now: datetime) -> Guard:
    """To be read along with a key."""
    return Guard(KEYS_OF_ADDRESS, address, now)


def take_password(row: Row, now: datetime) -> bool:
    """Before a password is looked at; whether none but this one will be. Raises PasswordClosed, or TooManyTries.

    Nobody's fails for its network alone.
    """
    is_last = row.is_of_somebody and services().tries.take(row, now) == MOST_IN_A_ROW
    if is_last:
        record(PasswordsGuessed(row.account or ""))
    return is_last


def count_wrong_password(address: str, now: datetime) -> None:
    services().limits.count(password_guard(address, now))


def check_password(row: Row, password: str, address: str, now: datetime) -> str:
    """Whose account it is. Raises LoginFailed; or PasswordClosed or TooManyTries, before the password is looked at.

    An unknown address asks the pool for a user that does not exist: the same calls for both.
    """
    here = services()
    take_password(row, now)
    account = row.account or random_id()
    try:
        here.accounts.log_in(account, password)
    except LoginFailed:
        count_wrong_password(address, now)
        raise
    here.tries.forget(row)
    return account
