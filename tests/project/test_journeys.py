"""The journeys share one school, and which of them run in one process is chance: a pupil belongs to one of them."""

import re
from collections import defaultdict
from pathlib import Path

JOURNEYS = Path(__file__).parents[1] / "journeys"
# The pupil number at the start of a row, also one that is counted: "91{n:03};…
NUMBER = re.compile(r'"(\d{2})(?:\d{3}|\{[^"]*?\});')


def test_no_two_journeys_upload_the_same_pupil() -> None:
    """A number that another journey gave to another child would make a list a question, and no letter."""
    used = defaultdict(set)
    for file in JOURNEYS.glob("*.py"):
        for tens_of_thousands in NUMBER.findall(file.read_text()):
            used[tens_of_thousands].add(file.name)
    assert len(used) >= 8
    assert {number: files for number, files in used.items() if len(files) > 1} == {}
