"""Files along with a message: put in a place of their own, and fetched by whoever may read the message."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from common.attachments import LARGEST, TYPES
from common.schools import School
from tests.emulated import ATTACHMENTS
from tests.functions.house import REGENBOOG, House, html_of, text_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.visitor import Answer
from tests.rules.attached import file_of_kind

PDF = b"%PDF-1.7 rooster"
SIZE = len(PDF)


class SenderOfFiles(Sender):
    """A school's system that sends files along."""

    def __init__(self, house: House, school: str = REGENBOOG.id) -> None:
        super().__init__(house, school)
        self.files = house.aws.session.client("s3")

    def ask(self, name: str = "rooster.pdf", size: Any = SIZE, **other: Any) -> Answer:
        body = {"name": name, "content_type": TYPES.get(name.rpartition(".")[2].lower(), ""), "size": size, **other}
        return self.send("POST", "/api/attachments", {}, json.dumps(body))

    def put(self, offered: Answer, content: bytes = PDF) -> str:
        """As S3 does with the form; whether it takes it shows in tests/journeys."""
        fields = offered.json()["upload"]["fields"]
        self.files.put_object(Bucket=ATTACHMENTS, Key=fields["key"], Body=content, ContentType=fields["Content-Type"])
        return str(offered.json()["id"])

    def order(self, *attachments: str, **other: Any) -> Answer:
        body = {"kind": "dringend", "title": "IJsvrij", "text": "Blijf thuis.", "audience": {"school": True}, **other}
        return self.send("POST", "/api/messages", {}, json.dumps(body | {"attachments": attachments}))


@pytest.fixture
def sender(house: House) -> SenderOfFiles:
    return SenderOfFiles(house)


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    visitor.register(house.child())
    visitor.confirm()
    house.deliver_all()
    house.mails.clear()
    return visitor


def policy_of(offered: Answer) -> list[Any]:
    conditions: list[Any] = json.loads(base64.b64decode(offered.json()["upload"]["fields"]["policy"]))["conditions"]
    return conditions


def keys_in_bucket(house: House) -> list[str]:
    listed = house.aws.session.client("s3").list_objects_v2(Bucket=ATTACHMENTS)
    return [item["Key"] for item in listed.get("Contents", [])]


def kept_files(house: House) -> list[str]:
    """The keys of those that are in a place where nobody can put another."""
    return [key for key in keys_in_bucket(house) if "/attachments/" in key]


def lose_files(house: House) -> None:
    for key in keys_in_bucket(house):
        house.aws.session.client("s3").delete_object(Bucket=ATTACHMENTS, Key=key)


def test_a_file_has_its_place_for_exactly_its_size_and_type(sender: SenderOfFiles) -> None:
    offered = sender.ask("Rooster week 3.PDF", 1234)
    assert offered.status == 201
    conditions = policy_of(offered)
    assert ["content-length-range", 1234, 1234] in conditions
    assert {"Content-Type": "application/pdf"} in conditions
    key = offered.json()["upload"]["fields"]["key"]
    assert {"key": key} in conditions
    assert key == f"schools/de-regenboog/uploads/{offered.json()['id']}"
    assert "x-amz-signature" in offered.json()["upload"]["fields"]


def test_a_parent_reads_the_names_and_fetches_a_file(
    house: House, sender: SenderOfFiles, parent: ParentVisitor
) -> None:
    plan = file_of_kind("docx")
    first, second = sender.put(sender.ask()), sender.put(sender.ask("Café ‘groep 3’; plan.docx", len(plan)), plan)
    message = sender.order(first, second).json()["id"]
    house.deliver_all()
    address = f"/nl/berichten/de-regenboog/{message}"
    page = parent.get(address)
    assert "rooster.pdf 1 kB" in page.words
    assert "Café ‘groep 3’; plan.docx" in page.words
    link = urlsplit(parent.get(f"{address}/bijlage/2").goes_to)
    query = parse_qs(link.query)
    assert link.path.endswith(f"/schools/de-regenboog/attachments/{second}")
    assert query["X-Amz-Expires"] == ["60"]
    (shown_as,) = query["response-content-disposition"]
    kind, _, name = shown_as.partition("; filename*=UTF-8''")
    assert kind == "attachment"
    assert unquote(name) == "Café ‘groep 3’; plan.docx"
    assert not set(name) & set(" ;'\"")


def test_the_mail_names_the_files_and_leads_to_the_page_not_to_the_files(
    house: House, sender: SenderOfFiles, parent: ParentVisitor
) -> None:
    message = sender.order(sender.put(sender.ask("<b>plan</b>.pdf"))).json()["id"]
    house.deliver_all()
    (mail,) = house.mails_to(EMAIL)
    page = f"https://ouders.example/berichten/de-regenboog/{message}"
    assert "b>.pdf (1 kB)" in text_of(mail)
    assert page in text_of(mail)
    assert f'href="{page}"' in html_of(mail)
    assert "b&gt;.pdf" in html_of(mail)
    assert "X-Amz" not in str(mail)
    assert "/attachments/" not in str(mail)
    assert parent.get(parent.get(f"/berichten/de-regenboog/{message}").goes_to).status == 200


