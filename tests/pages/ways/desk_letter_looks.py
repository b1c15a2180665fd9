"""Ways to the pages for how letters look."""

from tests.functions.clerk import Clerk
from tests.functions.house import House
from tests.functions.lettering import three_children
from tests.functions.test_desk_letter_looks import LANGUAGES, LOGO, LOOKS, upload
from tests.functions.visitor import Answer
from tests.letters.test_owntext import picture
from tests.rules.test_multipart import form


def looks(clerk: Clerk, house: House) -> Answer:
    assert house
    return clerk.get(LOOKS)


def looks_own_text(clerk: Clerk, house: House) -> Answer:
    assert house
    return clerk.submit(LOOKS, text="أهلا {leerling}", language="ar")


def looks_text_refused(clerk: Clerk, house: House) -> Answer:
    assert house
    return clerk.submit(LOOKS, text="{50% <b>korting</b>}", language="nl")


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
    return clerk.submit(LANGUAGES, language="tr", **{"language:6A": "ar"})


NORMAL = [looks, looks_own_text, logo_none, logo_kept, letter_languages]

WRONG = [looks_text_refused, logo_refused]
