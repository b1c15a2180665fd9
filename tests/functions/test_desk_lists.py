"""*Lijsten* at the desk: sent straight to S3, read, confirmed and taken back."""

import base64
import html
import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from common.cloud.table import keys
from common.imports import LARGEST_UPLOAD
from common.schools import School
from tests.emulated import TABLE
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_calls import calls_of
from tests.functions.uploads import DAAN, NOOR, SANNE, names, put, put_content, reports, settle, take

LISTS = "/school/lijsten"
STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def whole(house: House, *rows: str, at: str) -> None:
    headings = "Leerlingnummer;Roepnaam;Voorvoegsel;Achternaam;Groep;Geboortedatum"
    content = "\r\n".join((headings, *rows)).encode()
    take(put_content(house, content, at=at, name=f"{at}.csv", whole_school="yes"))


def always_whole(house: House) -> None:
    """The school says so of all its lists."""
    house.services.schools.change(REGENBOOG.id, {"whole_lists": True}, house.services.store.put({"PK": "x", "SK": "x"}))


def test_the_form_puts_one_small_file_of_this_school_there_and_nothing_else(house: House) -> None:
    clerk = Clerk(house)
    answer = clerk.get(LISTS)
    form = fields(answer.text.partition('enctype="multipart/form-data"')[2])
    assert form["key"] == f"schools/{REGENBOOG.id}/lists/${{filename}}"
    assert form["success_action_redirect"] == "https://ouders.example/school/lijsten/ontvangen"
    assert form["x-amz-meta-by"] == clerk.person.id
    policy = json.loads(base64.b64decode(form["policy"]))
    conditions = policy["conditions"]
    ends = datetime.fromisoformat(policy["expiration"].replace("Z", "+00:00"))
    assert ends < datetime.now(UTC) + timedelta(minutes=16)
    assert "langer dan een kwartier open? Ververs haar dan eerst" in answer.words
    assert {"x-amz-meta-form-from": form["x-amz-meta-form-from"]} in conditions
    assert ["content-length-range", 1, LARGEST_UPLOAD] in conditions
    assert f'data-largest="{LARGEST_UPLOAD}"' in answer.text
    assert f"Ten hoogste {LARGEST_UPLOAD // 2**20} MB." in answer.words
    without_script = answer.text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "of groter dan 10 MB. Dat komt niet aan, en u ziet alleen een Engelse melding" in without_script
    assert ["starts-with", "$key", f"schools/{REGENBOOG.id}/lists/"] in conditions
    assert {"x-amz-meta-by": clerk.person.id} in conditions


def test_the_page_may_send_a_form_to_the_bucket_and_no_other_page_may(house: House) -> None:
    clerk = Clerk(house)
    answer = clerk.get(LISTS)
    target = re.search(r'<form method="post" action="(https://[^/"]+)', answer.text)
    assert target
    policy, other = (one.headers["content-security-policy"] for one in (answer, clerk.get("/school")))
    for kind in ("form-action", "connect-src"):
        assert f"{kind} 'self' {target[1]}" in policy
        assert f"{kind} 'self' http" not in other


def test_a_script_has_a_form_of_its_own_that_leads_nowhere_and_allows_no_more(house: House) -> None:
    page = Clerk(house).get(LISTS).text
    given = re.search(r'data-direct="([^"]+)"', page)
    assert given
    direct = json.loads(html.unescape(given[1]))
    form = fields(page.partition('enctype="multipart/form-data"')[2])
    assert form.keys() - direct.keys() == {"success_action_redirect", "x-amz-meta-whole-school"} & form.keys()
    assert direct["key"] == form["key"]
    allowed, also = (json.loads(base64.b64decode(one["policy"]))["conditions"] for one in (direct, form))
    assert [one for one in allowed if one not in also] == []


def test_a_school_whose_lists_name_everybody_is_told_so_and_has_nothing_to_choose(house: House) -> None:
    clerk, told = Clerk(house), "Uw lijst telt als de hele school: wie er niet in staat, wordt uitgeschreven."
    assert told not in clerk.get(LISTS).words
    always_whole(house)
    page = clerk.get(LISTS)
    assert told in page.words
    assert 'type="radio"' not in page.text
    assert 'type="hidden" name="x-amz-meta-whole-school" value="yes"' in page.text


def test_after_sending_the_page_says_so_and_looks_again(house: House) -> None:
    clerk = Clerk(house)
    page = clerk.get(clerk.get(f"{LISTS}/ontvangen?bucket=b&key=k&etag=e").goes_to)
    assert "Uw bestand is ontvangen" in page.words
    assert 'data-again="3"' in page.text
    assert "data-again" not in clerk.get(LISTS).text