def test_files_that_come_together_in_one_mail_are_named_with_their_message(
    house: House, sender: SenderOfFiles, parent: ParentVisitor
) -> None:
    parent.post("/nl/profiel", email_schoolnieuws="on", pace="daily")
    for name in ("een.pdf", "twee.pdf"):
        sender.order(sender.put(sender.ask(name)), kind="schoolnieuws", title=name.upper())
    house.deliver_all()
    house.pass_time(days=1)
    house.tick()
    house.deliver_all()
    (mail,) = house.mails_to(EMAIL)
    before, first, second = text_of(mail).split("* ")
    assert ".pdf" not in before
    assert sorted((first[:7], second[:7])) == ["EEN.PDF", "TWEE.PD"]
    for part in (first, second):
        title = part.splitlines()[0]
        assert f"- {title.lower()} (1 kB)" in part
        assert part.count(".pdf") == 1


def test_only_whoever_may_read_the_message_fetches_its_files(
    house: House, sender: SenderOfFiles, parent: ParentVisitor
) -> None:
    neighbour = ParentVisitor(house)
    neighbour.register(house.child("Bram", class_name="6C"), email="buur@ouders.example")
    message = sender.order(sender.put(sender.ask()), audience={"classes": ["5B"]}).json()["id"]
    house.deliver_all()
    address = f"/nl/berichten/de-regenboog/{message}/bijlage/1"
    assert parent.get(address).goes_to
    assert neighbour.get(address).status == 404
    stranger = ParentVisitor(house)
    assert stranger.get(address).goes_to == "/nl/inloggen"
    assert stranger.log_in().goes_to == address
    (link,) = house.links_of(EMAIL)
    parent.post(f"/nl/profiel/ontkoppelen/{link.school}/{link.pupil}")
    assert parent.get(address).status == 404


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "%00", "1.0", "٣"])
def test_a_file_that_the_message_does_not_have_is_not_there(
    house: House, sender: SenderOfFiles, parent: ParentVisitor, number: str
) -> None:
    message = sender.order(sender.put(sender.ask())).json()["id"]
    house.deliver_all()
    assert parent.get(f"/nl/berichten/de-regenboog/{message}/bijlage/{number}").status == 404


def test_a_file_that_is_gone_says_so_in_words(house: House, sender: SenderOfFiles, parent: ParentVisitor) -> None:
    message = sender.order(sender.put(sender.ask())).json()["id"]
    house.deliver_all()
    lose_files(house)
    answer = parent.get(f"/nl/berichten/de-regenboog/{message}/bijlage/1")
    assert (answer.status, "bestaat niet" in answer.words) == (404, True)


@pytest.mark.parametrize(
    ("wanted", "at"),
    [
        ({"name": "virus.exe", "content_type": "application/pdf"}, "/name"),
        ({"name": "pagina.html", "content_type": "text/html"}, "/name"),
        ({"name": "plaatje.svg", "content_type": "image/svg+xml"}, "/name"),
        ({"name": "rooster.pdf", "content_type": "text/html"}, "/content_type"),
        ({"name": "rooster.pdf.exe\u202efdp.", "content_type": "application/pdf"}, "/name"),
        ({"name": ".pdf", "content_type": "application/pdf"}, "/name"),
        ({"name": " \u200b/", "content_type": "application/pdf"}, "/name"),
        ({"name": "x" * 117 + ".pdf"}, "/name"),
        ({"size": 0}, "/size"),
        ({"size": LARGEST + 1}, "/size"),
        ({"size": "12"}, "/size"),
        ({"size": 1e99}, "/size"),
        ({"map": "x"}, "/map"),
    ],
    ids=str,
)
def test_a_file_that_is_not_taken_gets_no_place(
    house: House, sender: SenderOfFiles, wanted: dict[str, Any], at: str
) -> None:
    answer = sender.ask(**wanted)
    assert answer.status == 422
    assert [error["at"] for error in answer.json()["errors"]] == [at]
    assert not [item for item in house.items() if "ATTACHMENT#" in item["SK"]["S"]]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/rooster.pdf", "rooster.pdf"),
        ("C:\\map\\rooster.pdf", "rooster.pdf"),
        ("...rooster.pdf ", "rooster.pdf"),
        ("roo\r\nster\u202e.pdf", "roo ster.pdf"),
        ("план \u064a.pdf", "план \u064a.pdf"),
    ],
)
def test_a_name_is_kept_as_a_name_and_nothing_else(
    house: House, sender: SenderOfFiles, parent: ParentVisitor, name: str, kept: str
) -> None:
    message = sender.order(sender.put(sender.ask(name, content_type="application/pdf"))).json()["id"]
    house.deliver_all()
    assert kept in parent.get(f"/nl/berichten/de-regenboog/{message}").words
    assert sender.progress(message)["attachments"][0]["name"] == kept


