"""One request of one browser: what it brought, and what is kept for it between pages."""

import base64
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aws_lambda_powertools.shared.cookies import Cookie, SameSite
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from common import i18n
from common.cloud.services import services
from common.devices import Device
from common.errors import LoginNeeded, NotThere, SomebodyElse
from common.values import Value
from common.web import edge, kept, sealed

if TYPE_CHECKING:
    from common.cloud.table.sessions import Session

_OURS = "__Host-"
SESSION = "__Host-session"
CODE = "__Host-code"
FORM = "__Host-form"
NOTE = "__Host-note"
RETURN = "__Host-return"
LANGUAGE = "__Host-language"
DESK = "__Host-desk"
DESK_STEP = "__Host-desk-step"
DESK_RETURN = "__Host-desk-return"
DESK_LEFT = "__Host-desk-left"

# Of a form: who saw the page that it stands on.
SHOWN_TO = "shown_to"
_WHO = re.compile(r"[\w.-]{1,130}", re.ASCII)

# All that a browser keeps of somebody; the language is nobody's.
ALL_OF_A_VISIT = (SESSION, CODE, FORM, NOTE, RETURN)
ALL_OF_A_DESK = (DESK, DESK_STEP, DESK_RETURN, DESK_LEFT, FORM)

_CODE_LIFE = timedelta(hours=2)
_FORM_LIFE = timedelta(minutes=15)
_LANGUAGE_LIFE = timedelta(days=365)
# A box to tick for each class of a large school, and some more.
_MOST_FIELDS = 250
_LONGEST_FIELD = 5000
_LONGEST_KEPT = (5000, 2000, 254, 80, 25, 0)
_LARGEST_COOKIE = 3800


