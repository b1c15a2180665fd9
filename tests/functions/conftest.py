import io
import logging
from collections.abc import Iterator

import pytest

from tests.emulated import Emulated
from tests.functions import roles
from tests.functions.history import History
from tests.functions.house import House
from tests.functions.operator import Operator
from tests.functions.parent import ParentVisitor

roles.hold_functions_to_their_roles()


@pytest.fixture(autouse=True)
def _nothing_is_done_without_leave() -> Iterator[None]:
    roles.denied.clear()
    yield
    assert sorted(roles.denied) == []


@pytest.fixture
def house(aws: Emulated) -> House:
    return House(aws)


@pytest.fixture
def visitor(house: House) -> ParentVisitor:
    return ParentVisitor(house)


@pytest.fixture
def operator(house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Operator:
    return Operator(house, capsys, monkeypatch)


@pytest.fixture
def history(house: House, operator: Operator) -> History:
    return History(house, operator)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that the functions log: their logger took hold of stdout when it was imported."""
    (handler,) = logging.getLogger("ouderbrief").handlers
    assert isinstance(handler, logging.StreamHandler)
    lines = io.StringIO()
    before = handler.setStream(lines)
    yield lines
    handler.setStream(before)
