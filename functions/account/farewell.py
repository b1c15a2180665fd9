"""An account deleted: everything of it goes, and nothing of the children."""

from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.events import AccountDeleted


def delete_account(parent_id: str, now: datetime) -> None:
    """The sessions go last: whoever gets no answer does it again, and it goes on where it stopped.

    A process that dies, and a parent who does not come back, leave an account that is whole or one that is gone: at
    worst a user in the pool that no address leads to, with nothing in it of the parent.
    """
    here = services()
    here.parents.forget(parent_id, now)
    here.accounts.delete(parent_id)
    here.sessions.close_all(parent_id, now)
    record(AccountDeleted(parent_id))
