"""What the bodies of the JSON doors have in common."""

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """Takes no field that it does not name. What checks one is built when the first comes: most starts see one kind."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
