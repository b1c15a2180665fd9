"""The door to *Berichten* at the desk: what was sent and how it fared, and everything from a first word to sending."""

import base64
import hashlib
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common import i18n
from common.attachments import LARGEST, MOST, TYPES
from common.cloud.services import services
from common.days import local_date
from common.preferences import KINDS
from common.web import visits
from common.web.desks import Desk, Seat, number_in
from common.web.kinds import KIND_NAMES
from common.web.pages import go_to, hand_out
from common.web.visits import Form
from messages import (
    attachments,
    desk_drafts,
    desk_files,
    desk_orders,
    desk_pupils,
    desk_results,
    desk_words,
    mails,
    orders,
)
from messages.desk_drafts import Draft
from messages.desk_moments import comes_twice, is_at_night
from messages.desk_orders import ForNobody
from messages.orders import KeyUsedBefore, TooLate
from messages.reach import reach_of
from messages.texts import as_html

door = Desk(Path(__file__).parent / "desk")
app = door.app

MESSAGES = "/school/berichten"
NEW = desk_drafts.PAGE
FILES = f"{NEW}/bijlagen"
PREVIEW = f"{NEW}/voorbeeld"
# For so long a page follows a message by itself; what waits until 18:00 need not be watched.
_LOOKED_AT_AGAIN = timedelta(minutes=3)


# -- what was sent


@app.get("/school/berichten")
def show_messages() -> Response[str]:
    seat = door.seat()
    overview = desk_results.overview_of(seat.school.id, door.visit.query.get("voor", ""))
    drafts = desk_drafts.unfinished(seat)
    return _show("messages.html", seat, overview=overview, drafts=drafts)


@app.get("/school/berichten/<message>")
def show_message(message: str) -> Response[str]:
    seat, query = door.seat(), door.visit.query
    results = desk_results.results_of(seat, message, query.get("staat", ""), number_in(query, "pagina"))
    moving = results.state in ("queued", "sending") and services().now() < results.message.send_at + _LOOKED_AT_AGAIN
    text = as_html(results.message.text)
    return _show("message.html", seat, results=results, text=text, moving=moving)


@app.get("/school/berichten/<message>/bijlage/<number>")
def fetch_file(message: str, number: str) -> Response[str]:
    return hand_out(attachments.link_to(desk_results.message_of(door.seat(), message), number))


@app.get("/school/berichten/<message>/intrekken")
def ask_cancel(message: str) -> Response[str]:
    seat = door.seat()
    found = desk_results.message_of(seat, message)
    if found.stage != "waiting":
        note = "cancelled" if found.stage == "cancelled" else "too_late"
        return go_to(f"{MESSAGES}/{message}", visits.keep_note(note))
    return door.show("cancel.html", seat, message=found)


@app.post("/school/berichten/<message>/intrekken")
def cancel(message: str) -> Response[str]:
    seat = door.seat()
    try:
        orders.cancel(seat.school.id, message, seat.actor, services().now())
    except TooLate:
        return go_to(f"{MESSAGES}/{message}", visits.keep_note("too_late"))
    return go_to(f"{MESSAGES}/{message}", visits.keep_note("cancelled"))


@app.post("/school/berichten/<message>/kopie")
def copy(message: str) -> Response[str]:
    seat = door.seat()
    draft = desk_orders.copy_of(seat, desk_results.message_of(seat, message))
    return go_to(_at(NEW, draft), visits.keep_note("copied"))


# -- a new one


@app.get("/school/berichten/nieuw")
def show_form() -> Response[str]:
    seat, query = door.seat(), door.visit.query
    given = door.form_of(seat, NEW).values
    found = _draft_of(seat, query["bericht"]) if "bericht" in query else None
    draft = found or (desk_drafts.filled_in(seat, given) if given else desk_drafts.new_draft())
    if isinstance(draft, Response):
        return draft
    wrong = desk_orders.order_of(draft, services().now()) if "fout" in query else {}
    errors = {**(wrong if isinstance(wrong, dict) else {}), **draft.errors}
    search = desk_pupils.search_for(seat.school.id, draft.values.get("search", ""), draft.pupils)
    shown: dict[str, Any] = {
        "draft": draft,
        "form": Form(draft.values, errors),
        "failed": bool(errors),
        "classes": list(seat.tally.classes),
    }
    return _show("new.html", seat, **shown, search=search, kinds=KINDS, today=_today())


