"""The frame of every page at a school's desk: who sits there, what they may do, and no answers lost."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie

from common import i18n
from common.cloud.services import services
from common.cloud.table.desks import owner_named
from common.cloud.table.years import Ordered
from common.errors import LoginNeeded, NotThere, Problem, SomebodyElse
from common.i18n import mark
from common.journal import Actor
from common.schools import School
from common.staff import DESK_ENDS_AFTER, DeskSession, Staff
from common.tallies import Tally
from common.values import Value
from common.web import lost, security, visits
from common.web.doors import Door
from common.web.pages import Pages, go_to
from common.web.visits import Form, Visit, WantedFile

if TYPE_CHECKING:
    from common.cloud.files import Upload

HOME = lost.HOME
LOGIN = "/school/inloggen"
_PROOF = "/school/bevestigen"
# Where a draft waits, in the query of a page.
_DRAFT = "concept"
_ADDRESS = re.compile(r"/school(?:/[\w.,=-]{1,100}){0,6}", re.ASCII)
_NEVER_KEPT = {"password", "current", "digits"}
# A message may name every class and many pupils, and its text is told to be too long before it is cut.
_MOST_FIELDS = 1500
_LONGEST_FIELD = 50_000

# As they stand on top of every page: where each leads, its name, and whether only a beheerder goes there.
_PLACES = (
    ("/school", mark("Overzicht"), False),
    ("/school/leerlingen", mark("Leerlingen"), False),
    ("/school/lijsten", mark("Lijsten"), False),
    ("/school/brieven", mark("Brieven"), False),
    ("/school/berichten", mark("Berichten"), False),
    ("/school/schooljaar", mark("Schooljaar"), False),
    ("/school/instellingen", mark("Instellingen"), True),
    ("/school/logboek", mark("Logboek"), False),
)


class NotYourRole(Problem):
    """A page for a beheerder, asked for by a medewerker."""

    status = 403
    title = mark("Dit is alleen voor beheerders")
    advice = mark("Vraag een collega die beheerder is om dit te doen, of om u beheerder te maken.")


class SchoolStopped(LoginNeeded):
    """Nobody is let in at the desk of this school for now."""


class SeatLost(LoginNeeded):
    """Whoever sat there was removed, let in anew, or has another password, while they had a session.

    note: what the login tells them. for_good: whether they cannot come back.
    """

    def __init__(self, note: str, *, for_good: bool = False) -> None:
        super().__init__(note)
        self.note = note
        self.for_good = for_good


class ProofNeeded(LoginNeeded):
    """What is asked for needs the digits of the authenticator again.

    back: where to go then; '' for what was asked. file: what can be fetched from then on.
    """

    def __init__(self, back: str = "", file: WantedFile | None = None) -> None:
        super().__init__(back)
        self.back, self.file = back, file


class Seat(Value):
    """Somebody at the desk of a school, with a session that is open now. ordered: for the codes of all its pupils."""

    staff: Staff
    school: School
    tally: Tally
    ordered: Ordered
    session: DeskSession

    @property
    def owner(self) -> str:
        """By whom what a browser keeps can be read again."""
        return _owner(self.school.id, self.staff.id)

    @property
    def actor(self) -> Actor:
        return Actor("staff", self.staff.id, self.staff.name)


class Desk(Door):
    """A door whose pages are for staff alone: a route begins with `seat` or `manager`, whatever else it does."""

    is_of_desk = True

    def _pages_in(self, templates: Path) -> Pages:
        return Pages((templates, lost.TEMPLATES), lambda: "", i18n.DESK_DOMAIN, home=HOME)

    @property
    def visit(self) -> Visit:
        return Visit(self.app.current_event, most_fields=_MOST_FIELDS, longest_field=_LONGEST_FIELD)

    # -- who is there

    def seat(self) -> Seat:
        """Raises LoginNeeded, SeatLost, SchoolStopped or SomebodyElse. A session that is in use goes on."""
        here = services()
        seat = self._sitting()
        if seat.session.is_worth_noting(here.now()):
            here.desks.note(seat.session, here.now())
        # For a problem that is told later: of this request alone, which the resolver forgets when it has answered.
        self.app.context["seat"] = seat
        if self.visit.shown_to not in ("", seat.owner):
            raise SomebodyElse
        return seat

    def _sitting(self) -> Seat:
        """Whoever the cookie is of; nothing is asked where none came. Raises LoginNeeded, SeatLost or SchoolStopped."""
        here = services()
        now = here.now()
        token = self.visit.desk_token
        sits = here.desks.who_sits(token) if token else None
        if sits is None:
            raise LoginNeeded
        session, found = sits
        # Asked before whether it ran out: one that was ended keeps no draft for its owner.
        if found is None:
            raise SeatLost("access_ended", for_good=True)
        if not found[0].still_stands(session.opened_at):
            raise SeatLost("access_anew" if found[0].invitation else "session_ended")
        if not session.is_open(now):
            raise LoginNeeded
        if found[1].is_stopped:
            raise SchoolStopped
        return Seat(*found, session)

    def _sitting_there(self, problem: Problem) -> Seat | None:
        """Whoever sits there, as far as that was found out; of an address that is not there nobody asked before."""
        seat: Seat | None = self.app.context.get("seat")
        if seat or not isinstance(problem, NotThere):
            return seat
        try:
            return self._sitting()
        except LoginNeeded:
            return None

    def manager(self) -> Seat:
        """Raises LoginNeeded, or NotYourRole."""
        seat = self.seat()
        if not seat.staff.is_manager:
            raise NotYourRole
        return seat

    def refuse_stale(self, seat: Seat, back: str = "") -> None:
        """Raises ProofNeeded unless the authenticator was asked a short while ago: before data leaves in bulk, and
        before anybody gets access, or loses it. A form waits for whoever comes back.

        back: the page with the button, where what is asked for is a file and no page to come back to.
        """
        if not seat.session.is_proven(services().now()):
            visit = self.visit
            raise ProofNeeded(back, WantedFile(visit.path, visit.is_post) if back else None)

    # -- what is shown

    @property
    def language(self) -> str:
        """That was chosen there, or the browser's."""
        visit = self.visit
        asked = visit.headers.get("accept-language", "")
        return i18n.choose(visit.cookies.get(visits.LANGUAGE, ""), asked, i18n.DESK_LANGUAGES)

    def show(
        self,
        template: str,
        seat: Seat | None,
        *,
        status: int = HTTPStatus.OK,
        cookies: tuple[Cookie, ...] = (),
        **context: Any,
    ) -> Response[str]:
        """A page for somebody at the desk; None for one who is not in yet. What it was told to note is told once."""
        note = self.visit.note
        # What was left waits behind the login, until a page is shown to whoever came in.
        shown = (visits.NOTE, visits.FORM, *((visits.DESK_LEFT,) if seat else ()))
        forgotten = [visits.forgotten(name) for name in shown if self.visit.cookies.get(name)]
        more = {"cookies": [*forgotten, *cookies], "note": note, "stands_at": self._stands_at()}
        return self._in_frame(template, seat, status=status, **more, **context)

    def _in_frame(self, template: str, seat: Seat | None, **context: Any) -> Response[str]:
        page = self.pages.show(
            template,
            self.language,
            school=seat.school if seat else None,
            shown_to=seat.owner if seat else "",
            seat=seat,
            places=self._places(seat),
            ends_after=int(DESK_ENDS_AFTER.total_seconds()),
            over_after=_over_soon(seat),
            **context,
        )
        page.headers["Content-Security-Policy"] = self.policy()
        return page

    def _stands_at(self) -> str:
        """Where the page stands, for whoever wants it in another language; a form's answer stands nowhere."""
        query = urlencode(self.visit.query)
        return HOME if self.visit.is_post else f"{self.visit.path}?{query}" if query else self.visit.path

    @staticmethod
    def policy(**more: str) -> str:
        """The Content-Security-Policy of a page, whose script asks whether somebody is still there."""
        return security.policy(**{"connect_src": "'self'"} | more)

    @classmethod
    def policy_with(cls, upload: "Upload") -> str:
        """Of a page with a form for a file: where it goes, and comes back from; a script sends it there too."""
        return cls.policy(form_action=upload.origin, connect_src=f"'self' {upload.origin}")

    def translated(self, text: str) -> str:
        return i18n.translations(self.language, i18n.DESK_DOMAIN).gettext(text)

    def _places(self, seat: Seat | None) -> list[tuple[str, str, bool]]:
        """Where whoever sits there can go: address, name, and whether this page belongs there."""
        if seat is None:
            return []
        here = self.visit.path
        there = [
            (address, name) for address, name, only_managers in _PLACES if seat.staff.is_manager or not only_managers
        ]
        return [(address, name, _is_at(here, address)) for address, name in there]

    def _language(self) -> str:
        return self.language

    def _remember_language(self, response: Response[Any]) -> None:
        """A choice of its own, with a form."""

    # -- forms that could not be taken

    def send_back(self, seat: Seat, page: str, form: Form) -> Response[str]:
        """To the page of a form, with all that was filled in and what is wrong with it."""
        whole = visits.keep_whole_form(page, form, seat.owner)
        if whole:
            return go_to(page, whole)
        here = services()
        here.drafts.keep(seat.school.id, seat.staff.id, page, form.values, form.errors, here.now())
        return go_to(f"{page}?{_DRAFT}=1")

    def form_of(self, seat: Seat, page: str) -> Form:
        """What was filled in before on this page; empty for a fresh one."""
        if _DRAFT not in self.visit.query:
            left = self.visit.left_form(page, seat.owner)
            return left if left.values else self.visit.kept_form(page, seat.owner)
        return Form(*services().drafts.find(seat.school.id, seat.staff.id, page))

    def _answer_problem(self, problem: Problem) -> Response[Any]:
        if isinstance(problem, ProofNeeded):
            return self._finish(self._ask_proof(problem))
        if isinstance(problem, SeatLost):
            return self._finish(self._leave(problem.note, for_good=problem.for_good))
        if isinstance(problem, SchoolStopped):
            return self._finish(self._ask_login("school_stopped"))
        return super()._answer_problem(problem)

    def _show_problem(self, problem: Problem, minutes: int) -> Response[str]:
        """In the frame of whoever sits there. Notes and forms wait for their own page."""
        told = lost.not_there(self.visit.path) if type(problem) is NotThere else problem
        seat = self._sitting_there(problem)
        return self._in_frame("desk_problem.html", seat, status=problem.status, problem=told, minutes=minutes)

    def _ask_proof(self, problem: ProofNeeded) -> Response[Any]:
        seat: Seat = self.app.context["seat"]
        address = problem.back or self._asked()
        if problem.file is None and self._is_form_of(address) and self._answers():
            address = self._keep_draft(seat.school.id, seat.staff.id, address)
        return go_to(_PROOF, visits.keep_desk_return(address, problem.file))

    def _keep_draft(self, school: str, staff: str, page: str) -> str:
        """The address of the page with the answers that were given."""
        here = services()
        here.drafts.keep(school, staff, page, self._answers(), {}, here.now())
        return f"{page}?{_DRAFT}=1"

    def _ask_login(self, why: str = "session_ended") -> Response[Any]:
        """Whoever comes back finds the page that was asked for, with the answers that were given."""
        here, visit = services(), self.visit
        session = here.desks.find(visit.desk_token) if visit.desk_token else None
        if session is None or visit.shown_to not in ("", _owner(session.school, session.staff)):
            return self._leave(why)
        address = self._asked()
        if self._is_form_of(address):
            address = self._keep_draft(session.school, session.staff, address)
        return go_to(LOGIN, visits.keep_note(why), *self._way_back(address))

    def _leave(self, why: str, *, for_good: bool = False) -> Response[Any]:
        """As `_ask_login`, for a session that was ended. It writes nothing any more: answers stay in the browser.

        Its cookie goes, so that whoever comes by later is not told again what became of it.
        """
        visit, address = self.visit, self._asked()
        named = owner_named(visit.desk_token)
        # A form says itself who filled it in: there may be no session any more, or that of a colleague.
        whose = visit.shown_to or (_owner(*named) if named else "")
        cookies = [visits.keep_note(why)] if whose else []
        if for_good:
            return go_to(LOGIN, *cookies, *map(visits.forgotten, visits.ALL_OF_A_DESK))
        if whose and self._is_form_of(address):
            left, is_whole = visits.keep_left(whose, address, self._answers())
            cookies = [left, visits.forgotten(visits.FORM), visits.keep_note(why if is_whole else f"{why}_cut")]
        if visit.desk_token:
            cookies.append(visits.forgotten(visits.DESK))
        return go_to(LOGIN, *cookies, *self._way_back(address))

    def _way_back(self, address: str) -> list[Cookie]:
        return [visits.keep_desk_return(address, is_undone=self.visit.is_post)] if address else []

    def _is_form_of(self, address: str) -> bool:
        """Whether what was sent is the form of the page at this address."""
        return self.visit.is_post and address != "" and address == self.visit.path

    def _answers(self) -> dict[str, str]:
        return {name: value for name, value in self.visit.form.items() if name not in _NEVER_KEPT}

    def _asked(self) -> str:
        """The address that was asked for, as far as it is one of the desk; of a form the page it stands on."""
        visit = self.visit
        if not _ADDRESS.fullmatch(visit.path):
            return ""
        if visit.is_post:
            return self._page_above(visit.path)
        query = {name: value for name, value in visit.query.items() if name != _DRAFT}
        return f"{visit.path}?{urlencode(query)}" if query else visit.path

    def _page_above(self, address: str) -> str:
        """Itself, or the nearest above it that is a page of this door; some buttons have an address without one."""
        routes = [*self.app._static_routes, *self.app._dynamic_routes]
        while address != HOME and not any(one.method == "GET" and one.rule.match(address) for one in routes):
            address = address.rpartition("/")[0]
        return address


def _over_soon(seat: Seat | None) -> str:
    """In how many seconds the session is over whatever is done in it; '' where it ends sooner without that.

    Else each page would be another one each second, also that of what is not there.
    """
    left = seat.session.seconds_left(services().now()) if seat else 0
    return str(left) if 0 < left < DESK_ENDS_AFTER.total_seconds() else ""


def _owner(school: str, staff: str) -> str:
    return f"{school}.{staff}"


def _is_at(path: str, place: str) -> bool:
    """Every page is below the first one, which is a place of its own."""
    return path == place or (place != HOME and path.startswith(f"{place}/"))


def number_in(query: Mapping[str, str], name: str) -> int:
    """A page's number; 0 where there is none. Raises NotThere for anything else."""
    text = query.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 6):
        raise NotThere
    return int(text or 0)
