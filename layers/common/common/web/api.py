"""The frame of the JSON doors: a school's key in, problem documents (RFC 9457) out."""

import json
from typing import TYPE_CHECKING, Any, TypeVar

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.apikeys import ApiKey, Scope
from common.cloud.log import follow, record, record_failure
from common.cloud.services import services
from common.errors import NotThere, Problem, TooManyTries, UnderMaintenance, Unfit, seconds_to_wait
from common.events import RequestRefused
from common.web import attempts, edge, security
from common.web.visits import Visit, body_of

if TYPE_CHECKING:
    from common.web.bodies import Body

T = TypeVar("T", bound="Body")


class NoKey(Problem):
    status = 401
    title = "A valid API key is needed"
    advice = "Send the school's key as 'Authorization: Bearer <key>'."


class TooManyKeys(TooManyTries):
    title = "Too many keys that are not valid came from here"
    advice = "Wait as long as 'Retry-After' says, and send only a key that was not withdrawn."


class NotForThisKey(Problem):
    status = 403
    title = "This key may not do that"

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.advice = f"Make a key with the scope '{scope}'."


class SchoolStopped(Problem):
    status = 403
    title = "This school is suspended"
    advice = "Nothing of it goes on for now. Ask whoever runs Ouderbrief; what was planned waits."


class ApiDoor:
    def __init__(self) -> None:
        self.app = APIGatewayHttpResolver()
        self.app.use([_frame])
        self.app.exception_handler(Problem)(self._answer_problem)
        self.app.exception_handler(Exception)(self._answer_failure)
        self.app.not_found(lambda _error: self._answer_problem(NotThere()))

    def handle(self, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        follow(event["requestContext"].get("requestId", ""))
        if not edge.came_through(event.get("headers") or {}, services().settings.origin_secret):
            return edge.refusal(event)
        return self.app.resolve(event, context)

    def school(self, scope: Scope) -> str:
        """The school whose key came along; raises as `key`."""
        return self.key(scope).school

    def key(self, scope: Scope) -> ApiKey:
        """The key that came along; raises NoKey, or NotForThisKey where it may not do such things, SchoolStopped."""
        scheme, _, key = self.header("authorization").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise NoKey
        known = self._behind(key.strip())
        if scope not in known.scopes:
            raise NotForThisKey(scope)
        school = services().schools.find(known.school)
        if school and school.is_stopped:
            raise SchoolStopped
        return known

    def _behind(self, key: str) -> ApiKey:
        guard = attempts.key_guard(Visit(self.app.current_event).network, services().now())
        try:
            known = services().api_keys.behind(key, [guard])
        except TooManyTries as problem:
            raise TooManyKeys(problem.until) from None
        if known is None:
            services().limits.count(guard)
            raise NoKey
        return known

    def header(self, name: str) -> str:
        """'' where it did not come along. name: in lower case, one of `edge.READ`."""
        return edge.read(self.app.current_event.headers).get(name, "").strip()

    def query(self, name: str) -> str:
        """What stands after the question mark; '' where it is missing."""
        return (self.app.current_event.query_string_parameters or {}).get(name, "")[:200]

    def body(self, shape: type[T], without: T | None = None) -> T:
        """What was sent, as `shape`; raises Unfit. without: what it is where nothing was sent."""
        sent = body_of(self.app.current_event)
        if without is not None and not sent.strip():
            return without
        return shape.of(sent)

    def answer(self, status: int, value: dict[str, Any]) -> Response[str]:
        return _json(status, "application/json", value)

    def _answer_problem(self, problem: Problem) -> Response[str]:
        record(RequestRefused(self.app.current_event.route_key or "", type(problem).__name__, problem.status))
        title = "There is nothing here" if isinstance(problem, NotThere) else problem.title
        detail = "Check the address and the id." if isinstance(problem, NotThere) else problem.advice
        document: dict[str, Any] = {"type": "about:blank", "title": title, "status": problem.status, "detail": detail}
        if isinstance(problem, Unfit):
            document["errors"] = problem.errors
        response = _json(problem.status, "application/problem+json", document)
        if isinstance(problem, NoKey):
            response.headers["WWW-Authenticate"] = "Bearer"
        if seconds := seconds_to_wait(problem, services().now()):
            response.headers["Retry-After"] = str(seconds)
        return response

    def _answer_failure(self, error: Exception) -> Response[str]:
        record_failure(error)
        detail = "Nothing is lost; try again later."
        document = {"type": "about:blank", "title": "Something went wrong here", "status": 500, "detail": detail}
        return _json(500, "application/problem+json", document)


def _frame(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[Any]:
    security.refuse_odd_path(app.current_event.path)
    if services().settings.maintenance in ("yes", "all"):
        raise UnderMaintenance
    security.refuse_other_route(app)
    return next_middleware(app)


def _json(status: int, content_type: str, value: dict[str, Any]) -> Response[str]:
    return Response(
        status_code=status, content_type=content_type, body=json.dumps(value), headers=dict(security.HEADERS)
    )
