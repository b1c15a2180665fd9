"""Letters: one request, one PDF; codes that are made again and kept nowhere."""

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from common import codes
from common.letters import LetterRequest, object_key, requests_for
from letters import app
from tests.emulated import LETTERS
from tests.functions.house import REGENBOOG, Child, House, sqs
from tests.functions.parent import ParentVisitor, filled_in

BATCH = "20260901T120000-0000000000"


def request_for(*children: Child) -> LetterRequest:
    (request,) = requests_for(REGENBOOG.id, BATCH, [child.pupil for child in children])
    return request


def make(*requests: Any) -> int:
    """How many requests the function wants to see again."""
    return len(app.handler(sqs(*requests), LambdaContext())["batchItemFailures"])


def pdfs(house: House) -> list[str]:
    listed = house.aws.session.client("s3").list_objects_v2(Bucket=LETTERS)
    return [item["Key"] for item in listed.get("Contents", [])]


def pdf_of(house: House, request: LetterRequest) -> bytes:
    answer = house.aws.session.client("s3").get_object(Bucket=LETTERS, Key=object_key(request))
    return answer["Body"].read()


def printed(pdf: bytes) -> list[str]:
    """The text of each letter; the list on top of a class is not one."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [page for page in pages if "Activatiecode" in page]


def index_items(house: House) -> list[dict[str, Any]]:
    return [item for item in house.items() if item["PK"]["S"].startswith("CODE#")]


def test_a_class_gets_one_pdf_with_a_page_and_a_code_for_each_pupil(house: House) -> None:
    children = [house.child("Sanne"), house.child("Daan", None)]
    assert make(request_for(*children)) == 0
    pages = printed(pdf_of(house, request_for(*children)))
    assert len(pages) == 2
    for child in children:
        (page,) = [page for page in pages if child.pupil.name in page]
        assert codes.grouped(child.code) in page


def test_a_request_that_comes_twice_makes_the_same_bytes_and_one_index_item(house: House) -> None:
    request = request_for(house.child())
    make(request)
    first = pdf_of(house, request)
    assert make(request, request) == 0
    assert pdf_of(house, request) == first
    assert len(pdfs(house)) == len(index_items(house)) == 1
    batch = house.services.batches.find(REGENBOOG.id, BATCH)
    assert batch
    assert batch.made == {object_key(request)}


def test_printing_again_does_not_forget_wrong_dates(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    visitor.register(child, day="15")
    make(request_for(child))
    (item,) = index_items(house)
    assert item["date_failures_ever"] == {"N": "1"}


def test_the_code_on_paper_is_the_one_that_registers(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    make(request_for(child))
    (page,) = printed(pdf_of(house, request_for(child)))
    code = next(word for word in page.split() if codes.is_well_formed(codes.normalise(word)))
    assert visitor.register(child, code=code).goes_to == "/nl/profiel"


def test_a_new_letter_has_a_new_code_and_the_old_one_says_so(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    make(request_for(child))
    house.renew_code(child)
    make(request_for(child))
    (page,) = printed(pdf_of(house, request_for(child)))
    assert codes.grouped(child.code) not in page
    newer = Child(replace(child.pupil, code_version=2), house.letter_of(replace(child.pupil, code_version=2)))
    assert codes.grouped(newer.code) in page
    assert "nieuwste brief" in visitor.submit("/nl/registreren", **filled_in(child)).words
    assert visitor.register(newer).goes_to == "/nl/profiel"


def test_no_code_is_in_the_table_however_it_is_written(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    make(request_for(child))
    visitor.get(f"/k/{child.code}")
    visitor.register(child)
    house.deliver_all()
    dump = str(house.items()).upper()
    assert child.code not in dump
    assert codes.grouped(child.code) not in dump


def test_pupils_who_are_gone_get_no_letter(house: House) -> None:
    here, gone, nobody = house.child("Sanne"), house.child("Daan", active=False), "0" * 20
    request = request_for(here, gone)
    request["pupils"].append(nobody)
    assert make(request) == 0
    assert len(printed(pdf_of(house, request))) == 1
    empty = LetterRequest(school=REGENBOOG.id, batch=BATCH, file="leeg", pupils=[gone.pupil.id], reminder=False)
    assert make(empty) == 0
    assert len(pdfs(house)) == 1


def test_letters_for_a_school_that_is_not_there_are_not_asked_for_ever(house: House) -> None:
    assert make(LetterRequest(school="onbekend", batch=BATCH, file="5b", pupils=["0" * 20], reminder=False)) == 0
    assert pdfs(house) == []


@pytest.mark.parametrize("operation", ["TransactWriteItems", "PutObject", "UpdateItem", "GetItem", "BatchGetItem"])
def test_whatever_fails_once_the_letter_is_made_when_the_request_comes_again(house: House, operation: str) -> None:
    request = request_for(house.child())
    house.refuse(operation)
    assert make(request) == 1
    assert make(request) == 0
    assert len(printed(pdf_of(house, request))) == 1
    assert len(index_items(house)) == 1


def test_no_letter_is_printed_before_its_code_is_known(house: House) -> None:
    request = request_for(house.child())
    house.refuse("TransactWriteItems")
    make(request)
    assert pdfs(house) == []


def test_hostile_names_are_printed_as_they_are(house: House) -> None:
    names = ["#set page(fill: red)", "$x^2$ *vet*", "\\u{41}", "<b>Jan</b>", '"; DROP', "{{ 7*7 }}"]
    children = [house.child(name) for name in names]
    make(request_for(*children))
    text = " ".join(" ".join(page.split()) for page in printed(pdf_of(house, request_for(*children))))
    for child in children:
        assert child.pupil.name in text
