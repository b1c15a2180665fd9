"""From the form of a new message to its order, in the words of the desk."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from common.attachments import MOST
from common.audiences import Audience
from common.i18n import mark
from common.messages import Message
from common.preferences import KINDS
from common.pupils import clean
from common.web.desks import Seat
from messages import desk_drafts, desk_files, orders
from messages.desk_drafts import Draft, new_draft
from messages.desk_moments import NeverComes, day_in, moment_at, time_in
from messages.desk_pupils import MOST_CHOSEN
from messages.faults import DoesNotFit, Fault
from messages.orders import FARTHEST, LONGEST_TEXT, LONGEST_TITLE, Order
from messages.reach import Reach, reach_of
from messages.texts import cleaned

# Of a kind of audience: how many can be chosen, and what is said where there is none, or too many.
_CHOICES = {
    "classes": (200, mark("Kies ten minste één groep"), mark("Kies ten hoogste 200 groepen, of de hele school")),
    "pupils": (
        MOST_CHOSEN,
        mark("Zoek en kies ten minste één leerling"),
        mark("Kies ten hoogste 75 leerlingen, of hele groepen"),
    ),
}
_SENTENCES = {
    "audience": mark("Een groep of leerling die u koos, is er niet meer. Kies opnieuw voor wie het bericht is"),
    "send_at": mark("Dit moment is al voorbij, of het is meer dan een jaar weg. Kies een ander moment"),
    "attachments": mark("Een bijlage is er niet meer, of is veranderd. Haal hem weg en voeg hem opnieuw toe"),
}
_TOO_MANY = mark("Er gaan ten hoogste 5 bijlagen mee. Haal er een weg")
_TOO_LARGE = mark("De bijlagen zijn samen groter dan 20 MB. Haal er een weg")
_FIELD_OF = {"audience": "audience", "send_at": "day", "attachments": "files"}


class ForNobody(Exception):
    """No parent is linked to any of the pupils who are meant."""


def order_of(draft: Draft, now: datetime) -> Order | dict[str, str]:
    """The order, or what is wrong by field."""
    audience = _audience_of(draft)
    send_at = _moment_of(draft, now)
    errors = _errors_of(draft)
    if isinstance(audience, str):
        errors["audience"] = audience
    if isinstance(send_at, dict):
        errors |= send_at
    if errors or isinstance(audience, str) or isinstance(send_at, dict):
        return errors
    return Order(
        kind=next(kind for kind in KINDS if kind == draft.values["kind"]),
        title=clean(draft.values["title"]),
        text=cleaned(draft.values["text"]),
        audience=audience,
        send_at=send_at,
        attachments=tuple(one.id for one in draft.files),
    )


def _errors_of(draft: Draft) -> dict[str, str]:
    errors = {}
    if draft.values.get("kind") not in KINDS:
        errors["kind"] = mark("Kies wat voor bericht het is")
    title, text = draft.values.get("title", ""), cleaned(draft.values.get("text", ""))
    if not clean(title):
        errors["title"] = mark("Vul een onderwerp in")
    elif len(title) > LONGEST_TITLE:
        errors["title"] = mark("Vul een korter onderwerp in: ten hoogste 150 tekens")
    if not text:
        errors["text"] = mark("Schrijf een bericht")
    elif len(draft.values["text"]) > LONGEST_TEXT:
        errors["text"] = mark("Maak het bericht korter: ten hoogste 20.000 tekens")
    if len(draft.files) > MOST:
        errors["files"] = _TOO_MANY
    return errors


def _audience_of(draft: Draft) -> Audience | str:
    """Whom it is for, or a sentence that says what is wrong."""
    kind = draft.values.get("audience", "")
    classes, pupils = draft.classes if kind == "classes" else [], draft.pupils if kind == "pupils" else []
    if kind == "school":
        return Audience(school=True)
    if kind not in _CHOICES:
        return mark("Kies voor wie het bericht is")
    most, if_none, if_many = _CHOICES[kind]
    if not classes and not pupils:
        return if_none
    if len(classes or pupils) > most:
        return if_many
    return Audience(classes=tuple(dict.fromkeys(map(clean, classes))), pupils=tuple(pupils))


def _moment_of(draft: Draft, now: datetime) -> datetime | dict[str, str] | None:
    """When it goes, None for at once; or what is wrong by field."""
    when = draft.values.get("when")
    if when == "now":
        return None
    if when != "later":
        return {"when": mark("Kies wanneer het bericht weggaat")}
    day, clock = day_in(draft.values.get("day", "")), time_in(draft.values.get("time", ""))
    errors = {}
    if day is None:
        errors["day"] = mark("Vul een dag in, zoals 1-12-2026")
    if clock is None:
        errors["time"] = mark("Vul een tijd in, zoals 8:30")
    if day is None or clock is None:
        return errors
    try:
        moment = moment_at(day, clock)
    except NeverComes:
        return {
            "time": mark("Deze tijd bestaat niet: de klok gaat die nacht een uur vooruit. Kies een tijd vanaf 3:00")
        }
    return moment if now < moment <= now + FARTHEST else {"day": _SENTENCES["send_at"]}


def as_message(seat: Seat, draft: Draft, wanted: Order, now: datetime) -> Message:
    """What would go out now: to look at, not to send."""
    return replace(orders.message_of(seat.school.id, wanted, draft.files, now), id="voorbeeld")


def is_for_nobody(wanted: Order, reach: Reach) -> bool:
    """Whether it would go now, and no parent is linked who could get it; until a planned one goes, parents may come."""
    return wanted.send_at is None and not reach.parents


def send(seat: Seat, draft: Draft, now: datetime) -> str | dict[str, str]:
    """The id of the message, the same however often it is sent; or what is wrong by field.

    Raises KeyUsedBefore, and ForNobody where the pupils are there and their parents are not.
    """
    wanted = order_of(draft, now)
    if isinstance(wanted, dict):
        return wanted
    reach = reach_of(seat.school.id, wanted.audience, wanted.kind)
    if is_for_nobody(wanted, reach) and (reach.pupils or wanted.audience.school):
        raise ForNobody
    key = desk_drafts.order_key(seat, draft.key)
    try:
        return orders.accept(seat.school.id, wanted, key, seat.actor, now, desk_drafts.dropping(seat, draft))
    except DoesNotFit as unfit:
        return _told(unfit.faults)


def _told(faults: Iterable[Fault]) -> dict[str, str]:
    errors = {}
    for fault in faults:
        where = fault.at.split("/")[1]
        errors[_FIELD_OF[where]] = _TOO_LARGE if fault.what == "too_large" else _SENTENCES[where]
    return errors


def copy_of(seat: Seat, message: Message) -> Draft:
    """A new draft with all that the message says, and its files; pupils are chosen anew where they are very many."""
    audience = message.audience
    pupils = audience.pupils if len(audience.pupils) <= MOST_CHOSEN else ()
    kind_of_audience = "school" if audience.school else "classes" if audience.classes else "pupils"
    chosen = {f"class.{one}": "on" for one in audience.classes} | {f"pupil.{one}": "on" for one in pupils}
    said = {"kind": message.kind, "title": message.title, "text": message.text, "audience": kind_of_audience}
    draft = new_draft(said | chosen).with_files(desk_files.copies_of(seat, message.attachments), slot=False)
    desk_drafts.keep(seat, draft)
    return draft
