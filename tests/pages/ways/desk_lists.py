"""Ways to *Lijsten*."""

from dataclasses import replace
from typing import Any

from common.cloud.counting import recount
from common.pupils import Change
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_desk_lists import LISTS, always_whole, whole
from tests.functions.uploads import SANNE, just_sent, order, put, put_content, reports, settle, take
from tests.functions.visitor import Answer


def desk_lists_none(clerk: Clerk, house: House) -> Answer:
    return clerk.get(LISTS)


def desk_lists_always_whole(clerk: Clerk, house: House) -> Answer:
    always_whole(house)
    return clerk.get(LISTS)


def desk_lists(clerk: Clerk, house: House) -> Answer:
    take(put(house, SANNE, name="<b>Leerlingen-van-alle-groepen-september-2026-definitief.csv"))
    take(put(house, name="leeg.csv", at="13:00:00"))
    return clerk.get(clerk.get(f"{LISTS}/ontvangen").goes_to)


def desk_list(clerk: Clerk, house: House) -> Answer:
    take(put(house, SANNE, "4;;;;5B;", "5;Bo;;Vos;5B;31-02-2018"))
    return clerk.get(f"{LISTS}/{reports(house)[0].id}")


def one_waits(house: House) -> None:
    """A list with which nearly everybody leaves."""
    whole(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(60)), at="12:00:00")
    whole(house, "1;Kind1;;Bos;3A;", at="13:00:00")
    recount(REGENBOOG.id)


def desk_list_waiting(clerk: Clerk, house: House) -> Answer:
    one_waits(house)
    return clerk.get(f"{LISTS}/{reports(house)[-1].id}")


def desk_list_waiting_again(clerk: Clerk, house: House) -> Answer:
    whole(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(60)), at="12:00:00")
    whole(house, "1;Kind1;;Bos;3A;", "2;Kind2;;Bos;3A;", at="13:00:00")
    one = reports(house)[-1]
    take(put(house, "90;Wilhelmina<b>;van;Oldenbarnevelt-Schimmelpenninck;Kleuters;", name="x.csv", at="14:00:00"))
    _change(house, "2", class_name="8A")
    _change(house, "3", active=False, left_on=house.today)
    clerk.post(f"{LISTS}/{one.id}/bevestigen", preview="1")
    settle(house)
    return clerk.get(f"{LISTS}/{one.id}")


def desk_list_confirmed(clerk: Clerk, house: House) -> Answer:
    desk_list_waiting(clerk, house)
    return clerk.submit(f"{LISTS}/{reports(house)[-1].id}/bevestigen", preview="1")


def desk_list_applied(clerk: Clerk, house: House) -> Answer:
    """Of whom it changed, after it was confirmed."""
    desk_list_waiting_again(clerk, house)
    one = next(one for one in reports(house) if one.state == "waiting")
    clerk.post(f"{LISTS}/{one.id}/bevestigen", preview="2")
    settle(house)
    return clerk.get(f"{LISTS}/{one.id}")


def desk_list_older(clerk: Clerk, house: House) -> Answer:
    take(put(house, SANNE))
    take(put(house, SANNE.replace("5B", "6B"), name="b.csv", at="13:00:00"))
    return clerk.get(f"{LISTS}/{reports(house)[0].id}")


def desk_lists_refused(clerk: Clerk, house: House) -> Answer:
    take(just_sent(put_content(house, b"%PDF-1.7", name="Leerlingen-van-alle-groepen-september-2026-definitief.pdf")))
    return clerk.get(LISTS)


def desk_list_declined(clerk: Clerk, house: House) -> Answer:
    desk_list_waiting(clerk, house)
    return clerk.submit(f"{LISTS}/{reports(house)[-1].id}/afwijzen")


def desk_list_passed(clerk: Clerk, house: House) -> Answer:
    desk_list_waiting(clerk, house)
    waiting = reports(house)[-1]
    whole(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(60)), at="14:00:00")
    return clerk.get(f"{LISTS}/{waiting.id}")


def desk_list_refused(clerk: Clerk, house: House) -> Answer:
    take(put_content(house, b"%PDF-1.7", name="lijst.pdf"))
    return clerk.get(f"{LISTS}/{reports(house)[0].id}")


def _change(house: House, number: str, **more: Any) -> None:
    pupils = house.services.pupils
    (before,) = [one for one in pupils.of_school(REGENBOOG.id) if one.source_key == number]
    pupils.edit(Change(before, replace(before, **more)))


def desk_list_undo(clerk: Clerk, house: House) -> Answer:
    take(put(house, SANNE))
    return clerk.get(f"{LISTS}/{reports(house)[0].id}/terugdraaien")


def desk_list_undone(clerk: Clerk, house: House) -> Answer:
    take(put(house, SANNE))
    take(put(house, SANNE.replace("5B", "6B"), at="13:00:00"))
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    house.services.pupils.edit(Change(pupil, replace(pupil, class_name="8C")))
    take(order(house, "undo"))
    return clerk.get(f"{LISTS}/{reports(house)[-1].id}")


NORMAL = [
    desk_list_undone,
    desk_lists_none,
    desk_lists_always_whole,
    desk_lists,
    desk_list,
    desk_list_waiting,
    desk_list_waiting_again,
    desk_list_confirmed,
    desk_list_applied,
    desk_list_older,
    desk_lists_refused,
    desk_list_declined,
    desk_list_passed,
    desk_list_refused,
    desk_list_undo,
]
