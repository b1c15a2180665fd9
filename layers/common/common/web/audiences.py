"""Whom a school means, as its systems write it in the body of a request."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from common.pupils import clean


class WantedAudience(BaseModel):
    """Exactly one of the whole school, classes by name, or pupils by id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    school: bool = False
    classes: Annotated[list[Annotated[str, AfterValidator(clean)]], Field(max_length=200)] = []
    pupils: Annotated[list[str], Field(max_length=1000)] = []

    @model_validator(mode="after")
    def _is_one_of_three(self) -> "WantedAudience":
        if sum(map(bool, (self.school, self.classes, self.pupils))) != 1:
            message = "give exactly one of: school (true), classes, pupils"
            raise ValueError(message)
        return self
