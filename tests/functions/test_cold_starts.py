"""What a cold start does not import: each library only for the requests that use it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("pydantic", "qrcode", "xlsxwriter")


@pytest.mark.parametrize(
    "module", ["school.desk_overview", "school.desk_lists", "school.desk_year", "school.desk_letters", "staff.app"]
)
def test_a_page_of_the_desk_starts_without_what_few_requests_use(module: str) -> None:
    said = f"import json, sys, {module}; print(json.dumps([one for one in {HEAVY} if one in sys.modules]))"
    paths = [str(ROOT / "functions"), *(str(ROOT / "layers" / one) for one in ("common", "fonts"))]
    program = f"import sys; sys.path[:0] = {paths!r}\n{said}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
