"""The browser of the tests: found on the machine, or installed. `python -m tests.browser` installs it ahead."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import apt

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """The machine's own Chromium, else Playwright's, else None."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> str:
    """Chromium by apt when root, else Playwright's own. Stops with one line where neither works."""
    if path := find():
        return path
    print("Installing Chromium for the browser tests…", flush=True)
    if apt.is_possible():
        apt.install("chromium", "fonts-noto-core")
    else:
        apt.run(sys.executable, "-m", "playwright", "install", "chromium")
    path = find()
    if path is None:
        sys.exit("Chromium is missing and could not be installed: install the package chromium, then try again.")
    return path


if __name__ == "__main__":
    install()
