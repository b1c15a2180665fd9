import io
import logging
from collections.abc import Iterator

import pytest

from common.ids import random_id
from tests.emulated import Emulated
from tests.functions import roles
from tests.functions.history import History
from tests.functions.house import House
from tests.functions.operator import Operator
from tests.functions.parent import ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.watched import Logs, dashed, dead_letters_of_template

roles.hold_functions_to_their_roles()


@pytest.fixture(autouse=True)
def _nothing_is_done_without_leave() -> Iterator[None]:
    roles.denied.clear()
    yield
    assert sorted(roles.denied) == []


@pytest.fixture(autouse=True)
def _lists_wait_for_each_other_without_taking_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pupils.turns._SECONDS_BETWEEN_TRIES", 0)
    monkeypatch.setattr("pupils.turns._SECONDS_BEFORE_IT_COMES_AGAIN", 0)


@pytest.fixture
def house(aws: Emulated) -> House:
    return House(aws)


@pytest.fixture
def authenticators_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The emulated pool takes any digits unless it is told otherwise."""
    monkeypatch.setenv("MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP", "true")


@pytest.fixture
def visitor(house: House) -> ParentVisitor:
    return ParentVisitor(house)


@pytest.fixture
def system(house: House) -> Sender:
    """Of a school with one parent, whose address is confirmed."""
    parent = ParentVisitor(house)
    parent.register(house.child())
    parent.confirm()
    house.deliver_all()
    house.mails.clear()
    return Sender(house)


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


@pytest.fixture
def dead(operator: Operator, house: House) -> Iterator[dict[str, str]]:
    """The dead letters of each queue of the template, by the name that an operator reads."""
    queues = house.aws.session.client("sqs")
    parts = {name: queues.create_queue(QueueName=random_id())["QueueUrl"] for name in dead_letters_of_template()}
    operator.parts |= parts
    urls = {dashed(name.removesuffix("DeadLetters")): url for name, url in parts.items()}
    operator.parts["MailEventsQueue"] = queues.create_queue(QueueName=random_id())["QueueUrl"]
    yield urls
    for url in (*urls.values(), operator.parts["MailEventsQueue"]):
        queues.delete_queue(QueueUrl=url)


@pytest.fixture
def logs(operator: Operator, house: House) -> Iterator[Logs]:
    written = Logs(operator, house)
    yield written
    written.close()