@app.post("/school/berichten/nieuw")
def take_form() -> Response[str]:
    """Kept whatever it says, so that nothing that was typed is lost; what is wrong is told by the page it leads to."""
    seat, form = door.seat(), door.visit.form
    draft, notes = desk_drafts.filled_in(seat, form), []
    if desk_drafts.sent_as(seat, draft.key):
        draft, notes = desk_drafts.anew(draft), [visits.keep_note("sent_before")]
    action = form.get("action", "")
    if action == "discard":
        desk_files.discard(seat, draft)
        return go_to(MESSAGES, visits.keep_note("discarded"))
    if action == "files":
        draft = desk_files.await_another(draft)
    desk_drafts.keep(seat, draft)
    if action == "later":
        return go_to(MESSAGES, visits.keep_note("kept"))
    if action == "files":
        return go_to(_at(FILES, draft), *notes)
    if "search" in draft.values:
        return go_to(f"{_at(NEW, draft)}#search", *notes)
    if isinstance(desk_orders.order_of(draft, services().now()), dict):
        return go_to(_at(NEW, draft, fout="1"), *notes)
    return go_to(_at(PREVIEW, draft), *notes)


# -- its files


@app.get("/school/berichten/nieuw/bijlagen")
def show_files() -> Response[str]:
    seat = door.seat()
    draft = _draft_of(seat, _named(seat, FILES))
    if isinstance(draft, Response):
        return draft
    arrived = desk_files.arrived(seat, draft)
    upload = desk_files.upload_for(seat, draft, _at(FILES, draft)) if draft.slot and not arrived else None
    name = door.visit.kept_form(FILES).values.get("name", arrived.name if arrived else "")
    wrong = desk_files.wrong_with(draft, arrived, name) if arrived else {}
    shown: dict[str, Any] = {
        "draft": draft,
        "arrived": arrived,
        "upload": upload,
        "form": Form({"name": name}, wrong),
        "failed": bool(wrong),
    }
    response = door.show("files.html", seat, **shown, most=MOST, largest=LARGEST, endings=TYPES)
    if upload:
        response.headers["Content-Security-Policy"] = door.policy_with(upload)
    return response


@app.post("/school/berichten/nieuw/bijlagen")
def take_file() -> Response[str]:
    seat, form = door.seat(), door.visit.form
    draft = _draft_of(seat, form.get("order", ""))
    if isinstance(draft, Response):
        return draft
    action, _, file = form.get("action", "").partition(".")
    if action == "remove":
        desk_drafts.keep(seat, desk_files.remove(seat, draft, file))
        return go_to(_at(FILES, draft))
    arrived = desk_files.arrived(seat, draft)
    taken = desk_files.take(seat, draft, arrived, form.get("name", arrived.name)) if arrived else draft
    if taken is None:
        return go_to(_at(FILES, draft), visits.keep_form(FILES, Form({"name": form.get("name", "")})))
    desk_drafts.keep(seat, desk_files.await_another(taken) if action == "more" else taken)
    return go_to(_at(FILES if action == "more" else NEW, draft))


# -- looking at it, and sending it


