"""The tally of a school counted anew: after whatever changes how many parents its pupils have."""

from common.cloud.services import services
from common.tallies import tally


def recount(school: str) -> None:
    """Reads all pupils of the school. However often and in whatever order it is asked for, the last one is right."""
    here = services()
    if here.schools.find(school) is None:
        # It was erased: nothing of it comes back.
        return
    as_of = here.now()
    here.tallies.keep(school, tally(here.pupils.of_school(school), as_of))
