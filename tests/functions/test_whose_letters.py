"""*Brieven* says who had which letters made, and when: in the order of the days on the letters."""

import re

import pytest

from common.letters import Batch
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import LETTERS_PAGE, make_batch, three_children
from tests.functions.test_letters import make
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import SANNE, SENT_ON_IN_WORDS, put, put_content, reports, take
from tests.pages.ways.desk_pupils import page_of

NAME = "Robin de Vries"


def newest(house: House) -> Batch:
    return house.services.batches.newest(REGENBOOG.id, "", 1)[0]


def rows(page: str) -> list[str]:
    return re.findall(r'<tr><th scope="row"><a href="/school/brieven/.*?</tr>', page, re.DOTALL)


@pytest.mark.parametrize("what", ["letter", "code", "new pupil"])
def test_one_letter_that_somebody_asked_for_is_theirs(house: House, what: str) -> None:
    clerk = Clerk(house, "medewerker")
    if what == "new pupil":
        clerk.post("/school/leerlingen/nieuw", given_name="Bo", family_name="Vos", **{"class": "", "new_class": "5B"})
    else:
        page = page_of(house.child())
        clerk.post(page, what="letter") if what == "letter" else clerk.post(f"{page}/code", version="1")
    assert newest(house).by == NAME
    (row,) = rows(clerk.get(LETTERS_PAGE).text)
    assert f"<bdi>{NAME}</bdi>" in row
    assert "vanzelf" not in row


def test_letters_of_a_list_are_of_whoever_sent_it(house: House) -> None:
    clerk = Clerk(house)
    content = f"Leerlingnummer;Roepnaam;Voorvoegsel;Achternaam;Groep;Geboortedatum\r\n{SANNE}".encode()
    take(put_content(house, content, by=clerk.person.id, form_from=house.services.now().isoformat()))
    assert newest(house).by == NAME
    assert NAME in clerk.get(f"{LETTERS_PAGE}/{reports(house)[0].id}").words


def test_letters_of_a_list_that_came_by_another_way_come_by_themselves(house: House) -> None:
    take(put(house, SANNE))
    (row,) = rows(Clerk(house).get(LETTERS_PAGE).text)
    assert "vanzelf" in row


def test_letters_that_a_program_ordered_are_told_by_the_name_of_its_key(house: House) -> None:
    child, system = house.child(), SchoolSystem(house)
    key = house.services.api_keys.make(REGENBOOG.id, house.services.now(), name="Roosterpakket")
    system.headers["authorization"] = f"Bearer {key}"
    for path, body in (("letters", '{"audience": {"school": true}}'), (f"pupils/{child.pupil.id}/code", "{}")):
        assert system.send("POST", f"/api/{path}", {}, body).status == 202
    found = rows(Clerk(house).get(LETTERS_PAGE).text)
    assert ["<bdi>Roosterpakket</bdi>" in row for row in found] == [True, True]


def test_batches_stand_in_the_order_of_the_days_that_are_shown(house: House) -> None:
    """The letters of a list bear the day on which it was sent, whenever it was confirmed."""
    house.wait_for_noon()
    clerk = Clerk(house)
    three_children(house)
    make_batch(house, clerk)
    take(put(house, "9;Bo;;Vos;5B;"))
    assert make(*house.aws.queued("letters")) == 0
    first, second = rows(clerk.get(LETTERS_PAGE).text)
    assert f"{SENT_ON_IN_WORDS} om 14:00 uur" in second
    assert SENT_ON_IN_WORDS not in first
    page = clerk.get(f"{LETTERS_PAGE}/{reports(house)[0].id}").words
    assert f"Brieven van {SENT_ON_IN_WORDS} om 14:00 uur" in page
