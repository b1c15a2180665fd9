"""The form that sends a list works for a while without us: what comes of it when its owner may not send any more."""

import pytest

from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_desk_lists import fields
from tests.functions.uploads import DAAN, HEADINGS, SANNE, names, order, put, put_content, reports, settle, take

LISTS, COLLEAGUES = "/school/lijsten", "/school/instellingen/medewerkers"


def notes_of(clerk: Clerk) -> dict[str, str]:
    """What S3 keeps beside a list that is sent with the form of this moment."""
    form = fields(clerk.get(LISTS).text)
    return {name.removeprefix("x-amz-meta-"): form[name] for name in ("x-amz-meta-by", "x-amz-meta-form-from")}


def send(house: House, notes: dict[str, str], *rows: str, at: str = "13:00:00") -> None:
    content = "\r\n".join((HEADINGS, *rows)).encode()
    take(put_content(house, content, at=at, **{name.replace("-", "_"): text for name, text in notes.items()}))
    settle(house)


def test_a_list_of_a_colleague_is_applied_at_once(house: House) -> None:
    take(put(house, SANNE))
    send(house, notes_of(Clerk(house, "medewerker")), DAAN)
    assert (reports(house)[-1].state, reports(house)[-1].questions) == ("done", ())


@pytest.mark.parametrize("first", [True, False])
def test_a_list_of_somebody_who_was_removed_waits_and_says_so(house: House, first: bool) -> None:
    if not first:
        take(put(house, SANNE))
    gone = Clerk(house, "medewerker")
    notes = notes_of(gone)
    assert Clerk(house).post(f"{COLLEAGUES}/{gone.person.id}/verwijderen").status == 303
    before = names(house)
    send(house, notes, DAAN)
    waiting = reports(house)[-1]
    assert (waiting.state, names(house)) == ("waiting", before)
    page = Clerk(house, "medewerker").get(f"{LISTS}/{waiting.id}").words
    assert "De lijst is gestuurd door iemand die geen medewerker van uw school meer is." in page
    told = [one.by for one in house.services.journal.newest(REGENBOOG.id, "", 9) if one.what == "list_uploaded"]
    assert (told[0].kind, told[0].id, told[0].name) == ("staff", gone.person.id, "")
    take(order(house, "confirm"))
    settle(house)
    assert reports(house)[-1].state == "done"
    assert names(house) != before


def test_a_list_that_waits_already_asks_anew_once_its_sender_was_removed(house: House) -> None:
    take(put(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(60))))
    gone = Clerk(house, "medewerker")
    content = "\r\n".join((HEADINGS, "1;Kind1;;Bos;3A;")).encode()
    named = {name.replace("-", "_"): text for name, text in notes_of(gone).items()}
    take(put_content(house, content, at="13:00:00", whole_school="yes", **named))
    confirmed = order(house, "confirm")
    Clerk(house).post(f"{COLLEAGUES}/{gone.person.id}/verwijderen")
    take(confirmed)
    settle(house)
    waiting = reports(house)[-1]
    assert (waiting.state, waiting.preview, len(waiting.questions)) == ("waiting", 2, 2)


def test_a_form_of_before_somebody_was_let_in_anew_waits_too(house: House) -> None:
    take(put(house, SANNE))
    clerk = Clerk(house, "medewerker")
    notes = notes_of(clerk)
    house.pass_time(minutes=1)
    assert Clerk(house).post(f"{COLLEAGUES}/{clerk.person.id}/opnieuw").status == 303
    send(house, notes, DAAN)
    (question,) = reports(house)[-1].questions
    assert question.startswith("De lijst is gestuurd met een pagina van voordat uw collega opnieuw toegang kreeg")


@pytest.mark.parametrize("form_from", ["", "gisteren", "2999-01-01T00:00:00"])
def test_where_nobody_can_tell_since_when_the_form_was_there_it_waits(house: House, form_from: str) -> None:
    take(put(house, SANNE))
    send(house, {"by": Clerk(house).person.id} | ({"form-from": form_from} if form_from else {}), DAAN)
    assert reports(house)[-1].state == "waiting"


def test_a_list_that_came_by_another_way_waits_for_nobody(house: House) -> None:
    take(put(house, SANNE))
    send(house, {}, DAAN)
    assert reports(house)[-1].state == "done"
