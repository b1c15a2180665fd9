"""*Brieven* at the desk: letters are chosen, counted, asked for once, and marked as printed."""

from collections import Counter
from collections.abc import Callable

import pytest

from common.cloud import counting
from common.pupils import clean
from common.schools import School
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.lettering import (
    LETTERS_PAGE,
    PLAN,
    WHOLE,
    batch_of,
    fields_of,
    link_parents,
    make_batch,
    three_children,
    told,
)
from tests.functions.uploads import DAAN, NOOR, SANNE, put, take
from tests.functions.visitor import Answer
from tests.pages.ways import desk_letter_looks, desk_letters

STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")


@pytest.fixture
def children(house: House) -> list[Child]:
    return three_children(house)


@pytest.mark.usefixtures("children")
@pytest.mark.parametrize("only", ["everybody", "nobody_linked"])
def test_letters_for_those_without_a_parent_are_asked_for_as_reminders(house: House, only: str) -> None:
    clerk = Clerk(house)
    clerk.submit(PLAN, **fields_of(clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": only}))))
    assert {one["reminder"] for one in house.aws.queued("letters")} == {only == "nobody_linked"}


@pytest.mark.usefixtures("children")
def test_the_page_of_several_letters_says_how_to_print_them_and_that_of_one_does_not(house: House) -> None:
    clerk, both_sides = Clerk(house), "Print de brieven dubbelzijdig"
    assert both_sides in clerk.get(make_batch(house, clerk)).words
    alone = make_batch(house, clerk, whom="classes", **{"group:6A": "1"})
    assert both_sides not in clerk.get(alone).words


@pytest.mark.usefixtures("children")
def test_how_many_letters_it_will_be_is_read_before_they_are_made(house: House) -> None:
    clerk = Clerk(house, "medewerker")
    plan = clerk.submit(LETTERS_PAGE, **WHOLE)
    assert "3 brieven maken?" in plan.words
    assert "2 bestanden" in plan.words
    assert house.aws.queued("letters") == []
    page = clerk.submit(PLAN, **fields_of(plan))
    assert "De brieven worden gemaakt" in page.words
    assert "0 van 2 bestanden gemaakt" in page.words
    assert 'data-again="' in page.text
    assert ">Ververs</a>" in page.text
    assert [len(one["pupils"]) for one in house.aws.queued("letters")] == [2, 1]


def test_the_counts_of_the_tally_stand_beside_what_can_be_chosen(house: House, children: list[Child]) -> None:
    link_parents(house, children[0])
    page = Clerk(house).get(LETTERS_PAGE).words
    assert "De hele school (3 leerlingen)" in page
    assert "5B 2 leerlingen, 1 zonder gekoppelde ouder" in page
    assert "Van 2 leerlingen heeft nog niemand zich aangemeld" in page
    assert "Er is nog geen herinnering gemaakt" in page


@pytest.mark.parametrize(
    ("only", "expected"), [("everybody", 3), ("new", 3), ("nobody_linked", 2), ("one_parent_linked", 1)]
)
def test_letters_for_those_who_are_meant(house: House, children: list[Child], only: str, expected: int) -> None:
    link_parents(house, children[0])
    assert batch_of(house, make_batch(house, Clerk(house), only=only)).letters == expected


@pytest.mark.usefixtures("children")
def test_some_classes_are_ticked_and_others_get_nothing(house: House) -> None:
    clerk = Clerk(house)
    batch = batch_of(house, make_batch(house, clerk, **{"whom": "classes", "group:6A": "1"}))
    assert [(one.class_name, one.letters) for one in batch.wanted] == [("6A", 1)]


@pytest.mark.usefixtures("children")
def test_a_class_that_no_school_could_have_is_a_choice_of_nobody(house: House) -> None:
    clerk = Clerk(house)
    answer = clerk.submit(LETTERS_PAGE, whom="classes", only="everybody", **{f"group:{'x' * 1001}": "1"})
    assert "Er zijn geen leerlingen in de groepen die u koos" in clerk.get(answer.goes_to).words


def test_all_classes_of_a_very_large_school_can_be_ticked(house: House) -> None:
    names = [f"Onderbouw {number} van de Zonnebloemen" for number in range(120)]
    for name in names:
        house.child(class_name=name)
    counting.recount(REGENBOOG.id)
    ticked = {f"group:{name}": "1" for name in names}
    plan = Clerk(house).submit(LETTERS_PAGE, whom="classes", only="everybody", **ticked)
    assert "120 brieven maken?" in plan.words


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "7/8 & 'x'",
        '"><b>',
        "{{ 7*7 }}",
        "100% {x}",
        "=1+1",
        "グループ",
        "\u061c5B",
        "a" * 64,
    ],
)
def test_a_class_of_any_name_can_be_chosen(house: House, name: str) -> None:
    child = house.child(class_name=clean(name))
    counting.recount(REGENBOOG.id)
    clerk = Clerk(house)
    plan = clerk.submit(LETTERS_PAGE, whom="classes", only="everybody", **{f"group:{child.pupil.class_name}": "1"})
    assert "1 brief maken?" in plan.words
    assert "<script>" not in plan.text.replace('<script src="', "")


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({}, "Kies de hele school of een of meer groepen"),
        ({"whom": "school"}, "Kies wie een brief krijgt"),
        ({"whom": "classes", "only": "new"}, "Vink een of meer groepen aan"),
        ({"whom": "school", "group:5B": "1", "only": "new"}, "Kies een van de twee"),
        ({"whom": "school", "only": "one_parent_linked"}, "Er is geen leerling van wie één ouder"),
        ({"group:9Z": "1", "only": "everybody"}, "Er zijn geen leerlingen in de groepen"),
    ],
)
@pytest.mark.usefixtures("children")
def test_a_choice_that_makes_no_letter_is_explained(house: House, choice: dict[str, str], sentence: str) -> None:
    clerk = Clerk(house)
    page = clerk.submit(LETTERS_PAGE, **choice)
    if "Fout:" not in page.text:
        page = clerk.get(clerk.post(LETTERS_PAGE, **choice).goes_to)
        page = clerk.get(page.goes_to) if page.goes_to else page
    assert sentence in page.words
    assert house.services.batches.newest(REGENBOOG.id, "", 9) == []
    assert house.aws.queued("letters") == []


