"""`make benchmark-pages`: what the first view of each page costs a phone, against the budget.

A real Chromium with an empty cache, on a line of 1.6 Mbit/s with 150 ms there and back and a processor four times
slower than this machine's (the slow 4G of browsers' own tools), against the running local system.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from local.system import running
from tests import browser as browsers
from tests.journeys.school import School
from tests.ports import free_port

# kB as sent, requests, ms to the largest paint, layout shift.
BUDGET = (14.0, 6, 1500, 0.02)
_BYTES_A_SECOND = 1.6e6 / 8
_PAINT_AND_SHIFT = """() => new Promise(done => {
    const seen = {paint: 0, shift: 0};
    new PerformanceObserver(list => { for (const one of list.getEntries()) seen.paint = one.startTime })
        .observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver(list => { for (const one of list.getEntries()) seen.shift += one.value })
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done([seen.paint, seen.shift]), 800);
})"""


@dataclass
class View:
    """kilobytes: as they came over the line, headings too. paint: ms."""

    kilobytes: float = 0
    requests: int = 0
    paint: float = 0
    shift: float = 0

    @property
    def fits(self) -> bool:
        measured = (self.kilobytes, self.requests, self.paint, self.shift)
        return all(one <= most for one, most in zip(measured, BUDGET, strict=True))


def first_view(browser: Browser, address: str, first: str) -> View:
    """A page as a new visitor sees it who opened `first`, such as the link on a letter, in another tab before."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="nl-NL")
    context.request.get(first)
    page, view = context.new_page(), View()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    limits = {"offline": False, "latency": 150, "downloadThroughput": _BYTES_A_SECOND, "uploadThroughput": 90_000}
    line.send("Network.emulateNetworkConditions", limits)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    def count(finished: dict[str, float]) -> None:
        view.kilobytes += finished["encodedDataLength"] / 1000
        view.requests += 1

    line.on("Network.loadingFinished", count)
    page.goto(address, wait_until="networkidle")
    view.paint, view.shift = page.evaluate(_PAINT_AND_SHIFT)
    context.close()
    return view


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), free_port(), free_port(), demo=True) as system:
        school = School(system)
        letter = next(letter for key in school.pdfs() for letter in school.letters_in(key))
        pages = {page: f"{system.parents_url}/nl/{page}" for page in ("start", "registreren", "inloggen", "wachtwoord")}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browsers.install(), args=["--no-sandbox"])
            views = {name: first_view(browser, address, letter.qr) for name, address in pages.items()}
            browser.close()
        school.http.close()
    most = BUDGET
    print(f"{'budget':14}{most[0]:7.1f} kB {most[1]:3} requests {most[2]:6.0f} ms   shift {most[3]:.3f}")
    for name, one in views.items():
        measured = f"{one.kilobytes:7.1f} kB {one.requests:3} requests {one.paint:6.0f} ms   shift {one.shift:.3f}"
        print(f"{name:14}{measured}{'' if one.fits else '   over budget'}")
    return 0 if all(one.fits for one in views.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
