"""The emulated AWS: MiniStack on loopback with the capture in front. Runs as a process of its own.

MiniStack saves its state when it ends. Here it also saves while it runs, so that a killed run loses a few
seconds; and a run that never came so far as to be told to keep its state leaves the earlier state alone.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Mapping
from functools import wraps
from pathlib import Path
from typing import Any

from ministack import app as ministack
from ministack.core import hypercorn_compat
from ministack.core.persistence import save_all
from ministack.services import lambda_svc
from starlette.types import ASGIApp, Receive, Scope, Send

from local.capture import Capture
from local.children import KEEP, orders, serve
from local.devices import Devices
from local.mailbox import Mailbox

_SAVE_SECONDS = 5.0


class AsIfOverTls:
    """Presents loopback as TLS, which AWS is always asked over: bucket policies refuse anything else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = scope.get("headers", [])
        if scope["type"] == "http" and b"x-forwarded-proto" not in dict(headers):
            scope = {**scope, "headers": [*headers, (b"x-forwarded-proto", b"https")]}
        await self.app(scope, receive, send)


class Keeper:
    """Saves the state a few seconds after something happened."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.busy = False
        self._saving: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.busy = self.busy or scope["type"] == "http"
        await self.app(scope, receive, send)

    def start(self) -> None:
        self._saving = self._saving or asyncio.create_task(self._save_often())

    async def _save_often(self) -> None:
        while True:
            await asyncio.sleep(_SAVE_SECONDS)
            if self.busy:
                self.busy = False
                await asyncio.to_thread(save_all, ministack._build_persistence_save_dict())

    async def until_told(self) -> None:
        """Ends when the parent is gone; without an order to keep the state, at once and without saving."""
        async for order in orders():
            if order == KEEP:
                self.start()
        if self._saving is None:
            os._exit(0)
        self._saving.cancel()
        await asyncio.gather(self._saving, return_exceptions=True)


def log_functions(path: Path) -> None:
    """Writes what the functions log to a file as well: MiniStack's own log leaves out the HTTP calls."""
    handler = logging.FileHandler(path)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("functions")
    log.addHandler(handler)
    log.propagate = False
    emit = lambda_svc._emit_lambda_logs

    @wraps(emit)
    def emit_and_write(func: Mapping[str, Any], request_id: str, log_text: str, *rest: Any, **named: Any) -> None:
        config = func.get("config") or func
        for line in log_text.splitlines():
            log.info("%s %s", config.get("FunctionName"), line)
        emit(func, request_id, log_text, *rest, **named)

    lambda_svc._emit_lambda_logs = emit_and_write


async def run(door: int, folder: Path) -> None:
    hypercorn_compat.install()
    log_functions(folder / "functions.log")
    logging.getLogger("persistence").setLevel(logging.WARNING)
    capture = Capture(AsIfOverTls(ministack.app), Mailbox(folder / "mailbox.jsonl"), Devices(folder / "devices.json"))
    keeper = Keeper(capture)
    await serve(keeper, door, keeper.until_told)


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), Path(sys.argv[2])))
