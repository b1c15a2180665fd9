"""What the table's stream tells and the ledger keeps."""

import json

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.table.facts import fact_in
from common.errors import Retry
from ledger import app
from tests.emulated import LEDGER
from tests.functions.changes import filters, lets_through
from tests.functions.drill import OTHER, pupil_now, registered, renew_code, scene
from tests.functions.history import History
from tests.functions.house import PASSWORD, House
from tests.functions.parent import EMAIL


def test_the_ledger_holds_nothing_of_anybody(house: House, history: History) -> None:
    child, _ = scene(house, history)
    history.tell()
    kept = history.kept()
    told = {json.loads(line)["what"] for line in kept.splitlines()}
    assert told == {"link_ended", "code", "parent_erased", "pupil_erased", "key_withdrawn", "journal"}
    for secret in (EMAIL, OTHER, "Fatima", "Sanne", "Noor", "Bakker", "2017-03-14", child.code, PASSWORD, "Robin"):
        assert secret not in kept, secret


def test_the_filter_of_the_stream_lets_through_what_is_read_and_nothing_else(house: House, history: History) -> None:
    scene(house, history)
    house.set_paused(True)
    for _ in range(2):
        changes = history.all()
        assert changes
        for change in changes:
            passes = any(lets_through(pattern, change) for pattern in filters())
            assert passes == (fact_in(change) is not None), change
        # All of the table as it is, as if it were new.
        history.forget()


def test_facts_are_kept_by_the_hour_and_once_more_where_they_come_again(house: House, history: History) -> None:
    scene(house, history)
    records = [change for change in history.all() if fact_in(change)]
    records[0]["dynamodb"]["ApproximateCreationDateTime"] -= 3600
    for _ in range(2):
        app.handler({"Records": records}, LambdaContext())
    files = house.aws.session.client("s3").list_objects_v2(Bucket=LEDGER)["Contents"]
    assert len({one["Key"].rpartition("/")[0] for one in files}) == len(files) == 2
    assert len(history.kept().splitlines()) == len(records)


def test_facts_that_cannot_be_kept_come_again(house: House, history: History) -> None:
    scene(house, history)
    records = [change for change in history.all() if fact_in(change)]
    house.refuse("PutObject")
    with pytest.raises(Retry):
        app.handler({"Records": records}, LambdaContext())
    app.handler({"Records": records}, LambdaContext())
    assert len(history.kept().splitlines()) == len(records)


def test_only_facts_since_the_moment_are_replayed(house: House, history: History) -> None:
    child = house.child()
    registered(house, child)
    history.remember()
    renew_code(house, child)
    (record,) = [change for change in history.all() if fact_in(change)]
    for minutes, version in ((11, 1), (9, 2)):
        told = record["dynamodb"] | {"ApproximateCreationDateTime": int(history.since.timestamp()) - 60 * minutes}
        app.handler({"Records": [record | {"dynamodb": told}]}, LambdaContext())
        history.put_back()
        history.replay()
        pupil = pupil_now(house, child)
        assert pupil
        assert pupil.code_version == version
