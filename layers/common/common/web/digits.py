"""Six digits that went to an address and come back: whether they prove that it is its owner's."""

import hmac
from datetime import datetime
from typing import Protocol

from common.codes import with_plain_digits
from common.i18n import mark
from common.parents import Confirmation

WRONG = mark("Deze code klopt niet. Kijk in de nieuwste e-mail en vul de 6 cijfers opnieuw in")
NOT_YET = mark("U hebt net al een code gevraagd. Wacht een minuut en kijk ook bij ongewenste e-mail")
TOO_OLD = mark("Deze code is verlopen. Vraag een nieuwe code aan")
_TOO_MANY = mark("U hebt te vaak een verkeerde code ingevuld. Vraag een nieuwe code aan")


class Proof(Protocol):
    """Of one address: what waits for it, which digits those are, and how often they were tried."""

    waiting: Confirmation | None

    def expected(self, nonce: str) -> str: ...

    def count_try(self) -> bool: ...


def problem_with(typed: str, proof: Proof, now: datetime) -> str | None:
    """A sentence that says why these are not the digits, or None. Every try is counted before it is compared."""
    waiting = proof.waiting
    if waiting is None or waiting.until < now:
        return TOO_OLD
    digits = with_plain_digits("".join(typed.split()))
    if not digits:
        return mark("Vul de 6 cijfers in die in de e-mail staan")
    if not proof.count_try():
        return _TOO_MANY
    return None if hmac.compare_digest(proof.expected(waiting.nonce).encode(), digits.encode()) else WRONG
