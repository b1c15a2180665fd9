"""What the report of a list says of its rows and its pupils: kept in Dutch, and translated where it is shown.

Whoever writes a report fills in these sentences; whoever shows it finds out again which one it is, and with what in it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from common.i18n import mark

# -- what the school must confirm

NOBODY_TO_TAKE = mark("In de lijst staat geen enkele leerling die we kunnen overnemen.")
SENDER_REMOVED = mark("De lijst is gestuurd door iemand die geen medewerker van uw school meer is.")
SENDER_OF_BEFORE = mark(
    "De lijst is gestuurd met een pagina van voordat uw collega opnieuw toegang kreeg of een ander wachtwoord koos. "
    "Vraag na of de lijst van uw collega is."
)
OTHER_SCHOOL = mark("De lijst is van een school met BRIN-nummer %(named)s. Uw school heeft %(ours)s.")
MADE_EARLIER = mark("De lijst is gemaakt op %(made)s. De vorige lijst die u stuurde is nieuwer: %(last)s.")
SENT_EARLIER = mark("Er is al een lijst verwerkt die later is gestuurd dan deze.")
MANY_LEAVING = mark("Door deze lijst worden %(leaving)s van de %(there)s leerlingen uitgeschreven.")
MOST_UNDATED = mark(
    "Bij %(undated)s van de %(dated)s leerlingen met een geboortedatum kunnen we die niet lezen. Wie nieuw is, komt "
    "dan zonder geboortedatum, en aan de ouders vragen we er geen. Schrijf geboortedatums als 31-12-2017."
)

# -- who is who

OTHER_NAME = mark("nummer %(number)s was van een leerling met een andere naam")
SEVERAL_FIT = mark("meer leerlingen van de school passen bij deze regel")
OTHER_NUMBER = mark("deze leerling heeft bij ons een ander nummer; kijk of het dezelfde is")
LOOKS_LIKE_ONE = mark("deze regel lijkt op een leerling die de school al heeft")
NO_LASTING_NUMBERS = mark("de lijst heeft geen vaste nummers, en deze leerling lijkt op een die er al is")
SEVERAL_ROWS_FIT = mark("meer regels passen bij dezelfde leerling; kijk welke goed is")
ONE_LOST_ZEROS = mark("bij één leerling heeft het nummer andere voorloopnullen dan bij ons; we hebben ze toch herkend")
SOME_LOST_ZEROS = mark(
    "bij %(pupils)s leerlingen heeft het nummer andere voorloopnullen dan bij ons; we hebben ze toch herkend"
)
ONE_UNREAD = mark(
    "één leerling die niet in de lijst staat: die wordt niet uitgeschreven, want niet elke regel van de lijst kon "
    "worden gelezen; kijk of deze leerling nog op school zit"
)
SOME_UNREAD = mark(
    "%(pupils)s leerlingen die niet in de lijst staan: zij worden niet uitgeschreven, want niet elke regel van de "
    "lijst kon worden gelezen; kijk of zij nog op school zitten"
)
ONE_UNNUMBERED = mark(
    "één leerling die niet in de lijst staat: die heeft geen nummer en wordt daarom niet uitgeschreven; kijk of deze "
    "leerling nog op school zit"
)
SOME_UNNUMBERED = mark(
    "%(pupils)s leerlingen die niet in de lijst staan: zij hebben geen nummer en worden daarom niet uitgeschreven; "
    "kijk of zij nog op school zitten"
)

# -- what a row says

NUMBER_TWICE = mark("nummer %(number)s staat meer keren in de lijst (%(places)s); kijk welke goed is")
PUPIL_TWICE = mark("dezelfde leerling staat meer keren in de lijst (%(places)s); kijk welke goed is")
NO_NAME = mark("de naam ontbreekt")
NO_GIVEN_NAME = mark("de roepnaam ontbreekt; kijk of de leerling er een heeft")
NO_FAMILY_NAME = mark("de achternaam ontbreekt; kijk of de leerling er een heeft")
PERHAPS_ONE = mark(
    "er is een regel met dezelfde naam, groep en geboortedatum, en een ander nummer (%(places)s); kijk of het één "
    "leerling is"
)
LONG_NAME = mark("een naam heeft meer dan 200 tekens")
LONG_CLASS = mark("de naam van de groep heeft meer dan 200 tekens")
ROUNDED = mark("het nummer ‘%(number)s’ is afgerond; maak de kolom in Excel breder of tekst")
UNSAVED_FORMULA = mark("een vak heeft een formule zonder uitkomst; open het bestand in Excel en bewaar het opnieuw")
EXCEL_ERROR = mark("een vak heeft een fout van Excel (%(error)s)")
NO_CLASS = mark("er staat geen groep bij; de leerling komt in ‘%(class)s’")
SEVERAL_CLASSES = mark("er staan meer groepen bij; we nemen de eerste: %(class)s")
CLASS_PERHAPS_NUMBER = mark("Excel maakte van de groep misschien een getal; bedoelde u %(class)s?")
CLASS_NUMBER = mark("Excel maakte van de groep een getal (%(class)s); maak de kolom tekst")
CLASS_LIKE_DATE = mark("de groep ‘%(class)s’ lijkt een datum; bedoelde u bijvoorbeeld 3/4?")
CLASS_DATE = mark("Excel maakte van de groep een datum; bedoelde u %(class)s?")
CLASS_NOT_IN_FILE = mark("de groep ‘%(class)s’ staat niet in het bestand")
UNREADABLE_DATE = mark("de geboortedatum is niet te lezen en niet overgenomen; de leerling wel")
DATE_AS_NUMBER = mark("de geboortedatum stond er als getal van Excel; we hebben hem omgerekend")
NO_SUCH_LANGUAGE = mark("wij hebben geen brief in de taal ‘%(language)s’")
GARBLED = mark("de naam heeft vreemde tekens; kijk of hij goed is overgenomen")
HIDDEN = mark("deze rij is in het werkblad verborgen; kijk of zij erbij hoort")
NOT_OURS = mark("in de lijst staat ook: %(columns)s. Wij lezen en bewaren dat niet; laat het liever weg")
OTHER_COLUMNS = mark("deze regel heeft niet evenveel kolommen als de kopjes")
NAME_IN_ONE = mark("de naam staat in één vak; zet roepnaam en achternaam in twee kolommen")
NO_USER = mark("van één ingeschreven leerling ontbreekt de regel in users.csv; stuur een volledig bestand")
NO_USERS = mark("van %(pupils)s ingeschreven leerlingen ontbreekt de regel in users.csv; stuur een volledig bestand")

# -- in reports of before one pupil was told from several

ONE_UNREAD_AS_SEVERAL = mark(
    "één leerling die niet in de lijst staat: zij worden niet uitgeschreven, want niet elke regel van de lijst kon "
    "worden gelezen; kijk of zij nog op school zitten"
)
ONE_UNNUMBERED_AS_SEVERAL = mark(
    "één leerling die niet in de lijst staat: zij hebben geen nummer en worden daarom niet uitgeschreven; kijk of zij "
    "nog op school zitten"
)

# -- where

WHOLE_LIST, HEADINGS = mark("hele lijst"), mark("kopjes")
_IN_PLACES = (mark("hele lijst"), mark("kopjes"), mark("regel"), mark("rij"), mark("en nog"), mark("en"))

_SENTENCES = tuple(words for name, words in list(globals().items()) if name.isupper() and isinstance(words, str))
# The class of those without one: `WITHOUT_CLASS` of `pupils`, a name that is ours and not the school's.
_WITHOUT_CLASS = mark("Zonder groep")
_VALUE = re.compile(r"%\\\((\w+)\\\)s")
_PLACE = re.compile("|".join(rf"\b{word}\b" for word in _IN_PLACES))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Made when the first report is shown: no start of a function waits for them."""
    return tuple((words, pattern_of(words, {})) for words in _SENTENCES)


