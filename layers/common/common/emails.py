"""Addresses of mail, as people type them and as they may be shown."""

import re
import string

_WORD = r"[^\s@<>\"(),:;\[\]\\.]+"
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
_EMAIL = re.compile(rf"(?=[^@]{{1,64}}@){_WORD}(?:\.{_WORD})*@{_HOST}")


def normalise_email(typed: str) -> str:
    """Addresses are compared in lower case; '' where it cannot be an address."""
    email = typed.strip(string.whitespace + "\u00a0\u200b\ufeff").lower()
    plain = len(email) <= 254 and email.isascii() and email.isprintable()
    return email if plain and _EMAIL.fullmatch(email) else ""


def masked(email: str) -> str:
    """An address so that its owner knows it again and nobody else learns it: its first letter, and how it ends."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@….{host.rpartition('.')[2]}"
