"""Ways to *Logboek*."""

from common.ids import timed_id
from common.journal import SYSTEM, Actor
from school.logbook import WORDS
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.visitor import Answer


def desk_logbook(clerk: Clerk, house: House) -> Answer:
    here = house.services
    who = Actor("staff", clerk.person.id, "Wilhelmina van Oldenbarnevelt-Schimmelpenninck")
    for what in WORDS:
        here.journal.note(REGENBOOG.id, what, who, here.now(), pupil="0" * 20, message="x", letters="<b>12</b>")
    batch = timed_id(here.now(), "x")
    here.journal.note(REGENBOOG.id, "letters_asked", who, here.now(), pupil="0" * 20, batch=batch, letters="1")
    here.journal.note(REGENBOOG.id, "list_confirmed", who, here.now(), list=batch)
    here.journal.note(REGENBOOG.id, "linked", Actor("parent", "p"), here.now(), pupil="0" * 20, parent="p")
    about = {"message": "x", "kind": "dringend", "planned_for": "2026-12-01T07:30+00:00"}
    here.journal.note(REGENBOOG.id, "message_planned", who, here.now(), **about)
    here.journal.note(REGENBOOG.id, "message_sent", SYSTEM, here.now(), message="x", kind="dringend")
    return clerk.get("/school/logboek")


def desk_logbook_empty(clerk: Clerk, house: House) -> Answer:
    return clerk.get("/school/logboek?soort=berichten")


NORMAL = [desk_logbook, desk_logbook_empty]
