"""Ways to *Lijsten*."""

from tests.functions.clerk import Clerk
from tests.functions.house import House
from tests.functions.test_desk_lists import LISTS, whole
from tests.functions.uploads import SANNE, put, reports, take
from tests.functions.visitor import Answer


def desk_lists_none(clerk: Clerk, house: House) -> Answer:
    return clerk.get(LISTS)


def desk_lists(clerk: Clerk, house: House) -> Answer:
    take(put(house, SANNE, name="<b>Leerlingen-van-alle-groepen-september-2026-definitief.csv"))
    take(put(house, name="leeg.csv", at="13:00:00"))
    return clerk.get(clerk.get(f"{LISTS}/ontvangen").goes_to)


def desk_list(clerk: Clerk, house: House) -> Answer:
    take(put(house, SANNE, "4;;;;5B;", "5;Bo;;Vos;5B;31-02-2018"))
    return clerk.get(f"{LISTS}/{reports(house)[0].id}")


def desk_list_waiting(clerk: Clerk, house: House) -> Answer:
    whole(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(60)), at="12:00:00")
    whole(house, "1;Kind1;;Bos;3A;", at="13:00:00")
    return clerk.get(f"{LISTS}/{reports(house)[-1].id}")


def desk_list_undo(clerk: Clerk, house: House) -> Answer:
    take(put(house, SANNE))
    return clerk.get(f"{LISTS}/{reports(house)[0].id}/terugdraaien")


NORMAL = [desk_lists_none, desk_lists, desk_list, desk_list_waiting, desk_list_undo]