@app.get("/school/berichten/nieuw/voorbeeld")
def show_preview() -> Response[str]:
    seat, now = door.seat(), services().now()
    draft = _draft_of(seat, _named(seat, PREVIEW))
    if isinstance(draft, Response):
        return draft
    wanted = desk_orders.order_of(draft, now)
    if isinstance(wanted, dict):
        return go_to(_at(NEW, draft, fout="1"))
    language = _language_asked()
    message = desk_orders.as_message(seat, draft, wanted, now)
    reach = reach_of(seat.school.id, message.audience, message.kind)
    shown: dict[str, Any] = {
        "message": message,
        "mail": mails.specimen(message, seat.school, language),
        "push": mails.push_for(message, seat.school, mails.specimen_parent(language)),
        "reach": reach,
        "for_nobody": desk_orders.is_for_nobody(wanted, reach),
        "twice": bool(wanted.send_at and comes_twice(wanted.send_at)),
        "at_night": bool(wanted.send_at and is_at_night(wanted.send_at)),
        "later": wanted.send_at is not None,
    }
    response = _show("preview.html", seat, draft=draft, read_in=language, **shown)
    response.headers["Content-Security-Policy"] = door.policy(frame_src="'self'")
    return response


@app.get("/school/berichten/nieuw/mail")
def show_mail() -> Response[str]:
    """The mail itself, in a frame of the preview: nothing in it runs, loads or leads anywhere."""
    seat, now = door.seat(), services().now()
    draft = _draft_of(seat, door.visit.query.get("bericht", ""))
    if isinstance(draft, Response):
        return draft
    wanted = desk_orders.order_of(draft, now)
    if isinstance(wanted, dict):
        return go_to(_at(NEW, draft, fout="1"))
    message = desk_orders.as_message(seat, draft, wanted, now)
    html = mails.specimen(message, seat.school, _language_asked()).html
    headers = {"Content-Security-Policy": _policy_of_mail(html), "X-Frame-Options": "SAMEORIGIN"}
    return Response(status_code=200, content_type="text/html; charset=utf-8", body=html, headers=headers)


@app.post("/school/berichten/nieuw/voorbeeld")
def send() -> Response[str]:
    """What was looked at, once: however often it is asked for, and not what another window made of it meanwhile."""
    seat, form = door.seat(), door.visit.form
    draft = _draft_of(seat, form.get("order", ""))
    if isinstance(draft, Response):
        return draft
    if form.get("seen", "") != draft.digest:
        return go_to(_at(PREVIEW, draft), visits.keep_note("changed"))
    try:
        sent = desk_orders.send(seat, draft, services().now())
    except KeyUsedBefore:
        again = desk_drafts.anew(draft)
        desk_drafts.keep(seat, again)
        return go_to(_at(PREVIEW, again), visits.keep_note("sent_before"))
    except ForNobody:
        return go_to(_at(PREVIEW, draft))
    if isinstance(sent, dict):
        desk_drafts.keep(seat, desk_drafts.with_errors(draft, sent))
        return go_to(_at(NEW, draft))
    return go_to(f"{MESSAGES}/{sent}", visits.keep_note("taken"))


# -- shared


def _show(template: str, seat: Seat, **shown: Any) -> Response[str]:
    """With the words for what messages are and how they fare."""
    return door.show(template, seat, words=desk_words, kind_names=KIND_NAMES, **shown)


def _at(page: str, draft: Draft, **more: str) -> str:
    return f"{page}?{urlencode({'bericht': draft.key, **more})}"


def _named(seat: Seat, page: str) -> str:
    """The draft that an address names; that of the form, where a session ended when it was sent."""
    return door.visit.query.get("bericht") or door.form_of(seat, page).values.get("order", "")


def _draft_of(seat: Seat, key: str) -> Draft | Response[str]:
    """Where it was sent already: the way to what it became."""
    draft = desk_drafts.find(seat, key)
    if draft:
        return draft
    sent = desk_drafts.sent_as(seat, key)
    if sent:
        return go_to(f"{MESSAGES}/{sent}", visits.keep_note("taken"))
    return go_to(MESSAGES, visits.keep_note("draft_gone"))


def _language_asked() -> str:
    """Of the parents whose mail is looked at."""
    asked = door.visit.query.get("taal", "")
    return asked if asked in i18n.LANGUAGES else i18n.DEFAULT


def _policy_of_mail(html: str) -> str:
    """The style that the mail brings along is the only thing that counts in it."""
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox"
    )


def _today() -> str:
    return local_date(services().now()).isoformat()


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
