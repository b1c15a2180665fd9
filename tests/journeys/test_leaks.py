"""The search at the end of every run of journeys (see conftest) would find what does not belong: here it is planted."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Page, expect

from tests.journeys.school import School
from tests.leaks.running import Watch

PASSWORD = "zeven gele fluitketels"
EMAIL = "lek@ouders.example"


def test_what_is_planted_in_the_running_system_is_found(phone: Page, school: School, watch: Watch) -> None:
    """In a dead letter, an item of the table, and the name of a file; and nothing else is, after a parent came in."""
    school.upload("lek.csv", ["97001;Lot;;Lekdicht;8L;23-11-2011;Ingeschreven"])
    letter = school.letter_for("Lot Lekdicht")
    session = come_in(phone, letter.qr)
    watch.note_cookies(phone.context)
    with ExitStack() as planted:
        planted.enter_context(dead_letter(school, f'{{"code": "{letter.code}"}}'))
        planted.enter_context(item(school, session))
        planted.enter_context(file_named(school, "schools/de-regenboog/20111123.txt"))
        report = watch.report()
    assert {(leak.kind, leak.place) for leak in report.leaks} == {
        ("code", "queue DeliveriesDeadLetters"),
        ("session", "table NOTE/NOTE.text"),
        ("date of birth", "name of a file in uploads"),
    }
    assert report.secrets.keys() >= {
        "code", "date of birth", "password", "session", "API key", "digits of a mail", "secret of the edge",
        "secret of an authenticator",
    }  # fmt: skip


def come_in(page: Page, qr: str) -> str:
    """The session."""
    page.goto(qr)
    page.get_by_role("link", name="Registreren").click()
    group = page.get_by_role("group", name="Geboortedatum van uw kind")
    for label, typed in (("Dag", "23"), ("Maand", "11"), ("Jaar", "2011")):
        group.get_by_label(label).fill(typed)
    page.get_by_label("Uw naam").fill("Lisa Lekdicht")
    page.get_by_label("Uw e-mailadres").fill(EMAIL)
    page.get_by_label("Bedenk een wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Registreren + koppelen").click()
    expect(page).to_have_url(re.compile("/nl/profiel$"))
    return next(str(one.get("value")) for one in page.context.cookies() if one.get("name") == "__Host-session")


@contextmanager
def dead_letter(school: School, body: str) -> Iterator[None]:
    queues = school.system.aws.queues
    (url,) = [one for one in queues.list_queues()["QueueUrls"] if "DeliveriesDeadLetters" in one]
    queues.send_message(QueueUrl=url, MessageBody=body)
    yield
    for _ in range(5):
        for one in queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2).get("Messages", []):
            if one["Body"] == body:
                queues.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
                return
    raise AssertionError("what was planted is not there any more")


@contextmanager
def item(school: School, text: str) -> Iterator[None]:
    tables, key = school.system.aws.tables, {"PK": {"S": "NOTE#1"}, "SK": {"S": "NOTE"}}
    tables.put_item(TableName=school.system.table, Item={**key, "text": {"S": text}})
    yield
    tables.delete_item(TableName=school.system.table, Key=key)


@contextmanager
def file_named(school: School, key: str) -> Iterator[None]:
    """No list, so nobody looks at it."""
    files, bucket = school.system.aws.files, school.system.uploads_bucket
    files.put_object(Bucket=bucket, Key=key, Body=b"x")
    yield
    files.delete_object(Bucket=bucket, Key=key)
