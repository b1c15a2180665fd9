"""How letters look, at the desk: the school's own text, its logo, their languages. It cannot make codes."""

from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.letters import LANGUAGES
from common.web import meanwhile, multipart, visits
from common.web.desks import Desk, Seat
from common.web.pages import go_to
from common.web.visits import Form, body_of
from letters import desk_looks as looks
from letters.owntext import LONGEST_TEXT
from letters.refusals import Refused

door = Desk(Path(__file__).parent / "desk")
app = door.app

LOOKS = "/school/instellingen/brief"
PREVIEW = "/school/instellingen/brief/voorbeeld"
LOGO = "/school/instellingen/brief/logo"
LANGUAGES_PAGE = "/school/instellingen/brief/talen"


@app.get("/school/instellingen/brief")
def show_text() -> Response[str]:
    seat = door.manager()
    form = door.form_of(seat, LOOKS)
    language = looks.language_in(form.values or {"language": door.visit.query.get("taal", "")})
    own = seat.school.letter_texts.get(language, "")
    return door.show(
        "letter_text.html",
        seat,
        form=form if "text" in form.values else Form({"text": own}, form.errors),
        failed=bool(form.errors),
        written_in=language,
        seen=meanwhile.seen_in(form, looks.text_seen(seat.school, language)),
        own=own,
        ours=looks.ours(language),
        values=looks.VALUES,
        names=LANGUAGES,
        longest=LONGEST_TEXT,
    )


@app.post("/school/instellingen/brief")
def keep_text() -> Response[str]:
    seat, form = door.manager(), door.visit.form
    wrong = looks.keep_text(seat, form, services().now())
    if isinstance(wrong, Form):
        return door.send_back(seat, LOOKS, wrong)
    if wrong:
        return _text_refused(seat, form, wrong)
    note = "text_kept" if form.get("text", "").strip() else "text_ours"
    return go_to(f"{LOOKS}?taal={looks.language_in(form)}", visits.keep_note(note))


@app.get("/school/instellingen/brief/voorbeeld")
def show_preview() -> Response[bytes] | Response[str]:
    """Of the letter as it is kept, or as it was asked for before a session ended."""
    seat = door.manager()
    language = door.visit.query.get("taal", seat.school.letter_language)
    return _preview(seat, {"language": language, **door.form_of(seat, PREVIEW).values})


@app.post("/school/instellingen/brief/voorbeeld")
def preview() -> Response[bytes] | Response[str]:
    """The one form that is not answered by 303: nothing changes, and a text this long fits into no address."""
    seat = door.manager()
    return _preview(seat, door.visit.form)


def _preview(seat: Seat, form: dict[str, str]) -> Response[bytes] | Response[str]:
    pdf = looks.preview(seat, form)
    if isinstance(pdf, Refused):
        return _text_refused(seat, form, pdf)
    headers = {"Content-Disposition": 'inline; filename="voorbeeldbrief.pdf"'}
    return Response(status_code=200, content_type="application/pdf", body=pdf, headers=headers)


def _text_refused(seat: Seat, form: dict[str, str], reason: Refused) -> Response[str]:
    return door.send_back(seat, LOOKS, Form(looks.typed_in(form), {"text": _said(reason)}))


def _said(reason: Refused) -> str:
    return door.translated(reason.sentence) % reason.values


@app.get("/school/instellingen/brief/logo")
def show_logo() -> Response[str]:
    seat = door.manager()
    form = door.form_of(seat, LOGO)
    return door.show("letter_logo.html", seat, form=form, failed=bool(form.errors))


@app.post("/school/instellingen/brief/logo")
def keep_logo() -> Response[str]:
    seat, visit, now = door.manager(), door.visit, services().now()
    seen = visit.form.get("seen", seat.school.logo)
    if visit.form.get("do") == "remove":
        wrong, note = looks.remove_logo(seat, seen, now), "logo_removed"
    else:
        picture = multipart.file_in(visit.headers.get("content-type", ""), body_of(app.current_event), "logo")
        wrong, note = looks.keep_logo(seat, picture, seen, now), "logo_kept"
    if wrong:
        return door.send_back(seat, LOGO, Form({}, {"logo": _said(wrong)}))
    return go_to(LOGO, visits.keep_note(note))


@app.get("/school/instellingen/brief/talen")
def show_languages() -> Response[str]:
    seat = door.manager()
    form = door.form_of(seat, LANGUAGES_PAGE)
    classes = looks.classes_of(seat.school, seat.tally)
    said = {"": door.translated(looks.AS_THE_SCHOOL)} | {one: door.translated(name) for one, name in LANGUAGES.items()}
    return door.show(
        "letter_languages.html",
        seat,
        form=form,
        failed=bool(form.errors),
        classes=classes,
        now_there=looks.languages_of(seat.school, seat.tally),
        rows=[
            ("language", door.translated(looks.WHOLE_SCHOOL), said),
            *((f"{looks.OF_CLASS}{name}", name, said) for name in classes),
        ],
        seen=meanwhile.seen_in(form, looks.languages_seen(seat.school)),
        names=LANGUAGES,
    )


@app.post("/school/instellingen/brief/talen")
def keep_languages() -> Response[str]:
    seat = door.manager()
    wrong = looks.keep_languages(seat, door.visit.form, services().now())
    if wrong:
        return door.send_back(seat, LANGUAGES_PAGE, wrong)
    return go_to(LANGUAGES_PAGE, visits.keep_note("languages_kept"))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
