"""The emulated AWS: MiniStack on loopback with the capture in front. Runs as a process of its own.

MiniStack saves its state when it ends. Here it also saves while it runs, so that a killed run loses a few
seconds; and a run that never came so far as to be told to keep its state leaves the earlier state alone.
"""

import asyncio
import logging
import os
import sys
from pathlib import Path

from ministack import app as ministack
from ministack.core import hypercorn_compat
from ministack.core.persistence import save_all
from starlette.types import ASGIApp, Receive, Scope, Send

from local.amendments import (
    AsIfOverTls,
    authorize_batches,
    authorize_senders,
    begin_streams_anew,
    bring_back_what_was_in_flight,
    log_functions,
)
from local.aws import Aws
from local.capture import Capture
from local.children import KEEP, orders, serve
from local.devices import Devices
from local.feedback import Feedback
from local.mailbox import Mailbox
from local.provisioning import provide_whole_templates
from local.state import REGION, credentials
from local.workers import log_whole_answers

_SAVE_SECONDS = 5.0


class Keeper:
    """Saves the state a few seconds after something happened."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.busy = False
        self._saving: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

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
                async with self._one_at_a_time:
                    await asyncio.to_thread(save_all, ministack._build_persistence_save_dict())

    async def until_told(self) -> None:
        """Ends when the parent is gone; without an order to keep the state, at once and without saving."""
        async for order in orders():
            if order == KEEP:
                self.start()
        if self._saving is None:
            os._exit(0)
        # MiniStack saves once more when it ends, into the same files.
        async with self._one_at_a_time:
            self._saving.cancel()


async def run(door: int, folder: Path) -> None:
    hypercorn_compat.install()
    authorize_batches()
    authorize_senders()
    bring_back_what_was_in_flight()
    begin_streams_anew()
    provide_whole_templates()
    log_whole_answers()
    log_functions(folder / "functions.log")
    # One says that it saves, every few seconds; the other to whom every mail goes.
    for talkative in ("persistence", "ses", "ses-v2"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    owner = credentials(folder)
    aws = Aws(f"http://localhost:{os.environ['GATEWAY_PORT']}", REGION, owner.access_key_id, owner.secret_access_key)
    capture = Capture(
        AsIfOverTls(ministack.app),
        Mailbox(folder / "mailbox.jsonl"),
        Devices(folder / "devices.json"),
        Feedback(aws).tell,
    )
    keeper = Keeper(capture)
    await serve(keeper, door, keeper.until_told)


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), Path(sys.argv[2])))
