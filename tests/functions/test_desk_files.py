"""Files for a message at the desk: each goes from the browser into S3, and waits in the draft until it is sent."""

import base64
import html
import json
import re
from typing import Any

import pytest

from common.attachments import LARGEST
from tests.emulated import ATTACHMENTS
from tests.functions.clerk import MOST_CALLS, Clerk
from tests.functions.house import House
from tests.functions.test_attachments import kept_files, keys_in_bucket, lose_files
from tests.functions.test_desk_messages import MESSAGES, NEW, hidden, mailed, parent_of, send, write
from tests.functions.visitor import Answer
from tests.rules.attached import file_of_kind

FILES = f"{NEW}/bijlagen"
PDF = b"%PDF-1.7 rooster"


def fields_of(page: Answer) -> dict[str, str]:
    """Of the form that goes to S3."""
    form = page.text.partition('enctype="multipart/form-data"')[2].partition("</form>")[0]
    return {name: html.unescape(value) for name, value in re.findall(r'name="([\w-]+)" value="([^"]*)"', form)}


def put(house: House, page: Answer, name: str = "rooster.pdf", content: bytes = PDF) -> str:
    """As S3 does with the form. The address that the browser goes to."""
    fields = fields_of(page)
    house.aws.session.client("s3").put_object(
        Bucket=ATTACHMENTS, Key=fields["key"], Body=content, Metadata={"name": name}
    )
    return fields["success_action_redirect"].removeprefix("https://ouders.example")


def take(clerk: Clerk, page: Answer, action: str = "done", **other: str) -> Answer:
    return clerk.submit(FILES, order=hidden(page, "order"), action=action, **other)


def removals(page: Answer) -> list[str]:
    """What the buttons say that take a file out."""
    return re.findall(r'value="(remove\.\w+)"', page.text)


def conditions_of(page: Answer) -> list[Any]:
    conditions: list[Any] = json.loads(base64.b64decode(fields_of(page)["policy"]))["conditions"]
    return conditions


def test_the_form_goes_to_the_bucket_and_nowhere_else(house: House) -> None:
    clerk = Clerk(house)
    page = write(clerk, action="files")
    fields, conditions = fields_of(page), conditions_of(page)
    assert re.fullmatch(r"schools/de-regenboog/uploads/[0-9a-f]{20}", fields["key"])
    assert fields["x-amz-meta-name"] == "${filename}"
    assert ["starts-with", "$x-amz-meta-name", ""] in conditions
    assert {"success_action_redirect": fields["success_action_redirect"]} in conditions
    assert {"Content-Type": "application/octet-stream"} in conditions
    assert ["content-length-range", 0, 5 * LARGEST] in conditions
    action = re.search(r'action="(https://[^/"]+)/?[^"]*" enctype', page.text)
    assert action
    policy = page.headers["content-security-policy"]
    assert f"form-action 'self' {action[1]};" in policy + ";"
    assert "form-action 'self';" in clerk.get(NEW).headers["content-security-policy"]


def test_a_file_arrives_gets_its_name_and_goes_along(house: House) -> None:
    parent = parent_of(house)
    clerk = Clerk(house)
    back = put(house, write(clerk, action="files"), "=?UTF-8?B?Um/Ds3N0ZXIucGRm?=")
    page = clerk.get(f"{back}&bucket=b&key=k&etag=e")
    assert 'value="Roóster.pdf"' in page.text
    page = take(clerk, page, name="Rooster week 3.pdf")
    assert "Rooster week 3.pdf (1 kB)" in page.words
    assert "Neem **gymschoenen** mee." in page.text
    preview = write(clerk, order=hidden(page, "order"))
    assert "Rooster week 3.pdf (1 kB)" in preview.words
    message = send(clerk, preview).goes_to
    assert len(mailed(house)) == 1
    assert "Rooster week 3.pdf" in clerk.get(message).words
    assert clerk.get(f"{message}/bijlage/1").goes_to.startswith("https://")
    assert clerk.get(f"{message}/bijlage/2").status == 404
    assert parent.get(f"/nl/berichten/de-regenboog/{message.rpartition('/')[2]}/bijlage/1").goes_to


def test_five_files_are_enough_and_each_can_be_taken_out_again(house: House) -> None:
    clerk = Clerk(house)
    page = write(clerk, action="files")
    for number in range(5):
        page = clerk.get(put(house, page, f"{number}.pdf"))
        page = take(clerk, page, "more")
    assert "multipart" not in page.text
    assert "Nog een bestand" not in page.words
    assert len(kept_files(house)) == 5
    third = removals(page)[2]
    page = take(clerk, page, third)
    assert re.findall(r"\d\.pdf", page.words) == [
        "0.pdf",
        "0.pdf",
        "1.pdf",
        "1.pdf",
        "3.pdf",
        "3.pdf",
        "4.pdf",
        "4.pdf",
    ]
    assert "multipart" in page.text
    assert not [key for key in keys_in_bucket(house) if key.endswith(third.removeprefix("remove."))]