def test_who_is_linked_before_the_button_is_pressed_leaves_nothing_to_make(house: House, children: list[Child]) -> None:
    clerk = Clerk(house)
    plan = fields_of(clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "nobody_linked"})))
    for child in children:
        link_parents(house, child)
    assert "heeft al iemand zich aangemeld" in clerk.submit(PLAN, **plan).words
    assert house.aws.queued("letters") == []


@pytest.mark.usefixtures("children")
def test_a_button_pressed_twice_makes_one_batch(house: House) -> None:
    clerk = Clerk(house)
    plan = fields_of(clerk.submit(LETTERS_PAGE, **WHOLE))
    first, second = clerk.post(PLAN, **plan), clerk.post(PLAN, **plan)
    assert first.goes_to == second.goes_to
    assert len(house.services.batches.newest(REGENBOOG.id, "", 9)) == 1
    assert len(house.aws.queued("letters")) == 2
    assert [what for what, _ in told(house)].count("letters_asked") == 1


@pytest.mark.parametrize("batch", ["", "x", "20250101T000000-0000000000", "99999999T999999-0000000000", "../../x"])
@pytest.mark.usefixtures("children")
def test_an_id_that_no_page_gave_is_not_taken(house: House, batch: str) -> None:
    address = Clerk(house).post(PLAN, **(WHOLE | {"batch": batch})).goes_to
    assert address.startswith(f"{LETTERS_PAGE}/20")
    assert not address.endswith(batch or "brieven/")


@pytest.mark.usefixtures("children")
def test_a_plan_whose_answers_are_gone_begins_anew(house: House) -> None:
    assert Clerk(house).get(PLAN).goes_to == LETTERS_PAGE


@pytest.mark.usefixtures("children")
def test_a_session_that_ended_loses_no_tick(house: House) -> None:
    clerk = Clerk(house)
    house.pass_time(hours=2)
    assert clerk.post(LETTERS_PAGE, **{"whom": "classes", "group:6A": "1", "only": "new"}).goes_to == "/school/inloggen"
    clerk.sit_down()
    page = clerk.get(f"{LETTERS_PAGE}?concept=1").text
    assert 'name="group:6A" value="1" checked' in page
    assert 'name="group:5B" value="1" checked' not in page


# -- printed


