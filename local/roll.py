"""An invented school's pupils, always the same ones, as ParnasSys would export them."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_SEED = 20260901
_HEADINGS = (
    "Leerlingnummer", "Roepnaam", "Voorvoegsel", "Achternaam", "Huidige groep", "Geboortedatum", "Huidige status",
)  # fmt: skip

# Class → the calendar years its pupils were born in, and how many they are.
CLASSES: dict[str, tuple[tuple[int, ...], int]] = {
    "1/2A": ((2020, 2021, 2022), 11),
    "3A": ((2019, 2020), 10),
    "4A": ((2018, 2019), 10),
    "5B": ((2017, 2018), 10),
    "6A": ((2016, 2017), 10),
    "7/8": ((2014, 2015, 2016), 11),
}

_GIVEN_NAMES = (
    "Zoë", "Daan", "Fenna", "Noël", "Saar", "Thijs", "Loïs", "Jurre", "Małgorzata", "Stanisław", "Zofia", "Łukasz",
    "Ayşe", "Yiğit", "Gülşen", "Çağan", "Ibrahim", "Nour", "Yasmin", "Abdelhakim", "Oleksandra", "Bohdan", "Solomiya",
    "Dmytro", "Shanaya", "Jérôme", "Siân", "Amaru", "Anne-Fleur", "Jan Willem",
)  # fmt: skip

# Prefix and family name. The names exist nowhere, or hardly: nobody shall find himself in a demonstration.
_FAMILY_NAMES = (
    ("van der", "Voorbeelt"), ("'t", "Verzinsel"), ("van", "Nergenshuizen"), ("de", "Bedachte"), ("ten", "Fantasij"),
    ("van den", "Verhaaldijk"), ("in 't", "Sprookjesveld"), ("", "Denkbeeldsma"), ("", "Proefstra"), ("", "Zomaarinck"),
    ("", "Zmyśliński"), ("", "Wymyślak"), ("", "Bajkowska"), ("", "Uydurmaoğlu"), ("", "Örnekçi"), ("", "Masalcıgil"),
    ("el", "Khayaliyy"), ("al", "Mithali"), ("", "Ben Hikaya"), ("", "Vyhadanenko"), ("", "Kazkar-Mriychuk"),
    ("", "Prykladiuk"), ("da", "Ficção"), ("d'", "Éxemple"), ("", "Verzonnen-O'Fable"),
)  # fmt: skip


@dataclass(frozen=True)
class Pupil:
    number: int
    given_name: str
    prefix: str
    family_name: str
    group: str
    born: date | None


def pupils() -> list[Pupil]:
    chance = random.Random(_SEED)  # noqa: S311 - the same invented pupils every time
    return list(_pupils(chance))


def as_csv() -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow(_HEADINGS)
    for pupil in pupils():
        born = pupil.born.strftime("%d-%m-%Y") if pupil.born else ""
        rows.writerow(
            (pupil.number, pupil.given_name, pupil.prefix, pupil.family_name, pupil.group, born, "Ingeschreven")
        )
    return text.getvalue().encode("utf-8-sig")


def _pupils(chance: random.Random) -> Iterator[Pupil]:
    groups = [(group, years) for group, (years, size) in CLASSES.items() for _ in range(size)]
    # Two shuffled rows of different lengths: no full name comes twice.
    given_names = chance.sample(_GIVEN_NAMES, len(_GIVEN_NAMES))
    family_names = chance.sample(_FAMILY_NAMES, len(_FAMILY_NAMES))
    for place, (group, years) in enumerate(groups):
        given_name = given_names[place % len(given_names)]
        prefix, family_name = family_names[place % len(family_names)]
        # Every fifth date is missing, as in lists from schools that leave it out.
        born = None if place % 5 == 3 else _day(chance, chance.choice(years))
        yield Pupil(1001 + place, given_name, prefix, family_name, group, born)


def _day(chance: random.Random, year: int) -> date:
    return date(year, 1, 1) + timedelta(days=chance.randrange(365))
