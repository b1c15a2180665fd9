"""How many letters of a batch still work, help somebody, or reminded somebody."""

from dataclasses import replace
from datetime import date

from common.living import Reminded, count
from common.pupils import Pupil

UNTIL = date(2027, 7, 31)
PUPIL = Pupil("de-regenboog", "p", "Noor", "", "Wit", "5B", None, UNTIL, "batch")


def test_a_letter_with_another_code_helps_nobody_however_much_the_pupil_lacks_one() -> None:
    printed = replace(PUPIL, printed=PUPIL.letter)
    counted = count({"a": PUPIL.letter, "b": PUPIL.letter}, {"a": printed, "b": replace(PUPIL, code_version=2)})
    assert (counted.ends, counted.renewed, counted.new) == ({UNTIL: 1}, 1, 0)
    assert count({"a": PUPIL.letter}, {"a": PUPIL}).new == 1


def test_whoever_is_not_silent_at_school_with_this_code_was_not_reminded() -> None:
    others = {
        "linked": replace(PUPIL, linked=1),
        "left": replace(PUPIL, active=False),
        "renewed": replace(PUPIL, code_version=2),
    }
    letters = dict.fromkeys((*others, "silent", "deleted"), PUPIL.letter)
    assert Reminded(others | {"silent": PUPIL}).with_batch(letters, printed=True) == 1


def test_reminders_of_before_count_along_once_they_are_printed() -> None:
    letters = [{one: PUPIL.letter} for one in "abc"]
    reminded = Reminded(dict.fromkeys("abc", PUPIL))
    found = [
        reminded.with_batch(one, printed=printed) for one, printed in zip(letters, (False, True, False), strict=True)
    ]
    assert found == [1, 1, 2]
