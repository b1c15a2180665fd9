"""What opens something for a while: sessions, halves of logins, asked-for resets."""

from collections.abc import Iterator

from common.cloud.table import keys
from common.cloud.table.store import Store


class Openings:
    def __init__(self, store: Store) -> None:
        self._store = store

    def found(self) -> Iterator[keys.Key]:
        """The places of sessions, halves of logins and resets of everybody: reads the whole table."""
        begins = {
            "session": keys.session(""),
            "desk": keys.desk_session(""),
            "reset": keys.reset(""),
        }
        condition = " OR ".join([*(f"begins_with(PK, :{name})" for name in begins), "begins_with(SK, :of_parent)"])
        values = {name: key["PK"] for name, key in begins.items()} | {"of_parent": keys.SESSIONS}
        return ({"PK": item["PK"], "SK": item["SK"]} for item in self._store.scan(condition, values))

    def end(self, places: list[keys.Key]) -> None:
        """Whoever has one logs in, or asks, again."""
        self._store.write_all(deletes=places)
