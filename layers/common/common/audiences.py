"""For whom of a school something is meant."""

from common.pupils import Pupil
from common.values import Value


class Audience(Value):
    """The whole school, or classes by name, or pupils by id."""

    school: bool = False
    classes: tuple[str, ...] = ()
    pupils: tuple[str, ...] = ()

    def names(self, class_name: str, pupil: str) -> bool:
        return self.school or class_name in self.classes or pupil in self.pupils


def is_meant(pupil: Pupil, audience: Audience) -> bool:
    """Whoever left is not, though named."""
    return pupil.active and audience.names(pupil.class_name, pupil.id)
