"""An account deleted: everything of it goes, and nothing of the children."""

from contextlib import suppress
from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.errors import AlreadyDone
from common.events import AccountDeleted


def delete_account(parent_id: str, now: datetime) -> None:
    """What logs in goes last: if it fails in between, the parent is still there and can do it again."""
    here = services()
    household = here.parents.household(parent_id)
    if household is None:
        return
    for link in household.links:
        with suppress(AlreadyDone):
            here.parents.unlink(parent_id, link.school, link.pupil, now)
    for device in household.parent.devices:
        here.choices.forget_device(parent_id, device, now)
    here.accounts.delete(parent_id)
    here.parents.remove(household.parent)
    here.sessions.close_all(parent_id)
    record(AccountDeleted(parent_id))
