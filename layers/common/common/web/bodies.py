"""What the bodies of the JSON doors have in common. Imported by the first request that has one, as pydantic is."""

from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from common.errors import Unfit
from common.web import unfit


class Body(BaseModel):
    """Takes no field that it does not name. What checks one is built when the first comes: most starts see one kind."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def of(cls, sent: str | bytes) -> Self:
        """What was sent, as JSON; raises Unfit."""
        try:
            return cls.model_validate_json(sent)
        except ValidationError as error:
            raise Unfit(*unfit.faults_in(error)) from None
