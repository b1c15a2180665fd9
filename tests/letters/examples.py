"""`make check-letters`: an example letter in each language, to look at, each judged by veraPDF."""

import sys
from pathlib import Path

from common.letters import LANGUAGES
from letters import specimen
from tests import verapdf
from tests.letters.paper import MADE_ON, PREFIX, SCHOOL, UNTIL

_FOLDER = Path(__file__).parents[2] / ".cache" / "letters"


def main() -> int:
    """How many do not pass."""
    verapdf.install()
    _FOLDER.mkdir(parents=True, exist_ok=True)
    failed = 0
    for language in LANGUAGES:
        path = _FOLDER / f"{language}.pdf"
        path.write_bytes(specimen.preview(SCHOOL, language, MADE_ON, UNTIL, PREFIX))
        found = verapdf.breaches(path.read_bytes())
        print(f"{path.relative_to(_FOLDER.parents[1])}  {'passes PDF/UA-1' if not found else 'FAILS'}")
        for breach in found:
            print(f"    {breach}")
        failed += bool(found)
    return failed


if __name__ == "__main__":
    sys.exit(main())
