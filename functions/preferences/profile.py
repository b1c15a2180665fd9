"""What *Profiel* shows of a parent."""

from common.cloud.services import services
from common.cloud.table.parents import Household
from common.days import local_date
from common.errors import AccountGone, NotThere
from common.parents import Parent
from common.pupils import Pupil
from common.schools import School
from common.values import Value


class Child(Value):
    pupil: Pupil
    school: School


class Profile(Value):
    parent: Parent
    children: tuple[Child, ...]


def profile_of(parent: str) -> Profile:
    """Raises LoginNeeded where the account is gone."""
    household = household_of(parent)
    found = (
        services().pupils.with_schools([(link.school, link.pupil) for link in household.links])
        if household.links
        else []
    )
    today = local_date(services().now())
    children = [Child(pupil, school) for pupil, school in found if pupil.has_links_on(today)]
    children.sort(key=lambda child: child.pupil.sort_name)
    return Profile(household.parent, tuple(children))


def household_of(parent: str) -> Household:
    """Raises AccountGone."""
    household = services().parents.household(parent)
    if household is None:
        raise AccountGone
    return household


def child_of(parent: str, school: str, pupil: str) -> Child:
    """A child of this parent; raises NotThere for anybody else's."""
    return child_in(profile_of(parent), school, pupil)


def child_in(profile: Profile, school: str, pupil: str) -> Child:
    """Raises NotThere for anybody else's child."""
    for child in profile.children:
        if (child.school.id, child.pupil.id) == (school, pupil):
            return child
    raise NotThere