def test_whoever_takes_out_a_file_that_is_gone_already_has_no_place_for_a_sixth(house: House) -> None:
    clerk = Clerk(house)
    page = write(clerk, action="files")
    for number in range(5):
        page = take(clerk, clerk.get(put(house, page, f"{number}.pdf")), "more")
    page = take(clerk, page, f"remove.{'0' * 20}")
    assert len(removals(page)) == 5
    assert "multipart" not in page.text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("virus.exe", PDF, "Dit soort bestand kan niet mee"),
        ("", PDF, "Vul een naam voor het bestand in"),
        ("x" * 130 + ".pdf", PDF, "Vul een kortere naam in"),
        ("leeg.pdf", b"", "Dit bestand is leeg"),
        ("groot.pdf", b"x" * (LARGEST + 1), "Dit bestand is groter dan 10 MB"),
        ("foto.jpg", PDF, "In dit bestand zit iets anders dan de naam zegt"),
        ("rooster.pdf", b"MZ\x90\x00", "In dit bestand zit iets anders dan de naam zegt"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_can_be_taken_away(
    house: House, name: str, content: bytes, sentence: str
) -> None:
    clerk = Clerk(house)
    page = clerk.get(put(house, write(clerk, action="files"), name, content))
    for _ in range(2):
        assert sentence in page.words
        assert "Het bestand is aangekomen" not in page.words
        assert 'role="alert"' in page.text
        assert ('id="name"' in page.text) is (0 < len(content) <= LARGEST)
        assert page.text.count('href="#name"' if 'id="name"' in page.text else 'href="#arrived"') == 1
        page = take(clerk, page, name=name)
    assert kept_files(house) == []
    page = take(clerk, page, removals(page)[0])
    assert "multipart" in page.text
    assert keys_in_bucket(house) == []


def test_another_name_may_mend_it_where_the_kind_was_wrong_alone(house: House) -> None:
    clerk = Clerk(house)
    page = clerk.get(put(house, write(clerk, action="files"), "rooster.jpg"))
    assert "In dit bestand zit iets anders dan de naam zegt" in page.words
    assert 'value="rooster.jpg"' in page.text
    assert "rooster.pdf (1 kB)" in take(clerk, page, name="rooster.pdf").words


def test_what_arrived_is_looked_at_in_five_calls_and_nothing_is_changed(house: House) -> None:
    clerk = Clerk(house)
    there = put(house, write(clerk, action="files"), "plan.pdf", file_of_kind("pdf", LARGEST))
    before = keys_in_bucket(house)
    house.aws.calls.clear()
    assert "Het bestand is aangekomen" in clerk.get(there).words
    assert len(house.aws.calls) <= MOST_CALLS
    assert keys_in_bucket(house) == before


def test_together_they_may_have_20_mb(house: House) -> None:
    clerk = Clerk(house)
    page = write(clerk, action="files")
    for number in range(2):
        page = take(clerk, clerk.get(put(house, page, f"{number}.pdf", file_of_kind("pdf", LARGEST))), "more")
    page = clerk.get(put(house, page))
    assert "De bijlagen zijn samen groter dan 20 MB" in page.words
    page = take(clerk, take(clerk, page, name="rooster.pdf"), removals(page)[0])
    assert "Het bestand is aangekomen" in page.words
    assert "rooster.pdf (1 kB)" in take(clerk, page, name="rooster.pdf").words


def test_a_file_that_is_gone_by_then_leads_back_to_the_form(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    page = take(clerk, clerk.get(put(house, write(clerk, action="files"))))
    preview = write(clerk, order=hidden(page, "order"))
    lose_files(house)
    page = clerk.get(send(clerk, preview).goes_to)
    assert "Een bijlage is er niet meer" in page.words
    assert "Neem **gymschoenen** mee." in page.text


def test_a_file_that_is_put_there_later_does_not_go_out(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    slot = write(clerk, action="files")
    page = take(clerk, clerk.get(put(house, slot)))
    preview = write(clerk, order=hidden(page, "order"))
    put(house, slot, content=b"x" * len(PDF))
    send(clerk, preview)
    assert len(mailed(house)) == 1
    (key,) = kept_files(house)
    assert house.aws.session.client("s3").get_object(Bucket=ATTACHMENTS, Key=key)["Body"].read() == PDF


def test_a_copy_has_files_of_its_own(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    page = take(clerk, clerk.get(put(house, write(clerk, action="files"))))
    message = send(clerk, write(clerk, order=hidden(page, "order"))).goes_to
    copy = clerk.submit(f"{message}/kopie")
    assert "rooster.pdf" in copy.words
    assert len(kept_files(house)) == 2
    page = write(clerk, order=hidden(copy, "order"), action="files")
    take(clerk, page, removals(page)[0])
    assert clerk.get(f"{message}/bijlage/1").goes_to


def test_a_draft_that_is_thrown_away_takes_its_files_along(house: House) -> None:
    clerk = Clerk(house)
    page = take(clerk, clerk.get(put(house, write(clerk, action="files"))))
    for _ in range(2):
        page = clerk.submit(NEW, order=hidden(page, "order") if "order" in page.text else "", action="discard")
        assert "Het concept is weggegooid" in page.words
    assert "Nog niet verstuurd" not in page.words
    assert keys_in_bucket(house) == []


def test_nobody_else_reaches_the_files_of_a_draft(house: House) -> None:
    clerk, colleague = Clerk(house), Clerk(house)
    page = clerk.get(put(house, write(clerk, action="files")))
    order = hidden(page, "order")
    assert colleague.get(f"{FILES}?bericht={order}").goes_to == MESSAGES
    assert colleague.post(FILES, order=order, action="remove.x").goes_to == MESSAGES
    assert len(keys_in_bucket(house)) == 1
