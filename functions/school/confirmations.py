"""What a program says with the order to apply a list: pages of the desk say it with a form."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Confirmed(BaseModel):
    """preview: the one that was seen; without it, whichever is the newest at that moment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    preview: Annotated[int, Field(strict=True, ge=1)] | None = None
