"""The mailbox for people (pages) and for programs (JSON). Only the local front has it."""

import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from local.mailbox import Mailbox

# A mail's own styles and data: pictures work; nothing is fetched and nothing of it runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; base-uri 'self'"
_HEADERS = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def mailbox_routes(mailbox: Mailbox) -> list[Route]:
    async def listing(_: Request) -> Response:
        return _page("mailbox.html", entries=_numbered(mailbox))

    async def listing_json(_: Request) -> Response:
        return JSONResponse(mailbox.entries(), headers={"Cache-Control": "no-store"})

    async def one(request: Request) -> Response:
        entry = mailbox.entry(request.path_params["number"])
        if entry is None:
            return PlainTextResponse("There is no such message.", 404)
        payload = json.dumps(entry.get("payload"), indent=2, ensure_ascii=False)
        return _page("message.html", entry=entry, payload=payload)

    return [
        Route("/_local/mailbox", listing),
        Route("/_local/mailbox.json", listing_json),
        Route("/_local/mailbox/{number:int}", one),
    ]


def _page(name: str, **values: object) -> Response:
    return HTMLResponse(_pages.get_template(name).render(**values), headers=_HEADERS)


def _numbered(mailbox: Mailbox) -> list[tuple[int, dict[str, object]]]:
    entries = mailbox.entries()
    return [(len(entries) - place, entry) for place, entry in enumerate(entries)]
