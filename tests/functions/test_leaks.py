"""After all that happens, faults and refusals too, no secret stands anywhere but where it belongs."""

import json
import logging
from typing import get_args

import pytest

from common.codes import grouped
from tests.emulated import LETTERS, emulated
from tests.functions.clerk import Clerk
from tests.functions.house import BORN, House
from tests.functions.parent import ParentVisitor
from tests.leaks.secrets import Kind
from tests.leaks.story import tell_it_all
from tests.leaks.witness import witness_of
from tests.pages.desk_states import NORMAL, WRONG, Show

pytestmark = pytest.mark.usefixtures("authenticators_are_checked")

PLACES = {
    "log", "mail", "head of a mail", "call of sns:Publish", "queue lists", "queue letters", "queue deliveries",
    "file in uploads", "file in letters", "file in attachments",
    "table SCHOOL/PUPIL.birth_date", "table OUTBOX/*.body", "table SCHOOL/JOURNAL.about",
    "redirect to ourselves", "call of cognito-idp:AdminInitiateAuth", "call of kms:GenerateMac",
}  # fmt: skip


@pytest.mark.usefixtures("logged")
def test_the_whole_story_leaves_every_secret_where_it_belongs(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    with witness_of(house) as witness:
        tell_it_all(house)
        report = witness.report()
    assert report.leaks == ()
    assert set(report.secrets) == set(get_args(Kind)) - {"secret of the edge"}
    assert set(report.places) >= PLACES
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("show", [*NORMAL, *WRONG], ids=lambda show: f"{show.__module__[12:]}-{show.__name__}")
def test_no_page_of_the_desk_leaves_one(show: Show) -> None:
    with emulated() as world:
        house = House(world)
        with witness_of(house) as witness:
            clerk = Clerk(house)
            clerk.cookies["__Host-language"] = "nl"
            show(clerk, house)
            assert witness.report().leaks == ()


def test_what_is_planted_is_found(house: House, visitor: ParentVisitor) -> None:
    """In a log of ours and of a library, a queue, an item, the name of a file, a push."""
    here, child = house.services, house.child()
    with witness_of(house) as witness:
        visitor.register(child)
        logging.getLogger("ouderbrief").info("LoggedIn", extra={"parent": visitor.session})
        logging.getLogger("botocore.retries").warning("again: %s", visitor.session)
        queue = here.session.client("sqs")
        queue.send_message(QueueUrl=here.settings.lists_queue_url, MessageBody=json.dumps({"code": child.code}))
        item = {"PK": "SCHOOL#de-regenboog", "SK": "NOTE#1", "text": f"born {BORN:%d-%m-%Y}"}
        here.store.write(here.store.put(item))
        here.session.client("s3").put_object(Bucket=LETTERS, Key=f"letters/{grouped(child.code)}.pdf", Body=b"x")
        found = {(leak.kind, leak.place) for leak in witness.report().leaks}
    assert found == {
        ("session", "log"),
        ("code", "queue lists"),
        ("date of birth", "table SCHOOL/NOTE.text"),
        ("code", "name of a file in letters"),
    }
