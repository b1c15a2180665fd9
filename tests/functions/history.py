"""A table that can be put back to an earlier moment, and the stream that told meanwhile what happened.

Emulators restore a table as it is now, not as it was: here the items of the moment are kept, and copied from a table of
their own, as DynamoDB would have restored it.
"""

from dataclasses import replace

from aws_lambda_powertools.utilities.typing import LambdaContext

from ledger import app
from tests.emulated import LEDGER, TABLE, create_table
from tests.functions.changes import Changes, Items
from tests.functions.house import House
from tests.functions.operator import Operator

RESTORED = "restored"


class History(Changes):
    def __init__(self, house: House, operator: Operator) -> None:
        super().__init__(house)
        self.operator = operator
        self.past: Items = {}
        self.since = house.services.now()

    def remember(self) -> None:
        """To this moment the table will be put back."""
        self._seen = self.past = self._items()
        self.since = self.house.services.now()

    def tell(self, *, twice: bool = False) -> None:
        """The stream brings what happened since it did the last time."""
        records = self.for_the_ledger()
        for _ in range(2 if twice else 1):
            app.handler({"Records": records}, LambdaContext())

    def put_back(self) -> None:
        """The stack gets a new table, filled from the one that DynamoDB restored."""
        tables = self.house.aws.session.client("dynamodb")
        create_table(self.house.aws.session, name=RESTORED)
        try:
            for item in self.past.values():
                tables.put_item(TableName=RESTORED, Item=item)
            for item in self.house.items():
                tables.delete_item(TableName=TABLE, Key={name: item[name] for name in ("PK", "SK")})
            self.stop()
            assert self.operator.does("fill-table", "--from", RESTORED) == str(len(self.past))
        finally:
            tables.delete_table(TableName=RESTORED)
        self.forget()

    def forget(self) -> None:
        """A new table's stream tells of all that comes into it."""
        self._seen = {}

    def stop(self) -> None:
        self.house.services.settings = replace(self.house.services.settings, maintenance="all")

    def go_on(self) -> None:
        self.house.services.settings = replace(self.house.services.settings, maintenance="no")

    def replay(self, *more: str) -> str:
        """What got lost; words go to the operator's."""
        return self.operator.does("replay-journal", "--since", self.since.isoformat(), *more)

    def kept(self) -> str:
        """All that the ledger's bucket holds."""
        files = self.house.aws.session.client("s3")
        found = files.list_objects_v2(Bucket=LEDGER).get("Contents", [])
        return "".join(files.get_object(Bucket=LEDGER, Key=one["Key"])["Body"].read().decode() for one in found)
