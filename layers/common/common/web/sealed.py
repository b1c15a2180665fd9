"""What the browser keeps of a form that failed: encrypted, as names, addresses and dates of birth are in it.

Fernet (https://github.com/fernet/spec: AES-CBC and HMAC-SHA256, with the time), by the library that comes along for
Cognito's signatures. It is heavy, and imported by whoever sends such a form or comes back with one.
"""

import json
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any


def seal(key: bytes, value: dict[str, Any], now: datetime) -> str:
    """A token that tells nobody else anything, but for its length and its time. key: of 32 bytes.

    Packed, so that some pages of text go into a cookie. Whoever gets it typed all that is in it, so that its length
    tells of no secret that stands beside somebody else's words.
    """
    from cryptography.fernet import Fernet

    content = zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 9)
    return Fernet(urlsafe_b64encode(key)).encrypt_at_time(content, int(now.timestamp())).decode()


def unseal(keys: Iterable[bytes], token: str, now: datetime, life: timedelta) -> dict[str, Any]:
    """The value, or an empty one for a token that none of the keys sealed, or too long ago."""
    from cryptography.fernet import Fernet, InvalidToken

    for key in keys:
        try:
            packed = Fernet(urlsafe_b64encode(key)).decrypt_at_time(
                token, int(life.total_seconds()), int(now.timestamp())
            )
            content = zlib.decompress(packed)
        except (InvalidToken, ValueError, zlib.error):
            continue
        value: dict[str, Any] = json.loads(content)
        return value
    return {}