def test_who_sent_a_list_is_told_in_the_journal_once(house: House) -> None:
    clerk = Clerk(house)
    event = put_content(house, b"Leerlingnummer;Roepnaam;Achternaam;Groep\r\n1;Noor;Wit;3A", by=clerk.person.id)
    take(event, event)
    take(put(house, SANNE, name="b.csv", at="13:00:00"))
    told = [one.by for one in house.services.journal.newest(REGENBOOG.id, "", 9) if one.what == "list_uploaded"]
    assert [(by.kind, by.name) for by in told] == [("operator", ""), ("staff", clerk.person.name)]


def test_a_list_shows_what_became_of_each_row(house: House) -> None:
    take(put(house, SANNE, NOOR, "4;;;;5B;", "5;Bo;;Vos;5B;31-02-2018", name="<b>lijst.csv"))
    clerk = Clerk(house)
    assert "<b>lijst.csv" in clerk.get(LISTS).words
    page = clerk.get(f"{LISTS}/{reports(house)[0].id}").words
    assert "Rijen in het bestand 4" in page
    assert "regel 4 de naam ontbreekt" in page
    assert "regel 5" in page
    assert "Naar de brieven van deze lijst" in page


def test_a_list_that_looks_wrong_changes_nothing_until_it_is_confirmed(house: House) -> None:
    whole(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(60)), at="12:00:00")
    whole(house, "1;Kind1;;Bos;3A;", at="13:00:00")
    clerk = Clerk(house, "medewerker")
    waiting = reports(house)[-1]
    page = clerk.get(f"{LISTS}/{waiting.id}").words
    assert "Door deze lijst worden 59 van de 60 leerlingen uitgeschreven." in page
    assert "Leerlingen die worden uitgeschreven 59" in page
    assert sum(pupil.active for pupil in house.services.pupils.of_school(REGENBOOG.id)) == 60
    assert "Wat er met de rijen is gebeurd" not in page
    assert "zijn uitgeschreven" not in page
    assert "Worden overgenomen 1" in page
    assert "U hebt de lijst bevestigd" in clerk.submit(f"{LISTS}/{waiting.id}/bevestigen").words
    settle(house)
    page = clerk.get(f"{LISTS}/{waiting.id}").words
    assert "Wat er met de rijen is gebeurd" in page
    assert "Leerlingen die zijn uitgeschreven 59" in page
    assert "Overgenomen 1" in page
    assert sum(pupil.active for pupil in house.services.pupils.of_school(REGENBOOG.id)) == 1
    assert "Dat kan nu niet met deze lijst" in clerk.submit(f"{LISTS}/{waiting.id}/bevestigen").words
    assert "list_confirmed" in {one.what for one in house.services.journal.newest(REGENBOOG.id, "", 9)}


def test_a_list_that_waits_shows_whom_it_would_change(house: House) -> None:
    clerk = Clerk(house)
    whole(house, *(f"{number};Kind{number:02};;Bos;3A;" for number in range(30)), at="12:00:00")
    gone = house.services.pupils.of_school(REGENBOOG.id)
    changes = ("0;Kind00;;Bos;4A;", "1;Kind01;de;Bos;3A;", "2;Kind02;;Bos;3A;", "99;Nieuw<b>;;Bos;3B;")
    whole(house, *changes, at="13:00:00")
    page = clerk.get(f"{LISTS}/{reports(house)[-1].id}")
    assert "Nieuw: 1 leerling" in page.words
    assert "Nieuw&lt;b&gt; Bos" in page.text
    assert "Kind00 Bos 3A 4A" in page.words
    assert "Andere gegevens: 1 leerling" in page.words
    assert "Van school: 27 leerlingen" in page.words
    assert "Kind02 Bos" not in page.words
    # Whoever is deleted meanwhile is shown no more.
    (child,) = (one for one in gone if one.given_name == "Kind29")
    house.aws.session.resource("dynamodb").Table(TABLE).delete_item(Key=keys.pupil(REGENBOOG.id, child.id))
    assert "Van school: 26 leerlingen" in clerk.get(f"{LISTS}/{reports(house)[-1].id}").words


def test_whoever_had_left_and_is_on_the_list_is_shown_as_back(house: House) -> None:
    rows = [f"{number};Kind{number:02};;Bos;3A;" for number in range(30)]
    whole(house, *rows, at="12:00:00")
    whole(house, *rows[1:], at="13:00:00")
    whole(house, *rows[:10], at="14:00:00")
    page = Clerk(house).get(f"{LISTS}/{reports(house)[-1].id}")
    assert "Terug op school: 1 leerling Naam Groep Kind00 Bos 3A" in page.words
    assert "Van school: 20 leerlingen" in page.words


