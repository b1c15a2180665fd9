"""The Dutch words of the letter as plain text, for the makers that ours is compared with."""

from benchmarks.letters import SCHOOL
from letters.words import Run, words

WORDS = words("nl")
_VALUES = {
    "phone": SCHOOL.phone,
    "email": SCHOOL.email,
    "valid_until": "31 juli 2027",
    "birth_date": WORDS["birth_date"] + " ",
}


def _plain(runs: list[Run]) -> str:
    return "".join(_VALUES[run["text"]] if run["kind"] == "value" else run["text"] or " " for run in runs)


FACTS: list[tuple[str, str]] = [
    (WORDS["date"], "1 september 2026"),
    (WORDS["valid"], "31 juli 2027"),
    (WORDS["phone"], SCHOOL.phone),
    (WORDS["email"], SCHOOL.email),
]
STEPS: list[str] = [_plain(step) for step in WORDS["steps"]]
NOTES: list[tuple[str, str]] = [(note["title"], _plain(note["runs"])) for note in WORDS["notes"]]
