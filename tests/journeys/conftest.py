from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from local.roll import pupils
from local.system import System, running
from tests.journeys.browsers import launched, opened
from tests.journeys.school import School
from tests.leaks.running import Watch
from tests.ports import free_port


@pytest.fixture(scope="session")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watch]:
    """The running system, and in the end a search through all that it left behind."""
    folder = tmp_path_factory.mktemp("system")
    with running(folder, free_port(), free_port(), demo=True) as started:
        over_it = Watch(started, folder)
        yield over_it
        report = over_it.report()
        assert report.secrets["code"] >= len(pupils())
        assert report.places["log"]
        assert report.leaks == (), "\n".join(map(str, report.leaks))


@pytest.fixture(scope="session")
def system(watch: Watch) -> System:
    return watch.system


@pytest.fixture(scope="session")
def school(system: System) -> Iterator[School]:
    side = School(system)
    yield side
    side.http.close()


@pytest.fixture(scope="module")
def chromium(watch: Watch) -> Iterator[Browser]:
    # Not for the whole run: its event loop would stand in the way of tests that have their own.
    with launched() as browser:
        watch.over(browser)
        yield browser


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A parent's phone: 360 px wide, Dutch. Anything the page's scripts complain of fails the test."""
    with opened(chromium, 360, 740) as page:
        yield page


@pytest.fixture
def laptop(chromium: Browser) -> Iterator[Page]:
    """At the desk: 1280 px wide, Dutch. Anything the page's scripts or its policy complain of fails the test."""
    with opened(chromium, 1280, 900) as page:
        yield page


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path:
    folder = Path(request.config.rootpath) / ".cache" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
