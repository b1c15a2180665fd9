"""Ways to *Overzicht*."""

from datetime import timedelta
from urllib.parse import quote

from common.tallies import Count, Tally
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_feedback import BOUNCE, tell
from tests.functions.test_locks import fail
from tests.functions.visitor import Answer

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


def desk_overview_of_a_class(clerk: Clerk, house: House) -> Answer:
    _busy(house)
    return clerk.get(f"/school?groep={quote(_CLASS)}")


def desk_unreachable(clerk: Clerk, house: House) -> Answer:
    _busy(house)
    return clerk.get("/school/overzicht/onbereikbaar")


NORMAL = [desk_overview_empty, desk_overview, desk_overview_of_a_class, desk_unreachable]
