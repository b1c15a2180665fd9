"""For whom of a school something is meant."""

from dataclasses import dataclass

from common.pupils import Pupil


@dataclass(frozen=True)
class Audience:
    """The whole school, or classes by name, or pupils by id."""

    school: bool = False
    classes: tuple[str, ...] = ()
    pupils: tuple[str, ...] = ()

    def names(self, class_name: str, pupil: str) -> bool:
        return self.school or class_name in self.classes or pupil in self.pupils


def is_meant(pupil: Pupil, audience: Audience) -> bool:
    """Whoever left is not, though named."""
    return pupil.active and audience.names(pupil.class_name, pupil.id)
