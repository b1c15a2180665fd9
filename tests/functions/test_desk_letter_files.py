"""The files of letters at the desk: how far they are, fetched one by one or all in a ZIP, gone after a month."""

import io
import os
from zipfile import ZIP_STORED, ZipFile

import httpx
import pytest

from common.letters import FILES_LIFE
from common.staff import PROOF_LIFE
from tests.emulated import LETTERS
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.lettering import PLAN, WHOLE, batch_of, fields_of, in_bucket, make_batch, three_children, told
from tests.functions.test_letters import make, printed


@pytest.fixture
def children(house: House) -> list[Child]:
    return three_children(house)


@pytest.mark.usefixtures("children")
def test_a_class_is_fetched_by_a_link_that_works_for_a_minute(house: House) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    page = clerk.get(address)
    assert "Download pdf" in page.words
    assert "data-again" not in page.text
    one = batch_of(house, address).wanted[0]
    house.pass_time(seconds=PROOF_LIFE.total_seconds() + 60)
    link = httpx.URL(clerk.get(f"{address}/{one.file}").goes_to)
    assert link.path.endswith(f"{batch_of(house, address).id}/{one.file}.pdf")
    assert "attachment" in link.params["response-content-disposition"]
    assert ("letters_fetched", {"batch": batch_of(house, address).id, "file": one.file}) in told(house)


@pytest.mark.usefixtures("children")
def test_files_of_several_classes_want_a_fresh_proof_and_lead_back_to_the_page(house: House) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk, files="together")
    (one,) = batch_of(house, address).wanted
    assert "brieven-1.pdf" in clerk.get(f"{address}/{one.file}").goes_to
    house.pass_time(seconds=PROOF_LIFE.total_seconds() + 60)
    assert "Voor brieven van meer groepen tegelijk" in clerk.get(address).words
    for method, path in (("GET", f"{address}/{one.file}"), ("GET", f"{address}/zip"), ("POST", f"{address}/zip")):
        answer = clerk.get(path) if method == "GET" else clerk.post(path)
        assert answer.goes_to == "/school/bevestigen"
    assert [what for what, _ in told(house)].count("letters_fetched") == 1


@pytest.mark.usefixtures("children")
def test_all_files_come_in_one_zip_made_once(house: House) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    assert "Maak één zip-bestand van alles" in clerk.get(address).words
    page = clerk.submit(f"{address}/zip")
    assert "Het zip-bestand wordt gemaakt" in page.words
    assert 'data-again="' in page.text
    clerk.post(f"{address}/zip")
    assert clerk.get(f"{address}/zip").goes_to == address
    (task,) = house.aws.queued("letters")
    assert make(task) == 0
    batch = batch_of(house, address)
    first = in_bucket(house, batch.zip_key)
    with ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == [f"{one.file}.pdf" for one in batch.wanted]
        assert {one.compress_type for one in archive.infolist()} == {ZIP_STORED}
        for one in batch.wanted:
            assert archive.read(f"{one.file}.pdf") == in_bucket(house, batch.key_of(one))
    assert make(task, task) == 0
    assert in_bucket(house, batch.zip_key) == first
    assert "Download het zip-bestand" in clerk.get(address).words
    assert "brieven.zip" in clerk.get(f"{address}/zip").goes_to
    clerk.post(f"{address}/zip")
    assert house.aws.queued("letters") == []


@pytest.mark.usefixtures("children")
def test_a_zip_of_a_whole_school_goes_up_in_parts(house: House) -> None:
    address = make_batch(house, Clerk(house))
    batch = batch_of(house, address)
    for one in batch.wanted:
        house.services.files.write_pdf(LETTERS, batch.key_of(one), b"%PDF" + os.urandom(9_000_000))
    house.aws.calls.clear()
    assert make({"kind": "zip", "school": REGENBOOG.id, "batch": batch.id}) == 0
    assert house.aws.calls.count("s3:UploadPart") == 3
    with ZipFile(io.BytesIO(in_bucket(house, batch.zip_key))) as archive:
        assert archive.testzip() is None
        assert [one.file_size for one in archive.infolist()] == [9_000_004, 9_000_004]


@pytest.mark.usefixtures("children")
def test_of_files_that_are_gone_no_zip_is_made_and_none_is_tried_again(house: House) -> None:
    address = make_batch(house, Clerk(house))
    batch = batch_of(house, address)
    for one in batch.wanted:
        house.services.files.delete(LETTERS, batch.key_of(one))
    assert make({"kind": "zip", "school": REGENBOOG.id, "batch": batch.id}) == 0
    assert "s3:PutObject" not in house.aws.calls[-3:]
    assert house.services.files.size_of(LETTERS, batch.zip_key) is None


