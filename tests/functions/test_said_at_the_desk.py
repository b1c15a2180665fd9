"""Words at the desk that somebody who reads them can act on."""

from common.cloud.counting import recount
from common.journal import Actor
from common.pupils import WITHOUT_CLASS
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import LETTERS_PAGE, PLAN, fields_of, make_batch, three_children
from tests.functions.test_desk_lists import LISTS
from tests.functions.uploads import put, reports, settle, take
from tests.pages.ways.desk_pupils import page_of

NEW = {"given_name": "Sanne", "family_name": "Bakker", "class": "", "new_class": "5B"}


def in_english(house: House) -> Clerk:
    clerk = Clerk(house)
    clerk.cookies["__Host-language"] = "en"
    return clerk


def test_those_without_a_class_are_called_so_in_english_and_the_name_that_is_sent_stays(house: House) -> None:
    take(put(house, "1;Bo;;Hek;;"))
    settle(house)
    recount(REGENBOOG.id)
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    batch = house.services.batches.newest(REGENBOOG.id, "", 1)[0].id
    clerk = in_english(house)
    for page in (
        "/school",
        "/school?groep=Zonder+groep",
        "/school/leerlingen",
        f"/school/leerlingen/{pupil.id}",
        f"{LISTS}/{reports(house)[-1].id}",
        LETTERS_PAGE,
        f"{LETTERS_PAGE}/{batch}",
        "/school/berichten/nieuw",
    ):
        words = clerk.get(page).words
        assert "Without a class" in words, page
        assert WITHOUT_CLASS not in words, page
    form = clerk.get("/school/leerlingen/nieuw").text
    assert f'<option value="{WITHOUT_CLASS}">Without a class</option>' in form
    plan = clerk.submit(LETTERS_PAGE, **{f"group:{WITHOUT_CLASS}": "1", "only": "everybody"})
    assert "For Without a class" in plan.words
    assert clerk.post(PLAN, **fields_of(plan)).goes_to.startswith(f"{LETTERS_PAGE}/20")
    assert WITHOUT_CLASS in Clerk(house).get("/school").words


def test_whoever_was_added_has_a_letter_with_a_button_beside_it_before_it_is_made(house: House) -> None:
    clerk = Clerk(house)
    address = clerk.post("/school/leerlingen/nieuw", **NEW).goes_to
    page = clerk.get(address)
    assert "Print nu de brief: zie ‘Brief en code’ hieronder." in page.words
    button = page.text.split(">Naar de brief</a>")[0].rsplit("<a ", 1)[1]
    assert 'class="button go"' in button
    letter = button.split('href="')[1].partition('"')[0]
    assert "De brief wordt gemaakt." in clerk.get(letter).words
    clerk.cookies["__Host-language"] = "en"
    assert "To the letter" in clerk.get(address).words


def test_the_small_word_of_a_name_is_called_the_same_everywhere(house: House) -> None:
    child = house.child()
    clerk = Clerk(house)
    for page in ("/school/leerlingen/nieuw", f"{page_of(child)}/wijzigen"):
        assert "Tussenvoegsel" in clerk.get(page).words
        assert "Voorvoegsel" not in clerk.get(page).words
    clerk.post(f"{page_of(child)}/wijzigen", **NEW, prefix="van", seen="")
    assert "Voorvoegsel" not in clerk.get("/school/logboek").words


def test_the_log_names_the_text_of_letters_among_what_can_be_looked_for(house: House) -> None:
    by = Actor("staff", "s", "Kim")
    house.services.journal.note(REGENBOOG.id, "letter_changed", by, house.services.now(), part="text", language="nl")
    page = Clerk(house).get("/school/logboek?soort=lijsten")
    assert "selected>Lijsten, brieven en brieftekst</option>" in page.text
    assert "Brieftekst of logo veranderd" in page.words
    assert "Lists, letters and letter text" in in_english(house).get("/school/logboek").words


def test_letters_that_are_made_are_not_called_done_and_a_zip_is_made_before_it_is_fetched(house: House) -> None:
    three_children(house)
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    (row,) = [row for row in clerk.get(LETTERS_PAGE).text.split("<tr>") if address in row]
    assert "Gemaakt, nog niet gedrukt" in row
    assert "Maak één zip-bestand van alles" in clerk.get(address).words
    clerk.cookies["__Host-language"] = "en"
    (row,) = [row for row in clerk.get(LETTERS_PAGE).text.split("<tr>") if address in row]
    assert "Made, not printed yet" in row
    assert "Make one zip file of everything" in clerk.get(address).words
