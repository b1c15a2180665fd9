"""Processes that never outlive the one that started them.

A child holds the reading end of a pipe as its standard input. Its parent writes orders into the pipe; when
the pipe closes, because the parent stops it or died in whatever way, the child ends by itself.
"""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path

from hypercorn.asyncio import serve as hypercorn_serve
from hypercorn.config import Config
from starlette.types import ASGIApp

KEEP = "keep"  # the order to the emulator to keep its state from now on
_PATIENCE = 30.0


class Child:
    """A Python module of ours in a process of its own; what it prints goes to a log file."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        door: socket.socket,
        log: Path,
        environment: Mapping[str, str],
        lock: int,
    ) -> None:
        """door: where it will listen, its first argument; lock: stays held as long as the child lives."""
        self.module = module
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, str(door.fileno()), *arguments],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                env={**environment},
                cwd=Path(__file__).parent.parent,
                pass_fds=(lock, door.fileno()),
                start_new_session=True,  # Ctrl-C in the terminal is for the parent alone
            )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def order(self, word: str) -> None:
        if self._process.stdin:
            self._process.stdin.write(word.encode() + b"\n")
            self._process.stdin.flush()

    def stop(self) -> None:
        """Closes the pipe and waits; a child that hangs is killed."""
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


async def orders() -> AsyncIterator[str]:
    """In a child: each order of the parent, until the parent is gone."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        yield line.decode().strip()


async def serve(app: ASGIApp, door: int, until: Callable[[], Awaitable[None]]) -> None:
    """In a child: serves at the door that its parent opened until `until` returns."""
    config = Config()
    config.bind = [f"fd://{door}"]
    config.accesslog = None
    config.graceful_timeout = 2
    await hypercorn_serve(app, config, shutdown_trigger=until)  # type: ignore[arg-type]  # any ASGI, not its own types


def open_door(port: int) -> socket.socket:
    """A socket bound to this port of loopback: nobody else can take the port meanwhile. Raises OSError."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", port))
        door.listen()
    except OSError:
        door.close()
        raise
    return door


def plain_environment() -> dict[str, str]:
    """The variables a program needs to run, without the developer's proxies, profiles and credentials."""
    wanted = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "VIRTUAL_ENV", "SYSTEMROOT", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in wanted if name in os.environ}
