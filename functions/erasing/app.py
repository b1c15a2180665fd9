"""Schools whose day has come, every hour: what takes longer than a run goes on with the next one."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import record_failure
from common.cloud.services import services
from common.days import local_date
from common.errors import Retry
from erasing import steps

# A batch of a step takes a second or two.
_MOST_FOR_A_BATCH = 60_000


def handler(_event: dict[str, Any], context: LambdaContext) -> None:
    """One school that fails does not keep the others."""
    here = services()
    failed = 0
    for day, school in here.erasure.due(local_date(here.now())):
        if not _time_left(context)():
            return
        try:
            steps.erase(school, day, _time_left(context))
        except Exception as error:
            record_failure(error)
            failed += 1
    if failed:
        raise Retry(f"{failed} schools not erased")


def _time_left(context: LambdaContext) -> Callable[[], bool]:
    return lambda: context.get_remaining_time_in_millis() > _MOST_FOR_A_BATCH
