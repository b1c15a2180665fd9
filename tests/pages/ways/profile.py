"""Ways to *Profiel*, and to what hangs on it."""

import io
from dataclasses import replace

from PIL import Image, ImageDraw

from common.preferences import KINDS
from common.web import unsubscribing
from letters import logos
from tests.functions.house import PASSWORD, REGENBOOG, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.visitor import Answer


def _drawn() -> bytes:
    """A rainbow, as the pages show it."""
    picture = Image.new("RGB", (400, 200), "#ffffff")
    for ring, colour in enumerate(("#d0402b", "#e8a33d", "#3f8f4f", "#2f6fb0")):
        inset = 20 * ring
        ImageDraw.Draw(picture).pieslice((20 + inset, 20 + inset, 380 - inset, 380 - inset), 180, 360, fill=colour)
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return logos.small(drawn.getvalue())


LOGO = _drawn()


def profile_first_seen(visitor: ParentVisitor, house: House) -> Answer:
    return visitor.get(visitor.register(house.child()).goes_to)


def profile_full(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child("<b>Sanne</b>"))
    visitor.confirm()
    visitor.link(house.child("Daan", None))
    for token in ("een", "twee"):
        visitor.post("/nl/profiel/apparaten", token=token, platform="fcm")
    return visitor.get("/nl/profiel")


def profile_without_web_push(visitor: ParentVisitor, house: House) -> Answer:
    """Only a school's own app takes pushes."""
    house.services.settings = replace(house.services.settings, firebase_vapid_key="")
    return profile_first_seen(visitor, house)


def profile_empty(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    visitor.register(child)
    return visitor.submit(child.address)


def profile_wrong_digits(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/profiel/adres", digits="")


def profile_wrong_token(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/profiel/apparaten", token="")


def profile_new_address(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    house.pass_time(minutes=2)
    return visitor.submit("/nl/account/adres", current=PASSWORD, email="nieuw@ouders.example")


def profile_of_two(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    ParentVisitor(house).register(child, email="ander@ouders.example")
    visitor.register(child)
    return visitor.get("/nl/profiel")


def profile_wrong_hours(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/profiel", email_dringend="on", quiet="on", quiet_start="7", quiet_end="7")


def profile_little_wanted(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    visitor.confirm()
    return visitor.submit("/nl/profiel", email_dringend="on", pace="daily")


def profile_mailed_instead(visitor: ParentVisitor, house: House) -> Answer:
    _only_by_push(visitor, house)
    (device,) = house.parent(EMAIL).devices
    house.services.choices.lose_device(house.parent(EMAIL).id, device, house.services.now())
    return visitor.get("/nl/profiel")


def last_device(visitor: ParentVisitor, house: House) -> Answer:
    _only_by_push(visitor, house)
    (device,) = house.parent(EMAIL).devices
    return visitor.submit(f"/nl/profiel/apparaten/{device.id}/verwijderen")


def _only_by_push(visitor: ParentVisitor, house: House) -> None:
    visitor.register(house.child())
    visitor.post("/nl/profiel/apparaten", token="token", platform="fcm")
    visitor.post("/nl/profiel", push_dringend="on", push_herinnering="on")


def with_logo(visitor: ParentVisitor, house: House) -> Answer:
    house.services.schools.set_logo(REGENBOOG.id, LOGO, LOGO)
    return profile_first_seen(visitor, house)


def already_linked(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    visitor.register(child)
    visitor.link(child)
    return visitor.get("/nl/profiel")


def unlinking(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    visitor.register(child)
    return visitor.get(child.address)


def unknown_link(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    visitor.register(child)
    return visitor.get(child.address.replace("ontkoppelen", "klopt-niet"))


def _given_up(visitor: ParentVisitor, house: House, why: str) -> Answer:
    visitor.register(house.child())
    visitor.confirm()
    house.services.addresses.give_up(house.parent(EMAIL).id, EMAIL, why, house.services.now())
    return visitor.get("/nl/profiel")


def profile_bounced(visitor: ParentVisitor, house: House) -> Answer:
    return _given_up(visitor, house, "bounce")


def profile_complained(visitor: ParentVisitor, house: House) -> Answer:
    return _given_up(visitor, house, "complaint")


def urgent_off(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/profiel")


def _leave(visitor: ParentVisitor, house: House) -> str:
    visitor.register(house.child())
    parent = house.parent(EMAIL)
    return f"/nl/uitschrijven/{unsubscribing.token_for(parent.id, EMAIL, KINDS, house.services.now())}"


def less_mail(visitor: ParentVisitor, house: House) -> Answer:
    return visitor.get(_leave(visitor, house))


def less_mail_taken(visitor: ParentVisitor, house: House) -> Answer:
    return visitor.submit(_leave(visitor, house))


NORMAL = [
    profile_bounced,
    profile_complained,
    profile_first_seen,
    profile_full,
    profile_without_web_push,
    profile_empty,
    profile_new_address,
    profile_of_two,
    profile_little_wanted,
    with_logo,
    already_linked,
    unlinking,
    unknown_link,
    urgent_off,
    last_device,
    profile_mailed_instead,
    less_mail,
    less_mail_taken,
]


WRONG = [
    profile_wrong_digits,
    profile_wrong_token,
    profile_wrong_hours,
]
