"""What may fail how often, from one network address, for one account and everywhere. docs/security.md has the table."""

import zlib
from datetime import datetime, timedelta

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.limits import Guard, Limit
from common.errors import LoginFailed
from common.events import CodesGuessed

_QUARTER = timedelta(minutes=15)
SHARDS = 16

CODES_OF_ADDRESS = Limit("codes", 30, _QUARTER)
PASSWORDS_OF_ADDRESS = Limit("passwords", 50, _QUARTER)
KEYS_OF_ADDRESS = Limit("keys", 100, _QUARTER)
RESETS_OF_ADDRESS = Limit("resets", 30, _QUARTER)
PASSWORDS_OF_ACCOUNT = Limit("login", 10, _QUARTER)
# 100,000 an hour, in parts: one counter for everybody would be one hot key.
CODES_OF_ALL = Limit("all-codes", 100_000 // SHARDS, timedelta(hours=1))


def code_guards(address: str, now: datetime) -> tuple[Guard, Guard]:
    """To be read along with a code."""
    shard = zlib.crc32(address.encode()) % SHARDS
    return Guard(CODES_OF_ADDRESS, address, now), Guard(CODES_OF_ALL, str(shard), now)


def count_unknown_code(address: str, now: datetime) -> None:
    of_address, of_all = code_guards(address, now)
    services().limits.count(of_address)
    if services().limits.count(of_all):
        record(CodesGuessed(CODES_OF_ALL.most))


def count_wrong_date(address: str, now: datetime) -> None:
    services().limits.count(Guard(CODES_OF_ADDRESS, address, now))


def password_guard(address: str, now: datetime) -> Guard:
    """To be read along with whose address a password is for."""
    return Guard(PASSWORDS_OF_ADDRESS, address, now)


def take_reset(address: str, now: datetime) -> None:
    """A mail with digits costs whoever asks nothing, so each counts. Raises TooManyTries."""
    services().limits.take(Guard(RESETS_OF_ADDRESS, address, now))


def key_guard(address: str, now: datetime) -> Guard:
    """To be read along with a key."""
    return Guard(KEYS_OF_ADDRESS, address, now)


def check_password(parent: str, email: str, password: str, address: str, now: datetime) -> None:
    """Raises LoginFailed, or TooManyTries before the password is looked at."""
    here, of_account = services(), Guard(PASSWORDS_OF_ACCOUNT, email, now)
    here.limits.take(of_account)
    try:
        here.accounts.log_in(parent, password)
    except LoginFailed:
        here.limits.count(password_guard(address, now))
        raise
    here.limits.give_back(of_account)
