"""Ways to *Overzicht*."""

from datetime import timedelta
from typing import get_args
from urllib.parse import quote

from common.cloud.counting import recount
from common.reports import Report, What
from common.tallies import Count, Tally
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import make_batch, three_children
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_desk_lists import whole
from tests.functions.test_feedback import BOUNCE, tell
from tests.functions.test_locks import fail
from tests.functions.visitor import Answer
from tests.pages.ways.desk_lists import one_waits
from tests.pages.ways.desk_pupils import LONG, count_classes

_CLASS = "Onderbouw Zonnebloemen"


def _busy(house: House) -> None:
    now = house.services.now()
    for days, linked in ((80, 0), (60, 40), (30, 120), (5, 180)):
        classes = {_CLASS: Count(25, linked // 10, 0)}
        house.services.tallies.keep(REGENBOOG.id, Tally(now - timedelta(days=days), Count(230, linked, 0), classes))
    fail(house, house.child("<i>Noor</i>"), 5)
    visitor = ParentVisitor(house)
    visitor.register(house.child("<b>Sanne</b>"))
    house.child("Daan", class_name=_CLASS)
    house.deliver_all()
    tell(house.mails_to(EMAIL)[-1], BOUNCE)


def desk_overview_empty(clerk: Clerk, house: House) -> Answer:
    return clerk.get("/school")


def desk_overview(clerk: Clerk, house: House) -> Answer:
    _busy(house)
    return clerk.get("/school")


def desk_overview_of_many_classes(clerk: Clerk, house: House) -> Answer:
    count_classes(house)
    return clerk.get("/school")


def desk_overview_of_a_class(clerk: Clerk, house: House) -> Answer:
    _busy(house)
    return clerk.get(f"/school?groep={quote(_CLASS)}")


def desk_overview_with_a_list_that_waits(clerk: Clerk, house: House) -> Answer:
    one_waits(house)
    return clerk.get("/school")


def desk_overview_with_a_first_list_that_waits(clerk: Clerk, house: House) -> Answer:
    whole(house, "4;;;;5B;", at="12:00:00")
    return clerk.get("/school")


def desk_overview_letters_wait(clerk: Clerk, house: House) -> Answer:
    first, *_ = three_children(house)
    make_batch(house, clerk)
    make_batch(house, clerk, files="together")
    house.renew_code(first)
    recount(REGENBOOG.id)
    return clerk.get("/school")


def desk_overview_letters_to_make(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    return clerk.get("/school")


def desk_overview_new_codes_come(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    make_batch(house, clerk)
    clerk.post("/school/schooljaar/nieuwe-codes", pupils="3")
    return clerk.get("/school")


def desk_overview_codes_end(clerk: Clerk, house: House) -> Answer:
    house.child(valid_until=house.today + timedelta(days=5))
    recount(REGENBOOG.id)
    return clerk.get("/school")


def _printed(clerk: Clerk, house: House) -> None:
    three_children(house)
    clerk.post(make_batch(house, clerk), do="printed")
    recount(REGENBOOG.id)
    house.pass_time(weeks=3)
    clerk.sit_down()


def desk_overview_reminders_due(clerk: Clerk, house: House) -> Answer:
    _printed(clerk, house)
    return clerk.get("/school")


def desk_overview_reminders_wait(clerk: Clerk, house: House) -> Answer:
    _printed(clerk, house)
    make_batch(house, clerk, only="nobody_linked")
    return clerk.get("/school")


def desk_unreachable(clerk: Clerk, house: House) -> Answer:
    _busy(house)
    return clerk.get("/school/overzicht/onbereikbaar")


def _told(house: House) -> None:
    for name in ("<b>Sanne</b>", LONG):
        child = house.child(name)
        for what in get_args(What):
            house.services.reports.add(Report(REGENBOOG.id, child.pupil.id, what, house.services.now(), "Sam", "06 1"))


def desk_overview_with_reports(clerk: Clerk, house: House) -> Answer:
    _told(house)
    house.deliver_all()
    return clerk.get("/school")


def desk_reports(clerk: Clerk, house: House) -> Answer:
    _told(house)
    return clerk.get("/school/overzicht/meldingen")


def desk_reports_none(clerk: Clerk, _house: House) -> Answer:
    return clerk.get("/school/overzicht/meldingen")


NORMAL = [
    desk_overview_empty,
    desk_overview,
    desk_overview_of_many_classes,
    desk_overview_of_a_class,
    desk_overview_with_a_list_that_waits,
    desk_overview_with_a_first_list_that_waits,
    desk_overview_letters_wait,
    desk_overview_letters_to_make,
    desk_overview_new_codes_come,
    desk_overview_codes_end,
    desk_overview_reminders_due,
    desk_overview_reminders_wait,
    desk_unreachable,
    desk_overview_with_reports,
    desk_reports,
    desk_reports_none,
]
