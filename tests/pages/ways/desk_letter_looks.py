"""Ways to the pages for how letters look."""

from tests.functions.clerk import Clerk
from tests.functions.house import House
from tests.functions.lettering import three_children
from tests.functions.test_desk_letter_looks import LANGUAGES, LOGO, LOOKS, save, seen_on, upload
from tests.functions.visitor import Answer
from tests.letters.test_owntext import picture
from tests.rules.test_multipart import form


def looks(clerk: Clerk, house: House) -> Answer:
    assert house
    return clerk.get(LOOKS)


def looks_own_text(clerk: Clerk, house: House) -> Answer:
    assert house
    return save(clerk, LOOKS, text="أهلا {leerling}", language="ar")


def looks_text_refused(clerk: Clerk, house: House) -> Answer:
    assert house
    return save(clerk, LOOKS, text="{50% <b>korting</b>}", language="nl")


def logo_none(clerk: Clerk, house: House) -> Answer:
    assert house
    return clerk.get(LOGO)


def logo_kept(clerk: Clerk, house: House) -> Answer:
    assert house
    return clerk.get(upload(clerk, form(picture())).goes_to)


def logo_refused(clerk: Clerk, house: House) -> Answer:
    assert house
    return clerk.get(upload(clerk, form(b"GIF89a")).goes_to)


def letter_languages(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    return save(clerk, LANGUAGES, language="tr", **{"language:6A": "ar"})


def looks_text_changed_meanwhile(clerk: Clerk, house: House) -> Answer:
    assert house
    seen = seen_on(clerk, LOOKS)
    save(clerk, LOOKS, text="Beste <b>ouders</b> van {leerling}", language="nl")
    return clerk.submit(LOOKS, text="Welkom bij {school}", language="nl", seen=seen)


def letter_languages_changed_meanwhile(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    seen = seen_on(clerk, LANGUAGES)
    save(clerk, LANGUAGES, language="tr", **{"language:6A": "ar"})
    return clerk.submit(LANGUAGES, language="pl", seen=seen)


NORMAL = [
    looks_text_changed_meanwhile,
    letter_languages_changed_meanwhile,
    looks,
    looks_own_text,
    logo_none,
    logo_kept,
    letter_languages,
]

WRONG = [looks_text_refused, logo_refused]
