"""Small signed values that the browser keeps for us for a short time.

They are JSON Web Tokens (RFC 7519) of one kind: HS256, with this very header. Made here because the library brings
all of asymmetric cryptography along, which is a tenth of the cold start of every page, for one HMAC.
"""

import binascii
import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any


def sign(key: bytes, purpose: str, value: dict[str, Any], now: datetime, life: timedelta) -> str:
    """A token that only the same purpose can read again. It is signed, not secret."""
    body = f"{_HEADER}.{_packed({'aud': purpose, 'exp': int((now + life).timestamp()), 'value': value})}"
    return f"{body}.{_signature(key, body)}"


def read(keys: Iterable[bytes], purpose: str, token: str) -> dict[str, Any]:
    """The value, or an empty one for a token that none of the keys signed, too old or made for something else."""
    body, _, signature = token.rpartition(".")
    header, _, packed = body.partition(".")
    # Only ASCII can be compared in a time that tells nothing.
    if header != _HEADER or not token.isascii() or not _is_signed(keys, body, signature):
        return {}
    claims = _unpacked(packed)
    if claims.get("aud") != purpose or not _lasts(claims.get("exp")):
        return {}
    value = claims.get("value")
    return value if isinstance(value, dict) else {}


def _is_signed(keys: Iterable[bytes], body: str, signature: str) -> bool:
    return any(hmac.compare_digest(signature, _signature(key, body)) for key in keys)


def _signature(key: bytes, body: str) -> str:
    return _base64(hmac.digest(key, body.encode(), hashlib.sha256))


def _lasts(ends: object) -> bool:
    return isinstance(ends, int) and datetime.now(UTC).timestamp() < ends


def _packed(content: dict[str, Any]) -> str:
    return _base64(json.dumps(content, separators=(",", ":")).encode())


def _unpacked(packed: str) -> dict[str, Any]:
    try:
        content = json.loads(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (binascii.Error, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


_HEADER = _packed({"alg": "HS256", "typ": "JWT"})
