"""Files that were made to do harm: each ends in a sentence, at once and in little memory."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pupils.listed import ListRefused
from tests.rules.files import BO, ZOE, edexml, oneroster, package, uwlr, workbook
from tests.rules.hostile import HOSTILE, STRANGE
from tests.rules.lists import PARNASSYS, assert_every_row_is_accounted_for, read, refusal

ROOT = Path(__file__).parents[2]
SOUND = {
    "csv": PARNASSYS.encode(),
    "edexml": edexml(ZOE, BO),
    "uwlr": uwlr(ZOE, BO, envelope=True),
    "xlsx": workbook((17, "Zoë", "van der", "Berg", "3A", 43134)),
    "oneroster": package(oneroster([("u1", "", "student", "Zoë", "Berg")], enrolments=[("", "c2", "u1", "student")])),
}
MEASURE = """
import json, resource, sys, time
sys.path[:0] = ["functions", "layers/common", "."]
from tests.rules.hostile import HOSTILE, STRANGE
from tests.rules.lists import read
content = HOSTILE.pop(sys.argv[1])
HOSTILE.clear()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
try:
    read(content)
except Exception as refused:
    kind = type(refused).__name__
print(json.dumps([kind, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before]))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_a_sentence(name: str) -> None:
    assert refusal(HOSTILE[name])


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_row_in_a_sound_file_is_held(name: str) -> None:
    parsed = read(STRANGE[name])
    assert (len(parsed.pupils), len(parsed.held)) == (0, 1)


@pytest.mark.parametrize(
    "name", ["zip bomb", "rows without end", "strings without end", "columns without end", "nine million lines"]
)
def test_it_takes_a_second_and_256_megabytes_at_most(name: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, name], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    kind, seconds, kilobytes = json.loads(run.stdout)
    assert kind == "ListRefused"
    assert seconds < 1
    assert kilobytes < 256 * 1024


def test_nothing_of_another_file_comes_in_through_an_entity() -> None:
    assert Path("/etc/hostname").read_text("utf-8").strip() not in refusal(HOSTILE["external entity"])


@pytest.mark.parametrize("name", SOUND)
@settings(max_examples=60, deadline=None)
@given(
    damage=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 8)), max_size=6),
    cut=st.floats(0, 1),
)
def test_a_damaged_list_is_read_or_refused(name: str, damage: list[tuple[float, bytes, int]], cut: float) -> None:
    content = SOUND[name]
    for place, put_in, taken_out in damage:
        at = int(place * len(content))
        content = content[:at] + put_in + content[at + taken_out :]
    with suppress(ListRefused):
        assert_every_row_is_accounted_for(read(content[: int(len(content) * max(cut, 0.5))]))


_words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(_words, _words, _words, _words), max_size=8), st.randoms())
def test_pupils_of_any_name_in_any_order_are_all_accounted_for(rows: list[tuple[str, ...]], random: object) -> None:
    def element(name: str, text: str) -> str:
        safe = "".join(one for one in text if one.isprintable()).replace("&", "&amp;").replace("<", "&lt;")
        return f"<{name}>{safe}</{name}>"

    pupils = [
        f'<leerling key="{number}">{element("achternaam", family)}{element("roepnaam", given)}'
        f"{element('geboortedatum', born)}{element('jaargroep', year)}</leerling>"
        for number, (family, given, born, year) in enumerate(rows)
    ]
    random.shuffle(pupils)  # type: ignore[attr-defined]
    with suppress(ListRefused):
        parsed = read(edexml(*pupils))
        assert parsed.rows == len(rows)
        assert_every_row_is_accounted_for(parsed)
