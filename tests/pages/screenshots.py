"""`make screenshots`: every page in every state and language, on a phone and on a desk, in `.cache/screenshots`."""

import logging
from pathlib import Path

from common.i18n import LANGUAGES
from tests.pages.real import screen
from tests.pages.states import each_shown

FOLDER = Path(__file__).parents[2] / ".cache" / "screenshots"
_WIDTHS = {"phone": 360, "desk": 1280}


def main() -> None:
    logging.disable()
    with screen() as window:
        for language in LANGUAGES:
            folder = FOLDER / language
            folder.mkdir(parents=True, exist_ok=True)
            for name, answer in each_shown(language):
                for device, width in _WIDTHS.items():
                    window.show(answer, width=width).screenshot(path=folder / f"{name}.{device}.png", full_page=True)
                window.show(answer, dark=True).screenshot(path=folder / f"{name}.dark.png", full_page=True)
    print(f"{len(list(FOLDER.rglob('*.png')))} pictures in {FOLDER}")


if __name__ == "__main__":
    main()
