"""Small signed values that the browser keeps for us for a short time."""

from datetime import datetime, timedelta
from typing import Any

import jwt

_ALGORITHM = "HS256"


def sign(key: bytes, purpose: str, value: dict[str, Any], now: datetime, life: timedelta) -> str:
    """A token that only the same purpose can read again. It is signed, not secret."""
    return jwt.encode({"aud": purpose, "exp": now + life, "value": value}, key, algorithm=_ALGORITHM)


def read(key: bytes, purpose: str, token: str) -> dict[str, Any]:
    """The value, or an empty one for a token that is forged, too old or made for something else."""
    try:
        claims = jwt.decode(token, key, algorithms=[_ALGORITHM], audience=purpose, options={"require": ["exp"]})
    except jwt.InvalidTokenError:
        return {}
    value = claims.get("value")
    return value if isinstance(value, dict) else {}
