"""moto from within, where its own way takes longer than the tests, or less than AWS: what a transaction may undo,
emptying it, and for how long the digits of an authenticator hold.
"""

import copy
from collections.abc import Iterable
from functools import partial
from typing import Any
from unittest.mock import patch

from moto.cognitoidp import models as cognito
from moto.cognitoidp.models import cognitoidp_backends
from moto.cognitoidp.utils import verify_totp
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.sns.models import sns_backends

Wire = dict[str, Any]

_transact = DynamoDBBackend.transact_write_items


def table(region: str, name: str) -> Any:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][region].tables[name]


def forget(region: str, pools: Iterable[str]) -> None:
    """The users of pools, and all devices."""
    for pool in pools:
        cognitoidp_backends[DEFAULT_ACCOUNT_ID][region].user_pools[pool].users.clear()
    sns_backends[DEFAULT_ACCOUNT_ID][region].platform_endpoints.clear()


def transact_write_items(backend: DynamoDBBackend, transact_items: list[Wire]) -> None:
    """As moto does it; but where moto copies the table for each write, this copies the items that are written."""
    touched = [
        (one["TableName"], one.get("Key") or _key_of(one["Item"])) for item in transact_items for one in item.values()
    ]
    before = [(name, key, copy.deepcopy(backend.get_item(name, key))) for name, key in touched]
    try:
        with patch.object(Table, "__deepcopy__", lambda table, _: table, create=True):
            _transact(backend, transact_items)
    except Exception:
        for name, key, item in before:
            if item is None:
                backend.delete_item(name, key)
            else:
                backend.tables[name].items[item.hash_key][item.range_key] = item
        raise


def _key_of(item: Wire) -> Wire:
    return {name: item[name] for name in ("PK", "SK")}


def transact_lightly() -> None:
    """From now on, in this process."""
    DynamoDBBackend.transact_write_items = transact_write_items  # type: ignore[method-assign, assignment]


def take_digits_of_a_moment_ago() -> None:
    """From now on, in this process: those that are typed when the next ones begin are right, as with Cognito."""
    cognito.verify_totp = partial(verify_totp, valid_window=1)  # type: ignore[attr-defined]  # imported there
