"""Ways to *Leerlingen* at the desk."""

from datetime import date
from typing import Any

from common.cloud import counting
from common.pupils import Pupil
from common.reports import Report
from common.tallies import Count, Tally
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_letters import make
from tests.functions.visitor import Answer

PUPILS = "/school/leerlingen"
FILLED_IN = {"given_name": "Noor", "prefix": "de", "family_name": "Wit", "class": "5B", "new_class": ""}
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 3


def page_of(child: Child) -> str:
    return f"{PUPILS}/{child.pupil.id}"


def busy_child(house: House, **more: Any) -> Child:
    """With two parents, a report and a lock."""
    child = house.child("<b>Zoë</b> ’t Hoén", **more)
    ParentVisitor(house).register(child)
    second = ParentVisitor(house)
    second.register(child, email="sam@ouders.example", name="Sam <i>de</i> Groot")
    second.confirm("sam@ouders.example")
    for what in ("unknown_link", "birth_date"):
        house.services.reports.add(
            Report(REGENBOOG.id, child.pupil.id, what, house.services.now(), "Sam", "06 12345678")
        )
    for _ in range(5):
        ParentVisitor(house).register(child, day="15", email="wie@ouders.example")
    return child


def count_classes(house: House) -> None:
    """As many as a large school has."""
    classes = {f"{year}{letter} vwo": Count(25, 10, 5) for year in range(1, 9) for letter in "ABCDEFGHIJ"}
    house.services.tallies.keep(REGENBOOG.id, Tally(house.services.now(), Count(2000, 800, 400), classes))


def pupils_none(clerk: Clerk, _house: House) -> Answer:
    return clerk.get(PUPILS)


def pupils_of_a_class(clerk: Clerk, house: House) -> Answer:
    busy_child(house)
    house.child("Daan", None)
    house.child("Sem", valid_until=date(2020, 7, 31), family_name=LONG)
    house.child("Mila", class_name="6/7 Regenboog")
    house.child("Noor", source_key="2017-000123456789")
    house.child("Noor", birth_date=date(2017, 9, 30))
    counting.recount(REGENBOOG.id)
    return clerk.get(f"{PUPILS}?groep=5B")


def pupils_many(clerk: Clerk, house: House) -> Answer:
    for number in range(60):
        house.child(f"Kind {number:02d}")
    counting.recount(REGENBOOG.id)
    return clerk.get(PUPILS)


def pupils_found(clerk: Clerk, house: House) -> Answer:
    house.child("Daan")
    counting.recount(REGENBOOG.id)
    return clerk.get(f"{PUPILS}?zoek=daan")


def pupils_found_among_many_classes(clerk: Clerk, house: House) -> Answer:
    house.child("Daan", source_key="2017-000123456789")
    count_classes(house)
    return clerk.get(f"{PUPILS}?zoek=2017-000123456789")


def pupils_not_found(clerk: Clerk, house: House) -> Answer:
    house.child("Daan")
    counting.recount(REGENBOOG.id)
    return clerk.get(f"{PUPILS}?zoek=%3Cb%3Eniemand%3C%2Fb%3E")


def pupils_left(clerk: Clerk, house: House) -> Answer:
    house.child("Daan", active=False, left_on=date(2026, 7, 1))
    return clerk.get(f"{PUPILS}?wie=vertrokken")


def pupil_new(clerk: Clerk, house: House) -> Answer:
    house.child()
    counting.recount(REGENBOOG.id)
    return clerk.get(f"{PUPILS}/nieuw")


def pupil_new_double(clerk: Clerk, house: House) -> Answer:
    """Somebody is there with the same name, class and date of birth."""
    there = house.child(source_key="00017").pupil
    counting.recount(REGENBOOG.id)
    return clerk.submit(f"{PUPILS}/nieuw", **filled_in(there))


def filled_in(pupil: Pupil) -> dict[str, str]:
    """The form of a new pupil who is just like this one."""
    born = pupil.birth_date
    date = {"day": str(born.day), "month": str(born.month), "year": str(born.year)} if born else {}
    names = {"given_name": pupil.given_name, "prefix": pupil.prefix, "family_name": pupil.family_name}
    return {**names, "class": pupil.class_name, "new_class": "", **date}


