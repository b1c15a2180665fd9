"""From the table's stream to the ledger, at once: nothing that was ended comes back with an older table."""

from collections import defaultdict
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import record_failure
from common.cloud.services import services
from common.cloud.table.facts import fact_in
from common.errors import Retry
from common.ledger import Fact, as_line, folder_of


def handler(event: dict[str, Any], _context: LambdaContext) -> None:
    """Keeps all facts of a stream event. If it fails the stream brings them again, and they are kept once more."""
    try:
        _keep([fact for fact in map(fact_in, event["Records"]) if fact])
    except Exception as error:
        record_failure(error)
        raise Retry("facts not kept") from None


def _keep(facts: list[Fact]) -> None:
    """An object for each hour. The same facts give the same object again."""
    here = services()
    hours: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        hours[folder_of(fact.at)].append(fact)
    for folder, some in hours.items():
        name = f"{some[0].number}-{len(some)}.jsonl"
        here.files.write_lines(here.settings.ledger_bucket, folder + name, map(as_line, some))
