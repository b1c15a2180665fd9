"""What was addressed to a parent, and may still be read: as long as the parent is linked to a child it was about."""

from common.cloud.services import services
from common.cloud.table.parents import Household
from common.errors import AccountGone, NotThere
from common.messages import Message
from common.schools import School
from common.values import Value

_ON_A_PAGE = 30


class Letter(Value):
    message: Message
    school: School


class Inbox(Value):
    """letters: the newest first. older: what to ask for next; '' where there is nothing more."""

    letters: tuple[Letter, ...]
    older: str

    @property
    def only_school(self) -> School | None:
        schools = {letter.school for letter in self.letters}
        return schools.pop() if len(schools) == 1 else None


def inbox_of(parent: str, before: str = "") -> Inbox:
    """Raises AccountGone."""
    household = _household(parent)
    named = services().messages.addressed_to(parent, before, _ON_A_PAGE)
    older = named[-1][1] if len(named) == _ON_A_PAGE else ""
    return Inbox(tuple(_letters(household, named)), older)


def letter_to(parent: str, school: str, message: str) -> Letter:
    """Raises NotThere for a message that was not addressed to this parent, or about a child that is not theirs now."""
    letters = _letters(_household(parent), [(school, message)])
    if not letters:
        raise NotThere
    return letters[0]


def _household(parent: str) -> Household:
    household = services().parents.household(parent)
    if household is None:
        raise AccountGone
    return household


def _letters(household: Household, named: list[tuple[str, str]]) -> list[Letter]:
    here = services()
    about = here.messages.children_meant(household.parent.id, [message for _, message in named])
    children = {(link.school, link.pupil) for link in household.links}
    mine = [
        (school, message)
        for school, message in named
        if any((school, pupil) in children for pupil in about.get(message, ()))
    ]
    if not mine:
        return []
    schools = {school.id: school for _, school in here.pupils.with_schools(sorted(children))}
    found = here.messages.find_many(mine)
    return [Letter(message, schools[message.school]) for message in found if message.school in schools]