def pupil_new_wrong(clerk: Clerk, _house: House) -> Answer:
    return clerk.submit(f"{PUPILS}/nieuw", given_name="", new_class="", day="31", month="2", year="")


def pupil(clerk: Clerk, house: House) -> Answer:
    return clerk.get(page_of(busy_child(house)))


def pupil_alone(clerk: Clerk, house: House) -> Answer:
    return clerk.get(page_of(house.child(birth_date=None, family_name=LONG)))


def pupil_left(clerk: Clerk, house: House) -> Answer:
    child = house.child()
    return clerk.submit(f"{page_of(child)}/van-school", day=house.today.isoformat())


def pupil_edit(clerk: Clerk, house: House) -> Answer:
    child = house.child()
    counting.recount(REGENBOOG.id)
    return clerk.get(f"{page_of(child)}/wijzigen")


def pupil_edited_meanwhile(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(f"{page_of(house.child())}/wijzigen", **FILLED_IN, seen="ouder")


def pupil_leaves(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{page_of(house.child())}/van-school")


def pupil_leaves_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(f"{page_of(house.child())}/van-school", day="gisteren")


def pupil_code(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{page_of(house.child())}/code")


def pupil_letter(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(page_of(house.child()), what="letter")


def pupil_with_a_letter_that_waits(clerk: Clerk, house: House) -> Answer:
    child = busy_child(house)
    clerk.post(page_of(child), what="letter")
    make(*house.aws.queued("letters"))
    return clerk.get(page_of(child))


def pupil_letter_ready(clerk: Clerk, house: House) -> Answer:
    address = clerk.post(page_of(house.child()), what="letter").goes_to
    make(*house.aws.queued("letters"))
    return clerk.get(address)


def pupil_letter_fetched(clerk: Clerk, house: House) -> Answer:
    address = clerk.post(page_of(house.child()), what="letter").goes_to
    make(*house.aws.queued("letters"))
    clerk.post(address)
    return clerk.get(address)


def pupil_unlink(clerk: Clerk, house: House) -> Answer:
    child = busy_child(house)
    return clerk.get(f"{page_of(child)}/ontkoppelen/{house.linked(child)[0]}")


def pupil_copy(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{page_of(house.child())}/gegevens")


def pupil_delete(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{page_of(busy_child(house))}/verwijderen")


def pupil_letter_dead(clerk: Clerk, house: House) -> Answer:
    child = house.child()
    address = clerk.post(page_of(child), what="letter").goes_to
    house.renew_code(child)
    return clerk.get(address)


def pupils_with_long_names(clerk: Clerk, house: House) -> Answer:
    house.child("Sanne", class_name="k" * 64)
    house.child("x" * 200, prefix="van der", family_name="y" * 200, class_name="k" * 64)
    counting.recount(REGENBOOG.id)
    return clerk.get(PUPILS)


def pupils_without_a_printed_letter(clerk: Clerk, house: House) -> Answer:
    house.child(LONG)
    counting.recount(REGENBOOG.id)
    return clerk.get(f"{PUPILS}?wie=zonder-brief")


def pupils_all_with_a_printed_letter(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{PUPILS}?wie=zonder-brief")


NORMAL = [
    pupils_without_a_printed_letter,
    pupils_all_with_a_printed_letter,
    pupils_with_long_names,
    pupil_letter_dead,
    pupils_none,
    pupils_of_a_class,
    pupils_many,
    pupils_found,
    pupils_found_among_many_classes,
    pupils_not_found,
    pupils_left,
    pupil_new,
    pupil_new_double,
    pupil,
    pupil_alone,
    pupil_left,
    pupil_edit,
    # It tells of no field of its own: what others did is the error.
    pupil_edited_meanwhile,
    pupil_leaves,
    pupil_code,
    pupil_letter,
    pupil_with_a_letter_that_waits,
    pupil_letter_ready,
    pupil_letter_fetched,
    pupil_unlink,
    pupil_copy,
    pupil_delete,
]
WRONG = [pupil_new_wrong, pupil_leaves_wrong]