def test_pupils_whom_nobody_counted_yet_are_not_refused_a_letter(house: House) -> None:
    clerk = Clerk(house)
    house.child()
    assert "1 brief maken?" in clerk.submit(LETTERS_PAGE, **WHOLE).words
    counting.recount(REGENBOOG.id)
    house.child("Daan", class_name="6A")
    plan = clerk.submit(LETTERS_PAGE, **WHOLE)
    assert "1 brief maken?" in plan.words
    assert "2 brieven" in clerk.submit(PLAN, **fields_of(plan)).words


@pytest.mark.usefixtures("children")
def test_what_is_new_is_new_until_the_school_says_that_it_is_printed(house: House) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk, only="new")
    assert "3 brieven maken?" in clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "new"})).words
    assert "nog niet" in clerk.get(address).words
    assert "staan nu als gedrukt" in clerk.submit(address, do="printed").words
    assert clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "new"})).goes_to == LETTERS_PAGE
    assert "Alle brieven zijn al gedrukt" in clerk.get(LETTERS_PAGE).words
    house.child("Fenna")
    assert "1 brief maken?" in clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "new"})).words


def test_a_letter_with_an_older_code_is_not_the_one_that_counts(house: House, children: list[Child]) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    house.services.pupils.renew_code(REGENBOOG.id, children[0].pupil.id, children[0].pupil.valid_until)
    clerk.post(address, do="printed")
    assert "1 brief maken?" in clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "new"})).words


def test_the_letters_of_a_list_are_listed_and_marked_too(house: House) -> None:
    take(put(house, SANNE, DAAN, NOOR))
    clerk = Clerk(house)
    page = clerk.get(LETTERS_PAGE).words
    assert "Van een leerlingenlijst 3" in page
    assert "vanzelf" in page
    (batch,) = house.services.batches.newest(REGENBOOG.id, "", 9)
    clerk.submit(f"{LETTERS_PAGE}/{batch.id}", do="printed")
    assert all(pupil.printed for pupil in house.services.pupils.of_school(REGENBOOG.id))
    assert "Gedrukt" in clerk.get(LETTERS_PAGE).words


@pytest.mark.usefixtures("children")
def test_a_reminder_is_remembered(house: House) -> None:
    clerk = Clerk(house)
    make_batch(house, clerk)
    assert "Er is nog geen herinnering gemaakt" in clerk.get(LETTERS_PAGE).words
    make_batch(house, clerk, only="nobody_linked")
    assert "De laatste herinnering is gemaakt op" in clerk.get(LETTERS_PAGE).words


@pytest.mark.usefixtures("children")
def test_older_batches_are_on_the_next_page(house: House) -> None:
    clerk = Clerk(house)
    known = ""
    for _ in range(21):
        known = clerk.post(PLAN, **WHOLE, known=known).goes_to.rpartition("/")[2]
        house.pass_time(seconds=1)
    page = clerk.get(LETTERS_PAGE)
    assert page.text.count('<tr><th scope="row">') == 20
    older = page.text.split('href="/school/brieven?voor=')[1].partition('"')[0]
    assert clerk.get(f"{LETTERS_PAGE}?voor={older}").text.count('<tr><th scope="row">') == 1
    assert clerk.get(f"{LETTERS_PAGE}?voor={'x' * 300}").status == 200


@pytest.mark.usefixtures("children")
def test_the_journal_tells_who_asked_and_names_no_child(house: House) -> None:
    clerk = Clerk(house)
    batch = batch_of(house, make_batch(house, clerk))
    assert batch.by == clerk.person.name
    asked = next(about for what, about in told(house) if what == "letters_asked")
    assert asked == {"batch": batch.id, "letters": "3", "only": "everybody"}


# -- whose letters


