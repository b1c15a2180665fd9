"""People and what happens to them, before and after the moment to which a table is put back."""

from aws_lambda_powertools.utilities.typing import LambdaContext

from account.farewell import delete_account
from common.journal import OPERATOR
from common.pupils import Pupil
from letters import app as letters
from school import leaving
from tests.functions.clerk import employ
from tests.functions.history import History
from tests.functions.house import REGENBOOG, Child, House, sqs
from tests.functions.parent import EMAIL, ParentVisitor

OTHER = "omar@ouders.example"


def registered(house: House, child: Child, email: str = EMAIL) -> ParentVisitor:
    visitor = ParentVisitor(house)
    assert visitor.register(child, email=email).goes_to
    visitor.confirm(email)
    return visitor


def opens(house: House, child: Child, email: str) -> bool:
    """Whether the letter lets a new parent in."""
    ParentVisitor(house).register(child, email=email)
    return house.services.parents.id_of(email) is not None


def pupil_now(house: House, child: Child) -> Pupil | None:
    return next(iter(house.services.pupils.find_many(REGENBOOG.id, [child.pupil.id])), None)


def renew_code(house: House, child: Child) -> str:
    """The code on the letter that replaces the one before."""
    house.services.pupils.renew_code(REGENBOOG.id, child.pupil.id, child.pupil.valid_until)
    pupil = pupil_now(house, child)
    assert pupil
    return house.letter_of(pupil)


def erase_pupil(house: House, child: Child) -> None:
    pupil, now = pupil_now(house, child), house.services.now()
    assert pupil
    leaving.erase(pupil, house.services.pupils.names_of(REGENBOOG.id, pupil.id), OPERATOR, now)


def work_off(house: House) -> None:
    """The stack is opened: what waits in outbox and queues is done."""
    house.pass_time(minutes=2)
    house.tick()
    assert house.deliver_all() == []
    tasks = house.aws.queued("letters")
    assert letters.handler(sqs(*tasks), LambdaContext())["batchItemFailures"] == []


def disaster(history: History) -> None:
    history.tell()
    history.put_back()


def scene(house: House, history: History) -> tuple[Child, Child]:
    """A bit of everything, before and after the moment that the table is put back to."""
    here, child, sister = house.services, house.child(), house.child("Noor")
    parent = registered(house, child)
    registered(house, sister, OTHER)
    here.api_keys.make(REGENBOOG.id, here.now())
    employ(house, "medewerker")
    history.remember()
    parent.post(child.address)
    renew_code(house, child)
    delete_account(house.parent(OTHER).id, here.now())
    erase_pupil(house, sister)
    here.api_keys.withdraw(REGENBOOG.id, here.api_keys.of_school(REGENBOOG.id)[0].id)
    return child, sister
