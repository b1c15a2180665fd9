"""Files of letters are saved under a name that says of which school, class and time they are."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from common.days import local_date, local_time
from common.ids import moment_of
from common.schools import School
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import batch_of, make_batch, three_children
from tests.functions.test_letters import make
from tests.functions.visitor import Answer
from tests.pages.ways.desk_pupils import page_of


def saved_as(answer: Answer) -> str:
    (disposition,) = parse_qs(urlsplit(answer.goes_to).query)["response-content-disposition"]
    kind, _, name = disposition.partition("; filename*=UTF-8''")
    assert kind == "attachment"
    return name


def moment(address: str) -> str:
    """Of letters, by the address at which they wait."""
    at = moment_of(address.rpartition("/")[2])
    return f"{local_date(at).isoformat()}-{local_time(at):%H%M%S}"


def test_a_class_a_whole_school_and_a_zip(house: House) -> None:
    clerk = Clerk(house)
    three_children(house)
    address = make_batch(house, clerk)
    of_5b, of_6a = batch_of(house, address).wanted
    assert saved_as(clerk.get(f"{address}/{of_5b.file}")) == f"brieven-de-regenboog-5b-{moment(address)}.pdf"
    assert saved_as(clerk.get(f"{address}/{of_6a.file}")) == f"brieven-de-regenboog-6a-{moment(address)}.pdf"
    clerk.post(f"{address}/zip")
    assert make(*house.aws.queued("letters")) == 0
    assert saved_as(clerk.get(f"{address}/zip")) == f"brieven-de-regenboog-{moment(address)}.zip"
    together = make_batch(house, clerk, files="together")
    (one,) = batch_of(house, together).wanted
    assert saved_as(clerk.get(f"{together}/{one.file}")) == f"brieven-de-regenboog-{moment(together)}.pdf"


def test_reminders_of_a_class_say_that_they_are(house: House) -> None:
    clerk = Clerk(house)
    three_children(house)
    address = make_batch(house, clerk, only="nobody_linked")
    of_5b, _ = batch_of(house, address).wanted
    assert saved_as(clerk.get(f"{address}/{of_5b.file}")) == f"herinneringen-de-regenboog-5b-{moment(address)}.pdf"


def test_one_letter_names_no_child(house: House) -> None:
    clerk, child = Clerk(house), house.child("Sanne")
    address = clerk.post(page_of(child), what="letter").goes_to
    assert make(*house.aws.queued("letters")) == 0
    assert saved_as(clerk.post(address)) == f"brief-de-regenboog-5b-{moment(address)}.pdf"


def test_letters_of_two_of_a_class_are_saved_under_two_names(house: House) -> None:
    clerk, names = Clerk(house), set()
    for child in (house.child("Sanne"), house.child("Daan")):
        address = clerk.post(page_of(child), what="letter").goes_to
        assert make(*house.aws.queued("letters")) == 0
        names.add(saved_as(clerk.post(address)))
        house.pass_time(seconds=1)
    assert len(names) == 2


def test_of_a_class_in_several_files_each_has_its_number(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("common.letters.LETTERS_A_FILE", 1)
    clerk = Clerk(house)
    three_children(house)
    address = make_batch(house, clerk)
    names = [saved_as(clerk.get(f"{address}/{one.file}")) for one in batch_of(house, address).wanted]
    assert names == [
        f"brieven-de-regenboog-{group}-{moment(address)}{part}.pdf"
        for group, part in (("5b", "-1"), ("5b", "-2"), ("6a", ""))
    ]


@pytest.mark.parametrize(
    "name", ['../../"; x=\r\ny.exe', "グループ", "CON", "<script>", "a" * 200, "%2e%2e%2f", "Zoë's 7/8: *?|"]
)
def test_no_name_of_a_school_or_class_makes_another_header_or_path(house: House, name: str) -> None:
    school = School("hostile", name, "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
    house.services.schools.add(school, house.services.now())
    child = house.child(class_name=name.replace("\r\n", " "), school=school.id)
    clerk = Clerk(house, school=school)
    address = clerk.post(page_of(child), what="letter").goes_to
    assert make(*house.aws.queued("letters")) == 0
    saved = saved_as(clerk.post(address))
    assert re.fullmatch(r"brief-[a-z0-9-]{1,100}-\d{4}-\d\d-\d\d-\d{6}\.pdf", saved), saved
    assert REGENBOOG.id not in saved
