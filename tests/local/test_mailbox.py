import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from local.mailbox import Mailbox
from local.mailbox_pages import mailbox_routes

HOSTILE = "</pre>\"'><script>alert(1)</script>"


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mailbox.jsonl")


def get(mailbox: Mailbox, path: str) -> httpx.Response:
    async def fetch() -> httpx.Response:
        transport = httpx.ASGITransport(Starlette(routes=mailbox_routes(mailbox)))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    return asyncio.run(fetch())


def hostile_mail() -> dict[str, object]:
    parts = dict.fromkeys(("to", "from", "subject", "text", "html"), HOSTILE)
    return {"channel": "email", **parts, "headers": {HOSTILE: HOSTILE}}


def test_the_newest_entry_comes_first(mailbox: Mailbox) -> None:
    mailbox.add({"channel": "push", "token": "old", "payload": {}})
    mailbox.add({"channel": "push", "token": "new", "payload": {}})
    assert [entry["token"] for entry in get(mailbox, "/_local/mailbox.json").json()] == ["new", "old"]
    assert (mailbox.entry(1) or {})["token"] == "old"


def test_half_a_line_of_a_killed_run_is_passed_over(mailbox: Mailbox) -> None:
    mailbox.add({"channel": "push", "token": "whole", "payload": {}})
    with mailbox.path.open("a") as file:
        file.write('{"channel": "pu\n')
    assert [entry["token"] for entry in mailbox.entries()] == ["whole"]


def test_an_empty_mailbox_says_so(mailbox: Mailbox) -> None:
    assert "Nothing was sent yet" in get(mailbox, "/_local/mailbox").text
    assert get(mailbox, "/_local/mailbox/1").status_code == 404


@pytest.mark.parametrize("path", ["/_local/mailbox", "/_local/mailbox/1", "/_local/mailbox/2"])
def test_nothing_of_a_message_becomes_part_of_the_page(mailbox: Mailbox, path: str) -> None:
    mailbox.add(hostile_mail())
    mailbox.add({"channel": "push", "token": HOSTILE, "payload": {HOSTILE: HOSTILE}})
    page = get(mailbox, path)
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]


def test_a_mail_is_shown_in_a_frame_that_runs_nothing(mailbox: Mailbox) -> None:
    mailbox.add(hostile_mail())
    page = get(mailbox, "/_local/mailbox/1").text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
