"""The local mailbox: every mail and push that the system sent, one JSON object a line, oldest first."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


class Mailbox:
    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, entry: Mapping[str, Any]) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**entry, "at": at}, ensure_ascii=False) + "\n")

    def entries(self) -> list[Entry]:
        """Every entry, newest first."""
        if not self.path.exists():
            return []
        lines = self.path.read_text(encoding="utf-8", errors="replace").split("\n")
        return [entry for line in reversed(lines) if (entry := _parsed(line))]

    def entry(self, number: int) -> Entry | None:
        """The entry of this number; the oldest is number 1."""
        oldest_first = self.entries()[::-1]
        return oldest_first[number - 1] if 0 < number <= len(oldest_first) else None


def _parsed(line: str) -> Entry | None:
    # A run that was killed while it wrote leaves half a line.
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
