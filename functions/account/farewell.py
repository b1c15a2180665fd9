"""An account deleted: everything of it goes, and nothing of the children. Whoever wants it types the password."""

from collections.abc import Mapping
from datetime import datetime

from account.changes import check_current
from common.cloud.log import record
from common.cloud.services import services
from common.events import AccountDeleted
from common.web.visits import Form


def leave(parent_id: str, form: Mapping[str, str], network: str, now: datetime) -> Form | None:
    """The form with what is wrong, or None. Raises TooManyTries.

    Where the account is gone already, the rest needs no password: nothing is left that it could guard, and the pool may
    have lost it.
    """
    household = services().parents.household(parent_id)
    if household and (wrong := check_current(household.parent, form, network, now)):
        return Form({}, wrong)
    delete_account(parent_id, now)
    return None


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
