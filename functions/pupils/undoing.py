"""The last list taken back: its new pupils closed, and those that it changed as they were.

What was changed by hand since stays.
"""

from dataclasses import replace

from common.cloud.log import record
from common.cloud.services import services
from common.errors import AlreadyDone
from common.events import ListUndone
from common.imports import Import
from pupils.steps import MOST_IN_STEP
from pupils.turns import come_again


def put_back(one: Import) -> bool:
    """One step, and whether another follows; nothing for a list after which another was applied. Links stay."""
    here = services()
    if one.state == "done":
        one = replace(one, state="undoing")
        try:
            here.imports.start_undo(one, here.now())
        except AlreadyDone:
            return False
    if here.pupils.put_back(one.school, one.id, MOST_IN_STEP):
        come_again(one, "undo")
        return True
    added = [pupil for pupil in here.pupils.of_school(one.school) if pupil.batch == one.id and pupil.active]
    here.pupils.close(added)
    _, kept = here.imports.kept_by_hand(one.school, one.id)
    counts = {**one.counts, "kept": len(kept)}
    here.imports.finish_undo(replace(one, state="undone", counts=counts), here.now())
    record(ListUndone(one.school, one.id))
    return False
