"""Keys with which a school's other systems come in, and what each may do."""

from datetime import datetime
from typing import Literal, get_args

from common.journal import Actor
from common.values import Value

Scope = Literal["pupils", "lists", "letters", "messages"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


class ApiKey(Value):
    """id: by which it is withdrawn; it opens nothing. name: what the school calls it."""

    id: str
    school: str
    name: str
    scopes: tuple[Scope, ...]
    made_at: datetime

    @property
    def actor(self) -> Actor:
        return Actor("key", self.id, self.name)
