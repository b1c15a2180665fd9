"""Plays CloudFront before the HTTP API, and shows the mailbox. Runs as a process of its own."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from local.children import orders, serve
from local.mailbox import Mailbox
from local.mailbox_pages import mailbox_routes
from local.state import REGION, origin_secret

_SECONDS = 30.0
_HOP_BY_HOP = {
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection",
    b"te", b"trailer", b"transfer-encoding", b"upgrade",
}  # fmt: skip
# The server writes its own of these on every answer.
_OF_THE_SERVER = {b"content-length", b"date", b"server"}
_VIEWER = b"cloudfront-viewer-address"
_PHONE, _TABLET = b"cloudfront-is-mobile-viewer", b"cloudfront-is-tablet-viewer"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

Headers = list[tuple[bytes, bytes]]


class Front:
    """Sends each request to the API as the distribution would, and the answer back as it came."""

    def __init__(
        self, aws_port: int, api_id: str, secret: str, passed_on: Iterable[str], timeout: float = _SECONDS
    ) -> None:
        """passed_on: the names, in lower case, of the viewer's headers that the API is sent."""
        self._secret = secret
        self._passed_on = {name.encode() for name in passed_on} - {_VIEWER, _PHONE, _TABLET}
        self.origin = f"http://127.0.0.1:{aws_port}"
        self.host = f"{api_id}.execute-api.{REGION}.amazonaws.com"
        # Addressed by path: by host alone, MiniStack takes /login, /logout, /health for doors of its own.
        self.prefix = f"/_aws/execute-api/{api_id}/$default".encode()
        self.timeout = timeout
        self._kept: dict[tuple[bytes, str], Response] = {}

    @asynccontextmanager
    async def open(self, _: Starlette) -> AsyncIterator[None]:
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=50)
        async with httpx.AsyncClient(timeout=self.timeout, limits=limits, trust_env=False) as self._client:
            # What the browser does not say must not be said for it: an answer it cannot unpack would come.
            for name in ("accept", "accept-encoding", "user-agent"):
                del self._client.headers[name]
            yield

    async def answer(self, request: Request) -> Response:
        target = _target(request)
        key = (target, request.headers.get("accept-encoding", ""))
        if request.method == "GET" and key in self._kept:
            return self._kept[key]
        try:
            answer = await self._forward(request, target)
        except httpx.TimeoutException:
            return PlainTextResponse(f"The API did not answer within {self.timeout:.0f} seconds.", 504)
        except httpx.TransportError as error:
            return PlainTextResponse(f"The API cannot be reached: {type(error).__name__}.", 502)
        if _may_keep(request, answer):
            self._kept[key] = answer
        return answer

    async def _forward(self, request: Request, target: bytes) -> Response:
        outgoing = self._client.build_request(
            request.method,
            self.origin,
            headers=self._headers(request),
            content=await request.body() or None,
            # Neither decoded nor normalised on the way.
            extensions={"target": self.prefix + target},
        )
        answer = await self._client.send(outgoing, stream=True)
        try:
            body = b"".join([part async for part in answer.aiter_raw()])
        finally:
            await answer.aclose()
        response = Response(body, answer.status_code)
        response.raw_headers = [
            *_without(answer.headers.raw, _HOP_BY_HOP | _OF_THE_SERVER),
            *_length(request.method, answer, body),
        ]
        return response

    def _headers(self, request: Request) -> Headers:
        viewer = _viewer(request)[0]
        passed = request.headers.get("x-forwarded-for")
        return [
            (b"host", self.host.encode()),
            (b"user-agent", b"Amazon CloudFront"),
            *((name, value) for name, value in request.headers.raw if name.lower() in self._passed_on),
            (b"x-forwarded-for", (f"{passed}, {viewer}" if passed else viewer).encode()),
            (b"x-forwarded-proto", request.url.scheme.encode()),
            *viewer_headers(request),
            (b"x-origin-secret", self._secret.encode()),
        ]


def viewer_headers(request: Request) -> Headers:
    """What CloudFront says of whoever asks."""
    address, port = _viewer(request)
    return [(_VIEWER, f"{address}:{port}".encode()), *_kind_of(request.headers.get("user-agent", ""))]


def _viewer(request: Request) -> tuple[str, int]:
    return request.client or ("127.0.0.1", 0)


def _kind_of(browser: str) -> Headers:
    """In broad strokes; CloudFront knows browsers better."""
    is_tablet = "iPad" in browser or ("Android" in browser and "Mobile" not in browser)
    is_phone = "Mobile" in browser and not is_tablet
    return [(_PHONE, b"true" if is_phone else b"false"), (_TABLET, b"true" if is_tablet else b"false")]


def build(front: Front, mailbox: Mailbox) -> Starlette:
    routes = [*mailbox_routes(mailbox), Route("/{path:path}", front.answer, methods=METHODS)]
    return Starlette(routes=routes, lifespan=front.open)


def _target(request: Request) -> bytes:
    query: bytes = request.scope["query_string"]
    path: bytes = request.scope["raw_path"]
    return path + b"?" + query if query else path


def _without(headers: Iterable[tuple[bytes, bytes]], names: set[bytes]) -> Headers:
    return [(name, value) for name, value in headers if name.lower() not in names]


def _length(method: str, answer: httpx.Response, body: bytes) -> Headers:
    length = answer.headers.get("content-length", "0") if method == "HEAD" else str(len(body))
    return [] if answer.status_code in {204, 304} else [(b"content-length", length.encode())]


def _may_keep(request: Request, answer: Response) -> bool:
    immutable = "immutable" in answer.headers.get("cache-control", "")
    static = request.method == "GET" and request.url.path.startswith("/static/")
    return static and immutable and answer.status_code == 200


async def run(door: int, folder: Path, aws_port: int, api_id: str, passed_on: str) -> None:
    front = Front(aws_port, api_id, origin_secret(folder), passed_on.split(","))

    async def until_closed() -> None:
        async for _ in orders():
            pass

    await serve(build(front, Mailbox(folder / "mailbox.jsonl")), door, until_closed)


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]))
