"""Whom a school means, as its systems write it in the body of a request."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, model_validator

from common.audiences import Audience
from common.pupils import clean
from common.web.bodies import Body

T = TypeVar("T")
# As long as pupils come with them.
ClassName = Annotated[str, Field(max_length=1000), AfterValidator(clean)]
PupilId = Annotated[str, Field(max_length=40)]


def each_once(things: list[T]) -> list[T]:
    """Whatever is named twice counts once, where it was named first."""
    return list(dict.fromkeys(things))


class WantedAudience(Body):
    """Exactly one of the whole school, classes by name, or pupils by id."""

    school: Annotated[bool, Field(strict=True)] = False
    classes: Annotated[list[ClassName], Field(max_length=200), AfterValidator(each_once)] = Field(default_factory=list)
    pupils: Annotated[list[PupilId], Field(max_length=1000), AfterValidator(each_once)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_one_of_three(self) -> "WantedAudience":
        if sum(map(bool, (self.school, self.classes, self.pupils))) != 1:
            message = "give exactly one of: school (true), classes, pupils"
            raise ValueError(message)
        return self

    def plain(self) -> Audience:
        return Audience(self.school, tuple(self.classes), tuple(self.pupils))
