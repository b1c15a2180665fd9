"""A browser as small as tests need: it posts forms, keeps cookies, and reads what comes back."""

import base64
import gzip
import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote, urlencode

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.web.visits import body_of
from tests.functions.documented import faults_of_answer, faults_of_body
from tests.functions.routes import Route, route_for

SITE = "https://ouders.example"


@dataclass(frozen=True)
class Answer:
    """Header names in lower case; the body unpacked."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def words(self) -> str:
        """What is read on the page: without tags, entities and double spaces."""
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.text)).split())

    @property
    def goes_to(self) -> str:
        """Where a redirect leads; '' for an answer that is none."""
        return self.headers.get("location", "") if self.status == 303 else ""

    def json(self) -> Any:
        return json.loads(self.body)


def event(
    method: str,
    path: str,
    headers: Mapping[str, str],
    cookies: list[str],
    body: str | None,
    is_base64: bool,
    source: str = "192.0.2.1",
) -> dict[str, Any]:
    """An HTTP API event, payload format 2.0: its route is of the path as sent, its rawPath is decoded but for %25."""
    path, _, query = path.partition("#")[0].partition("?")
    key = route_for(method, path).key
    path = unquote(path.replace("%25", "%2525"))
    return {
        "version": "2.0",
        "routeKey": key,
        "rawPath": path,
        "rawQueryString": query,
        **({"queryStringParameters": dict(parse_qsl(query))} if query else {}),
        **({"cookies": cookies} if cookies else {}),
        "headers": dict(headers),
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api",
            "domainName": "ouders.example",
            "domainPrefix": "ouders",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": source,
                "userAgent": "Mozilla/5.0",
            },
            "requestId": "request",
            "routeKey": key,
            "stage": "$default",
            "time": "01/Sep/2026:12:00:00 +0000",
            "timeEpoch": 1788264000000,
        },
        **({} if body is None else {"body": body}),
        "isBase64Encoded": is_base64,
    }


class Visitor:
    """One browser, with its cookies. source: whom the API talks to, the browser itself or the edge."""

    source = "192.0.2.1"
    # Each is told of every request and its answer.
    witnesses: ClassVar[list[Callable[[Mapping[str, Any], Answer], None]]] = []

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        # What the pages that are open put into each of their forms.
        self.in_forms: dict[str, str] = {}
        self.headers = {"host": "ouders.example", "accept-encoding": "gzip, br", "accept-language": "nl-NL,nl;q=0.9"}

    def get(self, path: str) -> Answer:
        return self.send("GET", path, {"sec-fetch-site": "none"})

    def post(self, path: str, is_base64: bool = False, /, **fields: str) -> Answer:
        """Sends a form as one of our own pages would."""
        headers = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, headers, urlencode(self.in_forms | fields), is_base64=is_base64)

    def submit(self, path: str, /, **fields: str) -> Answer:
        """Sends a form and shows the page it leads to."""
        answer = self.post(path, **fields)
        assert answer.goes_to, (answer.status, answer.words)
        return self.get(answer.goes_to)

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: str | bytes | None = None,
        *,
        is_base64: bool = False,
    ) -> Answer:
        """Sends a request; bytes travel as base64, text only when told so."""
        if isinstance(body, bytes) or (is_base64 and body is not None):
            body, is_base64 = base64.b64encode(body if isinstance(body, bytes) else body.encode()).decode(), True
        cookies = [f"{name}={value}" for name, value in self.cookies.items()]
        sent = event(method, path, {**self.headers, **headers}, cookies, body, is_base64, self.source)
        route = route_for(method, path.partition("?")[0])
        answer = answer_of(json.loads(json.dumps(self._handled(route, sent))))
        for witness in self.witnesses:
            witness(sent, answer)
        if not route.is_page:
            hold_against_the_document(route, sent, answer)
        for cookie in answer.cookies:
            self._keep(cookie)
        return answer

    def _handled(self, route: Route, sent: dict[str, Any]) -> dict[str, Any]:
        handled: dict[str, Any] = route.handler(sent, LambdaContext())
        return handled

    def _keep(self, cookie: str) -> None:
        pair, *attributes = cookie.split("; ")
        name, _, value = pair.partition("=")
        if "Max-Age=0" in attributes:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value


def hold_against_the_document(route: Route, sent: Mapping[str, Any], answer: Answer) -> None:
    """Every answer of a JSON door, and every body that it takes, is as the OpenAPI document says.

    What did not come through the edge did not reach a door.
    """
    if answer.body == b"Forbidden":
        return
    content_type = answer.headers["content-type"]
    assert faults_of_answer(route.method, route.path, answer.status, content_type, answer.body) == []
    if answer.status < 300:
        body = body_of(APIGatewayProxyEventV2(dict(sent)))
        assert faults_of_body(route.method, route.path, body) == []


def answer_of(raw: dict[str, Any]) -> Answer:
    """What a browser has of what a handler gave."""
    headers = {name.lower(): str(value) for name, value in raw["headers"].items()}
    body = base64.b64decode(raw["body"]) if raw["isBase64Encoded"] else raw["body"].encode()
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(raw["statusCode"], headers, tuple(raw.get("cookies", ())), body)


def hidden_in(page: Answer, action: str) -> dict[str, str]:
    """What the form with this address sends along, besides what is typed."""
    assert page.status == 200
    form = page.text.split(f'action="{action}"')[1].split("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
