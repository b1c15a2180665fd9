"""The frame of every HTTP function: what happens before and after its routes, the same for all."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.utilities.typing import LambdaContext

from common import i18n
from common.cloud.log import follow, record, record_failure
from common.cloud.services import services
from common.errors import LoginNeeded, NotThere, Problem, TooManyTries, UnderMaintenance, seconds_to_wait
from common.events import RequestRefused
from common.web import edge, lost, returns, security, visits
from common.web.pages import Pages, compress, go_to
from common.web.visits import Visit

Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]

_SAFE_METHODS = {"GET", "HEAD"}


class Door:
    """A resolver with the house's rules: no form from elsewhere, one answer for each problem, headers on all."""

    is_of_desk = False

    def __init__(self, templates: Path, carry_proof: frozenset[str] = frozenset()) -> None:
        """carry_proof: routes ('POST /…') that may be asked for from anywhere, as what they carry is proof enough."""
        self._carry_proof = carry_proof
        self.app = APIGatewayHttpResolver()
        self.pages = self._pages_in(templates)
        self.app.use([self._frame])
        self.app.exception_handler(Problem)(self._answer_problem)
        self.app.exception_handler(Exception)(self._answer_failure)
        self.app.not_found(lambda _error: self._answer_problem(NotThere()))

    def _pages_in(self, templates: Path) -> Pages:
        return Pages((templates,), self._page_address)

    def _frame(self, app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[Any]:
        event = app.current_event
        security.refuse_odd_path(event.path)
        if services().settings.maintenance in ("yes", "all") and not event.path.startswith("/static/"):
            raise UnderMaintenance
        if event.http_method not in _SAFE_METHODS and security.route_of(app) not in self._carry_proof:
            security.refuse_cross_site(self.visit.headers, services().settings.site_url)
        security.refuse_other_route(app)
        return self._finish(next_middleware(app))

    @property
    def visit(self) -> Visit:
        return Visit(self.app.current_event)

    def handle(self, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        """HEAD is answered as GET, without the body: programs that check links ask so.

        It comes by a route of its own, or by the one for all the rest (decision 59).
        """
        follow(event["requestContext"].get("requestId", ""))
        if not edge.came_through(event.get("headers") or {}, services().settings.origin_secret):
            return edge.refusal(event)
        if event["requestContext"]["http"]["method"] != "HEAD":
            return self._resolve(event, context)
        return {**self._resolve(_as_get(event), context), "body": "", "isBase64Encoded": False}

    def _resolve(self, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        """What has no JSON door, but begins as theirs, is a program's mistake: it is told so in a program's words.

        So is whoever is lost below the desk's address told in the desk's: a door without routes.
        """
        if event["rawPath"].startswith("/api/"):
            from common.web.api import ApiDoor

            return ApiDoor().app.resolve(event, context)
        if lost.is_at_desk(event["rawPath"]) and not self.is_of_desk:
            from common.web.desks import Desk

            return Desk(lost.TEMPLATES).app.resolve(event, context)
        return self.app.resolve(event, context)

    def _answer_problem(self, problem: Problem) -> Response[Any]:
        language = self._language()
        if isinstance(problem, LoginNeeded):
            return self._finish(self._ask_login())
        event = self.app.current_event
        record(RequestRefused(event.route_key or "", type(problem).__name__, problem.status))
        seconds = seconds_to_wait(problem, services().now())
        response = self._show_problem(problem, -(-seconds // 60))
        if isinstance(problem, TooManyTries):
            response.cookies += returns.answers_kept(self.visit, language)
        if seconds:
            response.headers["Retry-After"] = str(seconds)
        return self._finish(response)

    def _show_problem(self, problem: Problem, minutes: int) -> Response[str]:
        return self.pages.show(
            "problem.html", self._language(), status=problem.status, problem=problem, minutes=minutes
        )

    def _ask_login(self) -> Response[Any]:
        language = self._language()
        return go_to(f"/{language}/inloggen", *returns.cookies_for(self.visit, language))

    def _answer_failure(self, error: Exception) -> Response[Any]:
        record_failure(error)
        return self._finish(self.pages.show("failure.html", self._language(), status=500))

    def _language(self) -> str:
        return self._language_of_address() or self.visit.chosen_language

    def _language_of_address(self) -> str:
        """'' where the address names none that we offer."""
        named = (self.app.current_event.raw_path or "").strip("/").split("/")[0]
        return named if named in i18n.LANGUAGES else ""

    def _page_address(self) -> str:
        """What was asked for; nothing that only a form leads to."""
        event = self.app.current_event
        return event.raw_path if event.http_method in _SAFE_METHODS else ""

    def _remember_language(self, response: Response[Any]) -> None:
        """Links on paper and in mails name no language: they lead to the one that was read last."""
        language = self._language_of_address()
        if language and response.status_code == HTTPStatus.OK and self.visit.cookies.get(visits.LANGUAGE) != language:
            response.cookies.append(visits.keep_language(language))

    def _finish(self, response: Response[Any]) -> Response[Any]:
        """The headers that every answer carries; a route may have set its own."""
        self._remember_language(response)
        for name, value in security.HEADERS.items():
            response.headers.setdefault(name, value)
        compress(response, self.visit.headers.get("accept-encoding", ""))
        return response


def _as_get(event: dict[str, Any]) -> dict[str, Any]:
    """The same page, asked for as a whole, and by the route of that; what came by a route of another method stays."""
    chosen, asked = event["routeKey"], event["requestContext"]
    if chosen != "$default" and not chosen.startswith("HEAD "):
        return event
    route = chosen.replace("HEAD ", "GET ", 1)
    http = {**asked["http"], "method": "GET"}
    return {**event, "routeKey": route, "requestContext": {**asked, "http": http, "routeKey": route}}
