"""What a school can do about each remark in the report of a list."""

from collections.abc import Mapping

from common import list_words as words
from common.i18n import mark

_FULL_FILE = mark("Maak het bestand opnieuw in uw systeem, en stuur het volledig.")
_SHORTER = mark("Maak de naam korter in uw administratie, en stuur de lijst opnieuw.")
_CELL = mark("Verbeter het vak in Excel, bewaar het bestand en stuur de lijst opnieuw.")
_CLASS_AS_TEXT = mark("Maak de kolom met groepen in Excel tekst, vul de groep opnieuw in en stuur de lijst opnieuw.")
_HALF_NAME = mark(
    "Heeft de leerling maar één naam, dan hoeft u niets te doen. Vul de naam anders aan in uw administratie, en stuur "
    "de lijst opnieuw."
)
_ZEROS = mark("U hoeft nu niets te doen. Maak de kolom met nummers in Excel tekst: dan blijven de nullen staan.")
_MISSING = mark("Is de leerling van school? Open dan de leerling en kies ‘Van school’. Anders hoeft u niets te doen.")
_OWN_NUMBERS = mark("Geef elke leerling in uw administratie een eigen nummer, en stuur de lijst opnieuw.")

ADVICE: Mapping[str, str] = {
    words.OTHER_NAME: mark(
        "Is het een andere leerling? Geef die in uw administratie een eigen nummer, en stuur de lijst opnieuw. Is het "
        "dezelfde? Wijzig dan de naam bij de leerling."
    ),
    words.SEVERAL_FIT: _OWN_NUMBERS,
    words.OTHER_NUMBER: mark(
        "Is het dezelfde? Zet dan in de lijst het nummer dat wij hebben, en stuur hem opnieuw. Is het een andere "
        "leerling? Voeg die toe bij Leerlingen."
    ),
    words.LOOKS_LIKE_ONE: mark(
        "Is het een andere leerling? Voeg die dan toe bij Leerlingen. Anders hoeft u niets te doen."
    ),
    words.NO_LASTING_NUMBERS: mark("Stuur een lijst met vaste leerlingnummers, of wijzig de leerling bij Leerlingen."),
    words.SEVERAL_ROWS_FIT: mark("Haal weg wat niet klopt in uw administratie, en stuur de lijst opnieuw."),
    words.ONE_LOST_ZEROS: _ZEROS,
    words.SOME_LOST_ZEROS: _ZEROS,
    words.ONE_UNREAD: _MISSING,
    words.SOME_UNREAD: _MISSING,
    words.ONE_UNNUMBERED: _MISSING,
    words.SOME_UNNUMBERED: _MISSING,
    words.ONE_UNREAD_AS_SEVERAL: _MISSING,
    words.ONE_UNNUMBERED_AS_SEVERAL: _MISSING,
    words.NUMBER_TWICE: _OWN_NUMBERS,
    words.PUPIL_TWICE: mark(
        "Haal de dubbele regel weg, of geef beide leerlingen een eigen nummer, en stuur de lijst opnieuw."
    ),
    words.PERHAPS_ONE: mark(
        "Is het één leerling? Haal er in uw administratie een weg, en kies bij die leerling ‘Van school’."
    ),
    words.NO_NAME: mark("Vul de naam in uw administratie in, en stuur de lijst opnieuw."),
    words.NO_GIVEN_NAME: _HALF_NAME,
    words.NO_FAMILY_NAME: _HALF_NAME,
    words.LONG_NAME: _SHORTER,
    words.LONG_CLASS: _SHORTER,
    words.ROUNDED: mark("Maak de kolom in Excel tekst, vul de nummers opnieuw in en stuur de lijst opnieuw."),
    words.UNSAVED_FORMULA: _CELL,
    words.EXCEL_ERROR: _CELL,
    words.NO_CLASS: mark(
        "Vul de groep in uw administratie in en stuur de lijst opnieuw, of wijzig haar bij de leerling."
    ),
    words.SEVERAL_CLASSES: mark(
        "Is dit niet de goede groep? Wijzig haar in uw administratie en stuur de lijst opnieuw, of wijzig haar bij de "
        "leerling."
    ),
    words.CLASS_PERHAPS_NUMBER: _CLASS_AS_TEXT,
    words.CLASS_NUMBER: _CLASS_AS_TEXT,
    words.CLASS_LIKE_DATE: _CLASS_AS_TEXT,
    words.CLASS_DATE: _CLASS_AS_TEXT,
    words.CLASS_NOT_IN_FILE: _FULL_FILE,
    words.UNREADABLE_DATE: mark(
        "Schrijf de datum als 31-12-2017 en stuur de lijst opnieuw, of vul hem in bij de leerling."
    ),
    words.DATE_AS_NUMBER: mark("Kijk of de datum klopt. Zo niet, wijzig hem dan bij de leerling."),
    words.NO_SUCH_LANGUAGE: mark("Kies bij de leerling een andere taal voor de brief, of laat het zo."),
    words.GARBLED: mark("Klopt de naam niet? Bewaar de lijst als Excel-bestand (.xlsx), en stuur hem opnieuw."),
    words.HIDDEN: mark(
        "Hoort de rij er niet bij? Haal haar uit het bestand, stuur het opnieuw en kies bij de leerling ‘Van school’."
    ),
    words.NOT_OURS: mark("Haal deze kolommen uit het bestand voordat u weer een lijst stuurt."),
    words.OTHER_COLUMNS: mark("Kijk in het bestand of de regel verschoven is, verbeter hem en stuur de lijst opnieuw."),
    words.NAME_IN_ONE: mark("Zet roepnaam en achternaam in twee kolommen, en stuur de lijst opnieuw."),
    words.NO_USER: _FULL_FILE,
    words.NO_USERS: _FULL_FILE,
}


def advice_on(reason: str) -> str:
    """A Dutch sentence; '' for what an earlier version remarked, that nobody remarks any more."""
    return ADVICE.get(words.words_of(reason), "")