def test_a_message_without_what_it_names_is_refused_and_says_why(house: House, sender: SenderOfFiles) -> None:
    house.services.schools.add(
        School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example"), house.services.now()
    )
    theirs = SenderOfFiles(house, "de-ster")
    good, missing = sender.put(sender.ask()), sender.ask().json()["id"]
    foreign, other = theirs.put(theirs.ask()), sender.put(sender.ask(size=5), b"meer dan vijf")
    picture = sender.put(sender.ask("foto.jpg"), PDF)
    answer = sender.order(good, missing, foreign, other, picture)
    assert answer.status == 422
    assert {error["at"]: error["problem"] for error in answer.json()["errors"]} == {
        "/attachments/1": "this file was not uploaded yet",
        "/attachments/2": "this school has no such attachment, or it waited longer than a week",
        "/attachments/3": "another file was uploaded than was announced",
        "/attachments/4": "what is in this file is not what the ending of its name says",
    }
    assert house.aws.outbox() == []


def test_a_name_that_nobody_gave_out_is_no_attachment(sender: SenderOfFiles) -> None:
    assert [error["problem"] for error in sender.order("x").json()["errors"]] == [
        "this school has no such attachment, or it waited longer than a week"
    ]


def test_at_most_five_files_and_twenty_megabytes_go_with_a_message(sender: SenderOfFiles) -> None:
    large = [sender.put(sender.ask(size=LARGEST), file_of_kind("pdf", LARGEST)) for _ in range(2)]
    one_more = sender.put(sender.ask())
    assert [error["at"] for error in sender.order(*large, one_more).json()["errors"]] == ["/attachments"]
    assert sender.order(*large).status == 202
    six = [sender.put(sender.ask()) for _ in range(6)]
    assert [error["at"] for error in sender.order(*six).json()["errors"]] == ["/attachments"]
    assert sender.order(*six[:5]).status == 202


def test_a_file_named_twice_comes_once(sender: SenderOfFiles) -> None:
    one = sender.put(sender.ask())
    message = sender.order(one, one).json()["id"]
    assert [one["id"] for one in sender.progress(message)["attachments"]] == [one]


def test_the_same_order_again_with_files_is_the_same_message(sender: SenderOfFiles) -> None:
    sender.headers["idempotency-key"] = "abc"
    one, other = sender.put(sender.ask()), sender.put(sender.ask())
    assert sender.order(one).json() == sender.order(one).json()
    assert sender.order(other).status == 422


def test_a_file_that_is_put_there_after_the_order_reaches_nobody(house: House, sender: SenderOfFiles) -> None:
    offered = sender.ask()
    sender.order(sender.put(offered))
    sender.put(offered, b"%PDF-1.7 x%%EOF".ljust(len(PDF)))
    house.deliver_all()
    (key,) = kept_files(house)
    assert sender.files.get_object(Bucket=ATTACHMENTS, Key=key)["Body"].read() == PDF


def test_a_file_that_changes_while_it_is_looked_at_is_not_kept(house: House, sender: SenderOfFiles) -> None:
    """The emulation copies whatever the condition says, so what S3 would answer is said for it."""
    named, asked = sender.put(sender.ask()), list[str]()
    house.aws.watch(lambda _, request: asked.append(request["headers"].get("x-amz-copy-source-if-match", "")))
    house.refuse("CopyObject", "PreconditionFailed")
    assert sender.order(named).status == 422
    assert kept_files(house) == []
    assert sender.order(named).status == 202
    assert any(asked), "the condition is asked for"


def test_a_file_lives_as_long_as_its_message_from_when_that_goes_out(house: House, sender: SenderOfFiles) -> None:
    """S3 deletes what is 400 days old; a message may wait a year for its time."""
    sender.order(sender.put(sender.ask()))
    house.aws.calls.clear()
    house.deliver_all()
    assert house.aws.calls.count("s3:CopyObject") == 1
    (key,) = kept_files(house)
    renewed = sender.files.get_object(Bucket=ATTACHMENTS, Key=key)
    assert (renewed["Body"].read(), renewed["ContentType"]) == (PDF, "application/pdf")


def test_a_message_goes_out_though_its_file_is_gone(house: House, sender: SenderOfFiles, parent: ParentVisitor) -> None:
    assert parent.session
    sender.order(sender.put(sender.ask()))
    lose_files(house)
    assert house.deliver_all() == []
    assert len(house.mails_to(EMAIL)) == 1


def test_no_name_of_a_file_is_logged(house: House, sender: SenderOfFiles, logged: Any) -> None:
    sender.order(sender.put(sender.ask("Verslag over Sanne.pdf")))
    house.deliver_all()
    assert "AttachmentOffered" in logged.getvalue()
    assert "Verslag" not in logged.getvalue()
