"""Ways to *Berichten* at the desk."""

import re
from datetime import timedelta

from common.cloud.counting import recount
from common.days import LOCAL
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_desk_files import put
from tests.functions.visitor import Answer

MESSAGES = "/school/berichten"
NEW = f"{MESSAGES}/nieuw"
PREVIEW = f"{NEW}/voorbeeld"
_WORDS = {
    "kind": "schoolnieuws",
    "title": "Sportdag <b>donderdag</b>",
    "text": "Neem **gymschoenen** mee.\n\n- brood\n- drinken\n\nLees https://school.example/sportdag",
    "audience": "school",
    "when": "now",
    "action": "preview",
}


def _families(house: House) -> None:
    for number, class_name in enumerate(("5B", "6C", "5B")):
        ParentVisitor(house).register(
            house.child(f"Kind{number}", class_name=class_name), email=f"ouder{number}@ouders.example"
        )
    house.child("Zonder ouder")
    recount(REGENBOOG.id)


def _write(clerk: Clerk, **other: str) -> Answer:
    return clerk.submit(NEW, **(_WORDS | other))


def _send(clerk: Clerk, preview: Answer) -> str:
    """The page of the message."""
    named = {
        name: found[1]
        for name in ("order", "seen")
        if (found := re.search(rf'name="{name}" value="(\w+)"', preview.text))
    }
    return clerk.post(PREVIEW, **named).goes_to


def _planned(clerk: Clerk, house: House) -> str:
    later = (house.services.now() + timedelta(days=3)).astimezone(LOCAL)
    return _send(clerk, _write(clerk, when="later", day=f"{later:%Y-%m-%d}", time="08:30"))


def desk_messages_none(clerk: Clerk, _house: House) -> Answer:
    return clerk.get(MESSAGES)


def desk_messages(clerk: Clerk, house: House) -> Answer:
    _families(house)
    _planned(clerk, house)
    _send(clerk, _write(clerk, audience="classes", **{"class.5B": "on", "class.6C": "on"}))
    _write(clerk, title="")
    return clerk.get(MESSAGES)


def desk_message_new(clerk: Clerk, house: House) -> Answer:
    _families(house)
    return clerk.get(NEW)


def desk_message_search(clerk: Clerk, house: House) -> Answer:
    _families(house)
    return _write(clerk, action="search", search="kind", audience="pupils")


def desk_message_files(clerk: Clerk, _house: House) -> Answer:
    return _write(clerk, action="files")


def desk_message_preview(clerk: Clerk, house: House) -> Answer:
    _families(house)
    return _write(clerk)


def desk_message_preview_urgent(clerk: Clerk, house: House) -> Answer:
    _families(house)
    return _write(clerk, kind="dringend")


def desk_message_preview_nobody(clerk: Clerk, house: House) -> Answer:
    house.child("Zonder ouder")
    return _write(clerk)


def desk_message_preview_at_night(clerk: Clerk, house: House) -> Answer:
    house.child("Zonder ouder")
    later = (house.services.now() + timedelta(days=3)).astimezone(LOCAL)
    return _write(clerk, when="later", day=f"{later:%Y-%m-%d}", time="03:00")


def desk_message_file_arrived(clerk: Clerk, house: House) -> Answer:
    return clerk.get(put(house, desk_message_files(clerk, house)))


def desk_message_sent(clerk: Clerk, house: House) -> Answer:
    _families(house)
    page = _send(clerk, _write(clerk))
    house.deliver_all()
    return clerk.get(page)


def desk_message_planned(clerk: Clerk, house: House) -> Answer:
    return clerk.get(_planned(clerk, house))


def desk_message_cancel(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{_planned(clerk, house)}/intrekken")


def desk_message_cancelled(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(f"{_planned(clerk, house)}/intrekken")


def desk_message_wrong(clerk: Clerk, _house: House) -> Answer:
    return clerk.submit(NEW, action="preview", when="later", audience="classes")


def desk_message_file_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.get(put(house, desk_message_files(clerk, house), "virus.exe"))


def desk_message_file_empty(clerk: Clerk, house: House) -> Answer:
    return clerk.get(put(house, desk_message_files(clerk, house), "leeg.pdf", b""))


NORMAL = [
    desk_messages_none,
    desk_messages,
    desk_message_new,
    desk_message_search,
    desk_message_files,
    desk_message_preview,
    desk_message_file_arrived,
    desk_message_file_empty,
    desk_message_preview_urgent,
    desk_message_preview_nobody,
    desk_message_preview_at_night,
    desk_message_sent,
    desk_message_planned,
    desk_message_cancel,
    desk_message_cancelled,
]
WRONG = [desk_message_wrong, desk_message_file_wrong]
