"""The school's own text and logo on its letters: tried out, kept, and taken away again."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from common.schools import School
from tests.functions.house import REGENBOOG, House
from tests.functions.test_letters import make, pdf_of, printed, request_for
from tests.functions.test_school import SchoolSystem
from tests.functions.visitor import Answer
from tests.letters.test_owntext import picture

OWN = "Beste ouders van {leerling}, welkom bij {school}."


@pytest.fixture
def system(house: House) -> SchoolSystem:
    return SchoolSystem(house)


def _send(system: SchoolSystem, method: str, what: str, **body: Any) -> Answer:
    return system.send(method, f"/api/letters/{what}", {}, json.dumps(body))


def _logo() -> str:
    return base64.b64encode(picture()).decode()


def test_a_text_is_kept_and_stands_on_the_next_letters(house: House, system: SchoolSystem) -> None:
    assert _send(system, "PUT", "text", text=OWN).status == 200
    assert _send(system, "GET", "text").json() == {"texts": {"nl": OWN}}
    request = request_for(house.child("Noor"))
    assert make(request) == 0
    (page,) = printed(pdf_of(house, request))
    assert "welkom bij" in page


def test_texts_that_are_kept_at_the_same_moment_both_stay(house: House, system: SchoolSystem) -> None:
    other = SchoolSystem(house)
    house.meanwhile("TransactWriteItems", lambda: _send(other, "PUT", "text", text="Welcome", language="en"))
    assert _send(system, "PUT", "text", text=OWN).status == 200
    assert _send(system, "GET", "text").json() == {"texts": {"nl": OWN, "en": "Welcome"}}


def test_an_empty_text_gives_ours_back(system: SchoolSystem) -> None:
    _send(system, "PUT", "text", text=OWN)
    _send(system, "PUT", "text", text="Welcome", language="en")
    assert _send(system, "PUT", "text", text=" ").status == 200
    assert _send(system, "GET", "text").json() == {"texts": {"en": "Welcome"}}


@pytest.mark.parametrize(
    ("text", "reason"), [("{wachtwoord}", "kennen wij niet"), ("Beste ouders. " * 90, "te lang"), ("w" * 3000, "1500")]
)
@pytest.mark.parametrize(("method", "what"), [("PUT", "text"), ("POST", "preview")])
def test_a_text_that_cannot_be_on_the_letter_is_refused_with_the_reason(
    system: SchoolSystem, method: str, what: str, text: str, reason: str
) -> None:
    answer = _send(system, method, what, text=text)
    assert answer.status == 422
    (error,) = answer.json()["errors"]
    assert error["at"] == "/text"
    assert reason in error["problem"]
    assert _send(system, "GET", "text").json() == {"texts": {}}


def test_an_address_too_long_for_the_qr_code_is_refused_when_the_text_is_saved(
    house: House, system: SchoolSystem
) -> None:
    house.services.settings = replace(house.services.settings, site_url="https://" + "w" * 200)
    (error,) = _send(system, "PUT", "text", text=OWN).json()["errors"]
    assert error["at"] == "/text"


def test_a_text_is_seen_on_a_letter_before_it_is_kept(house: House, system: SchoolSystem) -> None:
    answer = _send(system, "POST", "preview", text=OWN, picture=_logo(), language="nl")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    (page,) = printed(answer.body)
    assert "welkom bij" in page
    assert len(answer.body) > len(_send(system, "POST", "preview", text=OWN).body) + 1_000
    assert _send(system, "GET", "text").json() == {"texts": {}}
    assert house.services.schools.logo(REGENBOOG.id) is None


def test_the_logo_is_kept_and_taken_away(house: House, system: SchoolSystem) -> None:
    request = request_for(house.child("Noor"))
    make(request)
    without = pdf_of(house, request)
    assert _send(system, "PUT", "logo", picture=_logo()).status == 200
    make(request)
    assert b"Logo van" not in without
    assert len(pdf_of(house, request)) > len(without) + 1_000
    assert _send(system, "DELETE", "logo").status == 200
    make(request)
    assert pdf_of(house, request) == without


@pytest.mark.parametrize("picture", ["", "%%%", base64.b64encode(b"GIF89a").decode()])
def test_what_is_no_picture_is_refused(house: House, system: SchoolSystem, picture: str) -> None:
    assert _send(system, "PUT", "logo", picture=picture).status == 422
    assert house.services.schools.logo(REGENBOOG.id) is None


def test_one_school_does_not_see_or_change_the_text_of_another(house: House, system: SchoolSystem) -> None:
    house.services.schools.add(
        School("de-ster", "De Ster", "Weg 1", "1234 AB Dorp", "010", "ster@ster.example"), house.services.now()
    )
    stranger = SchoolSystem(house, "de-ster")
    _send(system, "PUT", "text", text=OWN)
    _send(stranger, "PUT", "text", text="Van de ster")
    assert _send(stranger, "GET", "text").json() == {"texts": {"nl": "Van de ster"}}
    assert _send(system, "GET", "text").json() == {"texts": {"nl": OWN}}


def test_without_a_key_nothing_is_shown_or_changed(house: House) -> None:
    stranger = SchoolSystem(house)
    stranger.headers.pop("authorization")
    for method, what in (("GET", "text"), ("PUT", "text"), ("PUT", "logo"), ("DELETE", "logo"), ("POST", "preview")):
        assert _send(stranger, method, what, text=OWN).status == 401