def test_the_names_of_a_list_that_waits_are_kept_as_long_as_the_list_itself(house: House) -> None:
    clerk = Clerk(house)
    whole(house, *(f"{number};Kind{number:02};;Bos;3A;" for number in range(30)), at="12:00:00")
    whole(house, "99;Nieuw;;Bos;3B;", at="13:00:00")
    kept = [item for item in house.items() if item["SK"]["S"].startswith("NEXT#")]
    assert [item["name"]["S"] for item in kept if item["name"]["S"]] == ["Nieuw Bos"]
    soon = house.services.now().timestamp() + 8 * 24 * 3600
    assert all(int(item["expires_at"]["N"]) < soon for item in kept)
    clerk.post(f"{LISTS}/{reports(house)[-1].id}/bevestigen")
    settle(house)
    assert "Groep straks" not in clerk.get(f"{LISTS}/{reports(house)[-1].id}").words


def test_a_list_that_changes_a_whole_school_shows_the_first_hundred(house: House) -> None:
    clerk = Clerk(house)
    whole(house, *(f"{number};Kind{number:03};;Bos;3A;" for number in range(150)), at="12:00:00")
    whole(house, *(f"{number};Nieuw{number:03};;Bos;3B;" for number in range(200, 350)), at="13:00:00")
    waiting = f"{LISTS}/{reports(house)[-1].id}"
    house.aws.calls.clear()
    page = clerk.get(waiting)
    assert len(house.aws.calls) == 4
    assert "Nieuw: 100 leerlingen" in page.words
    assert "Van school: 100 leerlingen" in page.words
    assert "de eerste 100" in page.words


def test_the_last_list_is_taken_back_after_it_was_asked(house: House) -> None:
    take(put(house, SANNE), put(house, SANNE.replace("5B", "6A"), DAAN, name="b.csv", at="13:00:00"))
    clerk = Clerk(house)
    first, last = reports(house)
    assert "Terugdraaien" in clerk.get(f"{LISTS}/{last.id}/terugdraaien").words
    assert clerk.get(f"{LISTS}/{first.id}/terugdraaien").goes_to == f"{LISTS}/{first.id}"
    clerk.submit(f"{LISTS}/{last.id}/terugdraaien")
    settle(house)
    assert "weer zoals daarvoor" in clerk.get(f"{LISTS}/{last.id}").words
    (active,) = [one for one in house.services.pupils.of_school(REGENBOOG.id) if one.active]
    assert (active.given_name, active.class_name) == ("Sanne", "5B")
    assert "Dat kan nu niet" in clerk.submit(f"{LISTS}/{last.id}/terugdraaien").words


def test_many_lists_come_page_by_page(house: House) -> None:
    house.wait_for_noon()
    for hour in range(12):
        take(put(house, SANNE, name=f"{hour:02}.csv", at=f"{hour:02}:00:00"))
    clerk = Clerk(house)
    first = clerk.get(LISTS)
    assert re.findall(r"(\d\d)\.csv", first.text) == [f"{hour:02}" for hour in range(11, 1, -1)]
    older = re.search(r'href="(/school/lijsten\?tot=[^"]+)"', first.text)
    assert older
    assert re.findall(r"(\d\d)\.csv", clerk.get(older[1]).text) == ["01", "00"]


def test_the_pages_ask_for_little(house: House) -> None:
    take(put(house, SANNE))
    clerk = Clerk(house)
    assert calls_of(house, lambda: clerk.get(LISTS)) == {"dynamodb": 2}
    # Session, staff and school; the list with the last lists; the rows that are held; who is new, and as what.
    (one,) = reports(house)
    assert calls_of(house, lambda: clerk.get(f"{LISTS}/{one.id}")) == {"dynamodb": 5}


@pytest.mark.parametrize("way", ["", "/bevestigen", "/afwijzen", "/terugdraaien"])
def test_a_list_of_another_school_is_not_there(house: House, way: str) -> None:
    house.services.schools.add(STER, house.services.now())
    take(put(house, SANNE))
    clerk = Clerk(house, school=STER)
    send = clerk.post if way else clerk.get
    ours, none = send(f"{LISTS}/{reports(house)[0].id}{way}"), send(f"{LISTS}/20260101T000000-0000000000{way}")
    assert ours.status == 404
    assert (ours.body, ours.headers) == (none.body, none.headers)
    assert names(house) == ["Sanne Bakker"]