class Form(Value):
    """What was typed, and by field what is wrong with it (a Dutch sentence to translate)."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def body_of(event: APIGatewayProxyEventV2) -> bytes:
    """What was posted, whatever its bytes; nothing where its base64 cannot be read."""
    body = event.body or ""
    try:
        return base64.b64decode(body, validate=True) if event.is_base64_encoded else body.encode()
    except ValueError:
        return b""


def cookie(name: str, value: str, life: timedelta) -> Cookie:
    return Cookie(
        name=name,
        value=value,
        path="/",
        secure=True,
        http_only=True,
        same_site=SameSite.LAX_MODE,
        max_age=int(life.total_seconds()),
    )


def forgotten(name: str) -> Cookie:
    return cookie(name, "", timedelta(0))


def session_cookie(session: "Session") -> Cookie:
    return cookie(SESSION, session.token, session.ends - session.since)


class WantedFile(Value):
    """is_ordered: by a form, as it must be made first."""

    address: str
    is_ordered: bool


class Visit:
    """most_fields, longest_field: of the forms that are taken here."""

    def __init__(
        self,
        event: APIGatewayProxyEventV2,
        *,
        most_fields: int = _MOST_FIELDS,
        longest_field: int = _LONGEST_FIELD,
    ) -> None:
        self._event = event
        self._most_fields = most_fields
        self._longest_field = longest_field

    @cached_property
    def headers(self) -> dict[str, str]:
        return edge.read(self._event.headers)

    @cached_property
    def cookies(self) -> dict[str, str]:
        """Of the `cookies` list of the event, or of the header where the list is missing. Ours need no unquoting.

        A browser sends each of ours once: of two, one is not ours, and nobody knows which.
        """
        line = "; ".join(self._event.get("cookies") or []) or self.headers.get("cookie", "")
        # Only these two are dropped: a browser takes any other space for a part of the name, and then does not guard
        # the name's prefix.
        pairs = [part.strip(" \t").partition("=") for part in line.split(";")]
        sent = Counter(name for name, _, _ in pairs)
        return {name: value for name, _, value in pairs if name and (sent[name] == 1 or not name.startswith(_OURS))}

    @cached_property
    def query(self) -> dict[str, str]:
        """What follows the question mark, as far as it is short."""
        return {name: value[:200] for name, value in (self._event.query_string_parameters or {}).items()}

    @property
    def network(self) -> str:
        """From where it comes, as limits count it."""
        source = self._event.request_context.http.source_ip
        return edge.network_of(self.headers, source, behind_edge=bool(services().settings.origin_secret))

    @property
    def device(self) -> Device:
        return edge.device_of(self.headers)

    @property
    def path(self) -> str:
        return self._event.raw_path or ""

    @property
    def is_post(self) -> bool:
        return self._event.http_method == "POST"

    @cached_property
    def form(self) -> dict[str, str]:
        """The fields of a posted form; the first of a name counts, and what is too long is cut.

        Of a form with files what stands beside them; the files are read by `multipart`.
        """
        return {name: value for name, value in self._fields.items() if name != SHOWN_TO}

    @property
    def shown_to(self) -> str:
        """Who was logged in on the page with this form, which may be long ago; '' where nobody was.

        It is believed in nothing but whose answers these are.
        """
        who = self._fields.get(SHOWN_TO, "") if self.is_post else ""
        return who if _WHO.fullmatch(who) else ""

    @cached_property
    def _fields(self) -> dict[str, str]:
        kind, body = self.headers.get("content-type", ""), body_of(self._event)
        try:
            if kind.lower().startswith("multipart/"):
                # By a reader of mails, which one form needs.
                from common.web import multipart

                fields = multipart.fields_in(kind, body)
            else:
                text = body.decode("utf-8", "replace")
                fields = parse_qsl(text, keep_blank_values=True, max_num_fields=self._most_fields)
        except ValueError:
            return {}
        return {name: value[: self._longest_field] for name, value in reversed(fields)}

    def language(self, named: str) -> str:
        """The language an address names; raises NotThere for one that is not offered."""
        if named not in i18n.LANGUAGES:
            raise NotThere
        return named

    @property
    def chosen_language(self) -> str:
        return i18n.choose(self.cookies.get(LANGUAGE, ""), self.headers.get("accept-language", ""))

    # -- who is visiting

    @property
    def session_token(self) -> str:
        return self.cookies.get(SESSION, "")

    def parent(self) -> str:
        """The parent who is logged in; raises LoginNeeded, or SomebodyElse for a form that another one saw."""
        found = self.parent_if_any()
        if found is None:
            raise LoginNeeded
        if self.shown_to not in ("", found):
            raise SomebodyElse
        return found

    def parent_if_any(self) -> str | None:
        if not self.session_token:
            return None
        return services().sessions.parent_behind(self.session_token, services().now(), self.device)

    @property
    def desk_token(self) -> str:
        """Of somebody of the staff."""
        return self.cookies.get(DESK, "")

    @property
    def desk_step(self) -> str:
        """Of somebody of the staff who is halfway in."""
        return self.cookies.get(DESK_STEP, "")

    # -- what is kept between pages

    @property
    def code(self) -> str:
        """The code that the link on the letter brought along, as it was written there."""
        return str(self._read(CODE).get("code", ""))

    def kept_form(self, page: str, whose: str = "") -> Form:
        """The answers and errors of a form that was sent back to `page`; empty for anybody else than who sent it."""
        return self._unsealed(FORM, _place(page, whose))

    def left_form(self, page: str, whose: str) -> Form:
        """The answers that `whose` session, which was ended, left on this page; empty for anybody else."""
        return self._unsealed(DESK_LEFT, _place(page, whose))

    def _unsealed(self, name: str, place: str) -> Form:
        token, here = self.cookies.get(name, ""), services()
        value = sealed.unseal(here.keys.sealing_keys, token, here.now(), _FORM_LIFE) if token else {}
        return Form(value["values"], value["errors"]) if value.get("page") == place else Form()

    @property
    def return_to(self) -> str:
        """The page, without its language, that a login was asked for; '' for none."""
        return str(self._read(RETURN).get("page", ""))

    @property
    def desk_return(self) -> str:
        """The address of the desk, with its query, that a login was asked for; '' for none."""
        return str(self._read(DESK_RETURN).get("address", ""))

    @property
    def is_desk_undone(self) -> bool:
        """Whether the login came in between when a button was pressed there."""
        return bool(self._read(DESK_RETURN).get("undone"))

    @property
    def desk_file(self) -> WantedFile | None:
        """The file of the desk that a fresh proof was asked for."""
        kept_file = self._read(DESK_RETURN).get("file")
        return WantedFile(**kept_file) if kept_file else None

    @property
    def note(self) -> str:
        return self.cookies.get(NOTE, "")

    def _read(self, name: str) -> dict[str, Any]:
        token = self.cookies.get(name, "")
        return kept.read(services().keys.signing_keys, name, token) if token else {}


def keep_code(code: str) -> Cookie:
    return _keep(CODE, {"code": code}, _CODE_LIFE)


def keep_form(page: str, form: Form, whose: str = "") -> Cookie:
    """whose: who is logged in, and alone reads it again; '' where nobody is.

    Answers longer than anybody's are cut: a browser refuses cookies over 4096 bytes.
    """
    for longest in _LONGEST_KEPT:
        values = {name: value[:longest] for name, value in form.values.items()}
        kept_form = _keep_answers(_place(page, whose), values, form)
        if len(kept_form.value) <= _LARGEST_COOKIE:
            break
    return kept_form


def keep_whole_form(page: str, form: Form, whose: str = "") -> Cookie | None:
    """As `keep_form`, with every answer as it is; None where that is too long for a cookie."""
    whole = _keep_answers(_place(page, whose), form.values, form)
    return whole if len(whole.value) <= _LARGEST_COOKIE else None


def keep_left(whose: str, page: str, values: Mapping[str, str]) -> tuple[Cookie, bool]:
    """For this person alone; and whether it is all of it. What is too long for a cookie is cut."""
    form = Form(values)
    whole = keep_whole_form(page, form, whose)
    return cookie(DESK_LEFT, (whole or keep_form(page, form, whose)).value, _FORM_LIFE), whole is not None


def _place(page: str, whose: str) -> str:
    """By what a form is found again. Nobody's name has a line break."""
    return f"{whose}\n{page}" if whose else page


def _keep_answers(place: str, values: Mapping[str, str], form: Form) -> Cookie:
    answers = {"page": place, "values": dict(values), "errors": dict(form.errors)}
    return cookie(FORM, sealed.seal(services().keys.sealing_key, answers, services().now()), _FORM_LIFE)


def keep_return(page: str) -> Cookie:
    return _keep(RETURN, {"page": page}, _FORM_LIFE)


def keep_desk_return(address: str, file: WantedFile | None = None, *, is_undone: bool = False) -> Cookie:
    """file: what was asked for, where it is no page to come back to. is_undone: a button was pressed in vain."""
    wanted = {"address": address, "file": asdict(file) if file else None, "undone": is_undone}
    return _keep(DESK_RETURN, wanted, _FORM_LIFE)


def keep_note(name: str) -> Cookie:
    return cookie(NOTE, name, timedelta(minutes=5))


def keep_language(language: str) -> Cookie:
    return cookie(LANGUAGE, language, _LANGUAGE_LIFE)


def _keep(name: str, value: dict[str, Any], life: timedelta) -> Cookie:
    return cookie(name, kept.sign(services().keys.signing_key, name, value, services().now(), life), life)