def pattern_of(words: str, values: Mapping[str, str]) -> re.Pattern[str]:
    """values: the patterns of those that cannot be anything."""
    named = _VALUE.sub(lambda found: f"(?P<{found[1]}>{values.get(found[1], '.*?')})", re.escape(words))
    return re.compile(named, re.DOTALL)


def translated(sentence: str, translate: Callable[[str], str]) -> str:
    """As it is where it is none of these."""

    def in_place(name: str, value: str) -> str:
        if name == "places":
            return translated_place(value, translate)
        return translate(value) if value == _WITHOUT_CLASS else value

    return translated_by(_patterns(), sentence, translate, in_place)


def words_of(sentence: str) -> str:
    """Which of these it is; '' where it is none."""
    return next((words for words, pattern in _patterns() if pattern.fullmatch(sentence)), "")


def translated_by(
    patterns: Iterable[tuple[str, re.Pattern[str]]],
    sentence: str,
    translate: Callable[[str], str],
    translate_value: Callable[[str, str], str],
) -> str:
    """patterns: of the words that it may be. translate_value: by the name of the value. Of none of them: as it is."""
    for words, pattern in patterns:
        if found := pattern.fullmatch(sentence):
            return translate(words) % {name: translate_value(name, value) for name, value in found.groupdict().items()}
    return sentence


def translated_place(where: str, translate: Callable[[str], str]) -> str:
    """Names of files stay."""
    return _PLACE.sub(lambda found: translate(found[0]), where)
