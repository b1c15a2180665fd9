"""The door from the letter: the link, the choice, and *Registreren*."""

from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.cloud.table.schools import logo_name
from common.errors import NotThere
from common.web import static, visits
from common.web.activation import prefill
from common.web.doors import Door
from common.web.pages import go_to
from common.web.visits import Form, Visit
from register import about, dates, registration

door = Door(Path(__file__).parent / "templates")
app, pages = door.app, door.pages

FORM = "registreren"
REPORT_FORM = "melden"
_NAMED_IN_MAILS = {"start", "inloggen", "koppelen", "profiel", "wachtwoord", "berichten", "contact", "privacy"}
_ONE_YEAR = "public, max-age=31536000, immutable"


@app.get("/")
def go_to_start() -> Response[str]:
    return go_to(f"/{door.visit.chosen_language}/start")


@app.get("/<lang>")
def go_to_page(lang: str) -> Response[str]:
    """The first page of a language, or in the visitor's language a page that a mail names without one."""
    visit = door.visit
    return go_to(f"/{visit.chosen_language}/{lang}" if lang in _NAMED_IN_MAILS else f"/{visit.language(lang)}/start")


@app.get("/k/<code>")
def follow_link(code: str) -> Response[str]:
    """The link and the QR code on the letter: brings the code along, uses nothing up, reads nothing."""
    address = f"/{door.visit.chosen_language}/start"
    return go_to(address, visits.keep_code(code[:64]), *map(visits.forgotten, (visits.FORM, visits.RETURN)))


@app.get("/<lang>/start")
def show_choice(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    if visit.parent_if_any():
        return go_to(f"/{language}/koppelen" if visit.code else f"/{language}/profiel")
    asked = prefill(Form(), visit.code, visit.network, services().now())
    forget = [visits.forgotten(visits.NOTE)] if visit.note else []
    return pages.show(
        "start.html",
        language,
        school=asked.school,
        came_with_code=bool(visit.code),
        problem=asked.problem,
        note=visit.note,
        cookies=forget,
    )


@app.get("/<lang>/registreren")
def show_registration(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    asked = prefill(visit.kept_form(FORM), visit.code, visit.network, services().now())
    return pages.show("register.html", language, school=asked.school, asked=asked, failed=bool(asked.form.errors))


@app.post("/<lang>/registreren")
def register(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    outcome = registration.register(visit.form, language, visit.network, visit.device, services().now())
    if isinstance(outcome, Form):
        return go_to(f"/{language}/registreren", visits.keep_form(FORM, outcome))
    if visit.session_token:
        services().sessions.close(visit.session_token)
    return go_to(
        f"/{language}/profiel",
        visits.session_cookie(outcome),
        visits.keep_note("registered"),
        visits.forgotten(visits.CODE),
        visits.forgotten(visits.FORM),
    )


@app.get("/<lang>/melden")
def show_report(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    form, begun = visit.kept_form(REPORT_FORM), _begun(visit)
    code = form.values.get("code") or begun["code"]
    shown = Form({**begun, **form.values, "code": code}, form.errors)
    return pages.show("report_date.html", language, form=shown, failed=bool(form.errors))


@app.post("/<lang>/melden")
def report_date(lang: str) -> Response[str]:
    visit = door.visit
    language = visit.language(lang)
    form = dates.report(visit.form, visit.network, services().now())
    if form.errors:
        return go_to(f"/{language}/melden", visits.keep_form(REPORT_FORM, form))
    return go_to(f"/{language}/start", visits.keep_note("reported"))


@app.get("/<lang>/contact")
def show_contact(lang: str) -> Response[str]:
    return _about("contact.html", lang)


@app.get("/<lang>/privacy")
def show_privacy(lang: str) -> Response[str]:
    return _about("privacy.html", lang)


@app.get("/<lang>/toegankelijkheid")
def show_accessibility(lang: str) -> Response[str]:
    return _about("accessibility.html", lang)


def _about(template: str, lang: str) -> Response[str]:
    visit = door.visit
    schools = about.schools_of(visit)
    school = schools[0] if len(schools) == 1 else None
    return pages.show(template, visit.language(lang), school=school, schools=schools)


def _begun(visit: Visit) -> dict[str, str]:
    """What was typed on the page that sends a parent here, else the code that the letter's link brought along."""
    typed = visit.kept_form(FORM).values
    if not typed.get("code") and (parent := visit.parent_if_any()):
        typed = visit.kept_form("koppelen", parent).values
    code = typed.get("code") or visit.code
    return {"code": code, "name": typed.get("name", ""), "contact": typed.get("email", "")}


@app.get("/static/<name>")
def send_static(name: str) -> Response[Any]:
    found = static.find(name) or _logo(name)
    if found is None:
        raise NotThere
    content_type, content = found
    body = content.decode() if content_type.startswith(("text/", "image/svg")) else content
    return Response(HTTPStatus.OK, content_type, body, headers={"Cache-Control": _ONE_YEAR, "Vary": "Accept-Encoding"})


def _logo(name: str) -> tuple[str, bytes] | None:
    """Under its own name alone: any other would tell which schools there are."""
    school, logo = static.logo_in(name)
    png = services().schools.small_logo(school) if school else None
    return ("image/png", png) if png and logo_name(png) == logo else None


@app.get("/favicon.ico")
def send_icon() -> Response[str]:
    return go_to(static.address("icon.svg"))


@app.get("/.well-known/security.txt")
def send_security_contact() -> Response[str]:
    """RFC 9116: where a finder of a weakness can turn to."""
    settings = services().settings
    if not settings.security_contact:
        raise NotThere
    ends = (services().now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: mailto:{settings.security_contact}",
        f"Expires: {ends.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.site_url}/.well-known/security.txt",
    )
    return Response(HTTPStatus.OK, "text/plain; charset=utf-8", "\n".join(lines) + "\n")


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
