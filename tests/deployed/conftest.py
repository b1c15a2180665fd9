"""A stack of the emulated AWS that `sam deploy` made of what `sam build` built."""

import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.aws import Aws
from local.deployment import STACK
from local.system import Report, System, running
from tests.deployed.edge import Way
from tests.deployed.sam import Sam
from tests.journeys.browsers import launched, opened
from tests.journeys.school import School, new_school
from tests.ports import free_port


@dataclass
class Deployment:
    """Of the newest stack: its parameters and its outputs. site: where browsers find it."""

    sam: Sam
    site: str
    parameters: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    def first(self, aws: Aws, _template: Path, parameters: Mapping[str, str], _report: Report) -> dict[str, str]:
        """Called where the local system deploys in its own way."""
        return self.deploy(aws, STACK, **{**parameters, "SiteUrl": self.site})

    def deploy(self, aws: Aws, stack: str, **parameters: str) -> dict[str, str]:
        """parameters: that change."""
        self.parameters |= parameters
        self.outputs = self.sam.deploy(aws, stack, parameters)
        return self.outputs


@pytest.fixture(scope="module")
def aws_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def way(aws_port: int) -> Iterator[Way]:
    way = Way(aws_port, free_port())
    with way.opened():
        yield way


@pytest.fixture(scope="module")
def deployment(way: Way, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """Only the platform differs from what goes to the cloud: it is for this machine, and its Python. Not compiled,
    to be quicker.
    """
    sam = Sam(tmp_path_factory.mktemp("native"))
    sam.build(
        PLATFORM=f"{platform.machine()}-manylinux_2_34",
        PYTHON_VERSION=f"{sys.version_info.major}.{sys.version_info.minor}",
        PYTHON313="",
    )
    return Deployment(sam, way.site)


@pytest.fixture(scope="module")
def system(deployment: Deployment, aws_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Its pages and doors are those behind the distribution, and not the front that plays it."""
    folder = tmp_path_factory.mktemp("deployed")
    with running(folder, free_port(), aws_port, demo=False, deploy=deployment.first) as started:
        yield replace(started, parents_url=deployment.site, school_url=f"{deployment.site}/school")


@pytest.fixture(scope="module")
def school(system: System) -> Iterator[School]:
    side = new_school(system, "de-linde")
    yield side
    side.http.close()


@pytest.fixture
def phone() -> Iterator[Page]:
    """As patient as it takes: its functions ran never before."""
    expect.set_options(timeout=30_000)
    with launched() as chromium, opened(chromium, 360, 740) as page:
        page.set_default_timeout(30_000)
        yield page
    expect.set_options(timeout=5_000)
