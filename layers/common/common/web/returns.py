"""The way back: whoever must log in first comes to the page that was asked for, with the answers that were given."""

import re

from aws_lambda_powertools.shared.cookies import Cookie

from common.web import visits
from common.web.visits import Form, Visit

# A form of one of these comes back to it; any other form to the first page of its kind.
_FORMS = {"profiel", "koppelen", "account/adres", "account/ingelogd", "account/wachtwoord"}
_OPEN_FORMS = {"registreren", "inloggen", "melden", "wachtwoord"}
_KINDS = {"profiel", "koppelen", "account", "berichten"}
_PLAIN = re.compile(r"[a-z0-9/-]{1,150}", re.IGNORECASE)
_NEVER_KEPT = {"password", "current", "digits", "token", "replaces"}


def cookies_for(visit: Visit, language: str) -> list[Cookie]:
    """What the browser keeps while somebody logs in."""
    asked = visit.path.removeprefix(f"/{language}/")
    kind = asked.split("/")[0]
    # A browser forgets a session that ran out; whoever sends a form had one when it was opened.
    cookies = [visits.keep_note("session_ended")] if visit.session_token or visit.is_post else []
    if kind not in _KINDS or not _PLAIN.fullmatch(asked):
        return cookies
    if not visit.is_post:
        return [*cookies, visits.keep_return(asked)]
    if asked in _FORMS:
        return [*cookies, visits.keep_return(asked), *answers_kept(visit, language)]
    return [*cookies, visits.keep_return(kind)]


def answers_kept(visit: Visit, language: str) -> list[Cookie]:
    """What was typed into a form, for when the page is opened again; of a parent's own page, by that parent."""
    asked = visit.path.removeprefix(f"/{language}/")
    whose = visit.shown_to if asked in _FORMS else ""
    if not visit.is_post or not (whose or asked in _OPEN_FORMS):
        return []
    answers = {name: value for name, value in visit.form.items() if name not in _NEVER_KEPT}
    return [visits.keep_form(asked, Form(answers), whose)]