@pytest.mark.usefixtures("children")
def test_another_school_sees_and_changes_nothing_here(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    address = make_batch(house, Clerk(house))
    theirs, file = Clerk(house, school=STER), batch_of(house, address).wanted[0].file
    nowhere = f"{LETTERS_PAGE}/20260101T000000-0000000000"
    for path in ("", f"/{file}", "/zip"):
        ours, not_there = theirs.get(address + path), theirs.get(nowhere + path)
        assert ours.status == 404
        assert (ours.body, ours.headers) == (not_there.body, not_there.headers)
    for path, fields in (("", {"do": "printed"}), ("", {"do": "again"}), ("/zip", {})):
        assert theirs.post(address + path, **fields).status == 404
    assert not any(pupil.printed for pupil in house.services.pupils.of_school(REGENBOOG.id))
    assert "Nog een keer" not in Clerk(house).get(LETTERS_PAGE).words
    assert "Er zijn nog geen leerlingen" in theirs.get(LETTERS_PAGE).words
    assert theirs.submit(LETTERS_PAGE, **{"group:5B": "1", "only": "everybody"}).goes_to == LETTERS_PAGE


@pytest.mark.usefixtures("children")
def test_nobody_comes_here_without_logging_in(house: House) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    clerk.cookies.clear()
    for path in (LETTERS_PAGE, PLAN, address, f"{address}/zip", f"{address}/5b"):
        assert clerk.get(path).goes_to == "/school/inloggen"


EVERY_STATE = [*desk_letters.NORMAL, *desk_letters.WRONG, *desk_letter_looks.NORMAL, *desk_letter_looks.WRONG]


@pytest.mark.parametrize("show", EVERY_STATE, ids=lambda show: show.__name__)
def test_every_state_is_a_page(house: House, show: Callable[[Clerk, House], Answer]) -> None:
    answer = show(Clerk(house), house)
    assert answer.status == 200
    assert answer.text.count("<h1>") == 1
    assert "{{" not in answer.text
    assert "None" not in answer.words


def calls_of(house: House, clerk: Clerk, path: str) -> Counter[str]:
    house.aws.calls.clear()
    assert clerk.get(path).status in (200, 303)
    return Counter(call.split(":")[0] for call in house.aws.calls)


@pytest.mark.usefixtures("children")
def test_no_page_asks_more_than_five_things(house: House) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    file = batch_of(house, address).wanted[0].file
    # Session, staff and school; batches, last reminder.
    assert calls_of(house, clerk, LETTERS_PAGE) == {"dynamodb": 3}
    # Session, staff and school; the batch.
    assert calls_of(house, clerk, address) == {"dynamodb": 2}
    # And who has a letter in the file, whether one of them works, the journal.
    assert calls_of(house, clerk, f"{address}/{file}") == {"dynamodb": 5}
    clerk.post(LETTERS_PAGE, **WHOLE)
    # Session, staff, school and its tally; the newest letters.
    assert calls_of(house, clerk, PLAN) == {"dynamodb": 2}
    clerk.post(LETTERS_PAGE, **(WHOLE | {"only": "new"}))
    # And all pupils.
    assert calls_of(house, clerk, PLAN) == {"dynamodb": 3}


# -- the same letters twice


@pytest.mark.usefixtures("children")
def test_a_plan_that_is_open_in_two_tabs_is_made_once(house: House) -> None:
    clerk = Clerk(house)
    plans = [fields_of(clerk.submit(LETTERS_PAGE, **WHOLE)) for _ in range(2)]
    first = clerk.post(PLAN, **plans[0]).goes_to
    page = clerk.submit(PLAN, **plans[1])
    assert "Deze brieven zijn er al. Er is nu niets gemaakt" in page.words
    assert f'href="{first}"' in page.text
    assert len(house.aws.queued("letters")) == 2
    assert len(house.services.batches.newest(REGENBOOG.id, "", 9)) == 1


@pytest.mark.usefixtures("children")
def test_whoever_wants_them_once_more_gets_them_after_reading_what_is_there(house: House) -> None:
    clerk = Clerk(house)
    first = make_batch(house, clerk)
    plan = clerk.submit(LETTERS_PAGE, **WHOLE)
    assert "Er is nu niets gemaakt" not in plan.words
    assert "Robin de Vries heeft dezelfde brieven gemaakt op" in plan.words
    assert "Maak 3 brieven nog een keer" in plan.words
    second = clerk.post(PLAN, **fields_of(plan)).goes_to
    assert second not in (first, PLAN, LETTERS_PAGE)
    assert batch_of(house, second).letters == 3


@pytest.mark.usefixtures("children")
def test_other_letters_ask_nothing(house: House) -> None:
    clerk = Clerk(house)
    make_batch(house, clerk)
    for choice in ({"only": "nobody_linked"}, {"files": "together"}, {"whom": "classes", "group:6A": "1"}):
        plan = clerk.submit(LETTERS_PAGE, **(WHOLE | choice))
        assert "dezelfde brieven" not in plan.words.lower()
    house.pass_time(days=31)
    assert "dezelfde brieven" not in clerk.submit(LETTERS_PAGE, **WHOLE).words.lower()