@pytest.mark.usefixtures("children")
def test_a_zip_that_never_came_can_be_asked_for_again(house: House) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    clerk.post(f"{address}/zip")
    house.aws.queued("letters")
    house.pass_time(minutes=20)
    clerk.sit_down()
    assert "Maak één zip-bestand van alles" in clerk.get(address).words
    clerk.post(f"{address}/zip")
    assert len(house.aws.queued("letters")) == 1


@pytest.mark.usefixtures("children")
def test_no_zip_before_all_files_are_there(house: House) -> None:
    clerk = Clerk(house)
    address = clerk.post(PLAN, **WHOLE).goes_to
    first, _ = house.aws.queued("letters")
    make(first)
    assert "1 van 2 bestanden gemaakt" in clerk.get(address).words
    clerk.post(f"{address}/zip")
    assert house.aws.queued("letters") == []
    task = {"kind": "zip", "school": REGENBOOG.id, "batch": batch_of(house, address).id}
    assert make(task) == 1
    assert make({**task, "batch": "20260101T000000-0000000000"}) == 0
    not_made = batch_of(house, address).wanted[1]
    assert clerk.get(f"{address}/{not_made.file}").goes_to == address


@pytest.mark.usefixtures("children")
def test_letters_that_take_too_long_say_so(house: House) -> None:
    clerk = Clerk(house)
    address = clerk.post(PLAN, **WHOLE).goes_to
    assert "langer dan normaal" not in clerk.get(address).words
    house.pass_time(minutes=20)
    assert "langer dan normaal" in clerk.get(address).words


def test_a_class_whose_pupils_all_left_holds_nobody_up(house: House, children: list[Child]) -> None:
    clerk = Clerk(house)
    address = clerk.post(PLAN, **WHOLE).goes_to
    house.services.pupils.close([children[2].pupil])
    assert make(*house.aws.queued("letters")) == 0
    page = clerk.get(address).words
    assert "Download pdf 5B" in page
    assert "wordt gemaakt" not in page
    house.services.pupils.close([child.pupil for child in children])
    assert "Er is niets gemaakt" in clerk.submit(address, do="again").words


def test_names_that_could_not_be_set_are_named(house: House) -> None:
    house.child("李娜")
    house.child("Sanne")
    clerk = Clerk(house)
    page = clerk.get(make_batch(house, clerk)).words
    assert "Namen die anders op de brief staan" in page
    assert "vierkantje: □. De code werkt gewoon. 李娜 Bakker (5B)" in page
    assert "te lang voor de brief" not in page
    assert "Sanne" not in page


def test_names_that_are_only_too_long_are_told_apart(house: House) -> None:
    long = "Wilhelmina " * 12
    house.child(long.strip())
    clerk = Clerk(house)
    page = clerk.get(make_batch(house, clerk)).words
    assert (
        f"te lang voor de brief. Op de brief staat het begin, met puntjes erachter: …. De code werkt gewoon. {long}"
        in page
    )
    assert "een teken dat wij niet kunnen drukken" not in page


@pytest.mark.usefixtures("children")
def test_files_that_are_gone_are_made_again_with_the_same_codes(house: House) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    before = in_bucket(house, batch_of(house, address).key_of(batch_of(house, address).wanted[0]))
    house.pass_time(seconds=FILES_LIFE.total_seconds())
    clerk.sit_down()
    page = clerk.get(address)
    assert "Bestanden met brieven blijven 30 dagen staan" in page.words
    assert "Download" not in page.words
    assert clerk.get(f"{address}/{batch_of(house, address).wanted[0].file}").goes_to == address
    again = fields_of(page)
    first, second = clerk.post(address, **again), clerk.post(address, **again)
    assert first.goes_to == second.goes_to != address
    assert make(*house.aws.queued("letters")) == 0
    batch = batch_of(house, first.goes_to)
    assert (batch.letters, batch.what) == (3, "again")
    after = in_bucket(house, batch.key_of(batch.wanted[0]))
    codes = [[word for word in page.split() if word.count("-") == 3] for page in (*printed(before), *printed(after))]
    assert codes[:2] == codes[2:]


@pytest.mark.usefixtures("children")
def test_a_code_that_ended_works_again_with_letters_of_the_desk(house: House) -> None:
    house.pass_time(days=500)
    make_batch(house, Clerk(house))
    today = house.today
    assert all(pupil.valid_until >= today for pupil in house.services.pupils.of_school(REGENBOOG.id))
