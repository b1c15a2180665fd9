"""A file from the school's system to a parent's phone, through the real signatures, policies and permissions."""

import io
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.school import School
from tests.journeys.story import expect_profile, register

PDF = b"%PDF-1.7 " + b"rooster " * 200


def _offer(school: School, name: str = "Rooster week 3.pdf", content: bytes = PDF) -> dict[str, Any]:
    body = {"name": name, "content_type": "application/pdf", "size": len(content)}
    answer = school.http.post("/api/attachments", json=body)
    assert answer.status_code == 201, answer.text
    offered: dict[str, Any] = answer.json()
    return offered


def _post(offered: dict[str, Any], content: bytes = PDF, **other: str) -> httpx.Response:
    fields = offered["upload"]["fields"] | other
    return httpx.post(offered["upload"]["url"], data=fields, files={"file": ("x", io.BytesIO(content))})


@pytest.mark.parametrize(
    ("content", "other"),
    [
        (PDF[:-1], {}),
        (PDF + b"x", {}),
        (PDF, {"Content-Type": "text/html"}),
        (PDF, {"key": "schools/de-ster/attachments/x"}),
        (PDF, {"x-amz-signature": "0" * 64}),
    ],
    ids=["too short", "too long", "another type", "another place", "forged"],
)
def test_only_what_was_announced_is_taken(school: School, content: bytes, other: dict[str, str]) -> None:
    offered = _offer(school)
    assert _post(offered, content, **other).status_code in (400, 403)
    body = {"kind": "dringend", "title": "x", "text": "x", "audience": {"school": True}}
    refused = school.http.post("/api/messages", json=body | {"attachments": [offered["id"]]})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"at": "/attachments/0", "problem": "this file was not uploaded yet"}]


def test_a_parent_opens_the_file_that_came_with_a_message(phone: Page, school: School) -> None:
    pupil = {"given_name": "Bijlage", "family_name": "Proef", "class": "3B"}
    added = school.add_pupil(**pupil).json()["id"]
    phone.goto(school.letter_for("Bijlage Proef").qr)
    phone.get_by_role("link", name="Registreren").click()
    register(phone, "Ouder Bijlage", "bijlage@ouders.example")
    expect_profile(phone)
    offered = _offer(school)
    assert _post(offered).status_code in (200, 204)
    message = school.send(
        kind="dringend", title="Nieuw rooster", text="Zie de bijlage.", audience={"pupils": [added]},
        attachments=[offered["id"]],
    )  # fmt: skip
    school.delivered(message)
    phone.goto(f"{school.system.parents_url}/berichten/{school.system.school}/{message}")
    expect(phone.get_by_role("heading", name="Bijlagen")).to_be_visible()
    assert re.search(r"Rooster week 3\.pdf\s*2 kB", phone.inner_text("main"))
    with phone.expect_download() as started:
        phone.get_by_role("link", name="Rooster week 3.pdf").click()
    assert started.value.suggested_filename == "Rooster week 3.pdf"
    assert started.value.path().read_bytes() == PDF
