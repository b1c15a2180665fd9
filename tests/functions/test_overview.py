"""*Overzicht*: the first page of the desk."""

import io
from datetime import date

import openpyxl
import pytest

from common.cloud.counting import recount
from common.pupils import LINKS_OUTLIVE, Change, left
from common.schools import School
from common.tallies import Count, DayTally, Tally
from common.web import kept
from common.web.visits import DESK_RETURN
from school.charts import line_of
from school.overview import beginning_of_school_year
from tests.emulated import UPLOADS
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_calls import calls_of
from tests.functions.test_desk_lists import whole
from tests.functions.test_desk_messages import write
from tests.functions.test_feedback import BOUNCE, tell
from tests.functions.test_locks import fail
from tests.functions.uploads import SENT_ON_IN_WORDS, order, reports, settle, take

EXPORT = "/school/overzicht/excel"


def test_a_school_without_pupils_is_told_where_to_begin(house: House) -> None:
    assert "Leerlingenlijst sturen" in Clerk(house).get("/school").words


def test_the_rate_of_the_school_and_of_each_class_is_shown(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    house.child("Daan", class_name="3A")
    house.deliver_all()
    page = Clerk(house).get("/school").words
    assert "50% van de leerlingen heeft een gekoppelde ouder: 1 van de 2." in page
    assert "3A 1 1 0 0 0%" in page
    assert "5B 1 0 1 0 100%" in page
    assert "1 leerling heeft nog geen gekoppelde ouder." in page


def classes_of(house: House, number: int) -> None:
    classes = {f"G{one:02d}": Count(25, 10, 5) for one in range(number)}
    tally = Tally(house.services.now(), Count(25 * number, 10 * number, 5 * number), classes)
    house.services.tallies.keep(REGENBOOG.id, tally)


@pytest.mark.parametrize(("number", "is_folded"), [(20, False), (21, True)])
def test_more_than_twenty_classes_are_folded_away_and_all_there(house: House, number: int, *, is_folded: bool) -> None:
    classes_of(house, number)
    clerk = Clerk(house)
    for page, summary in (("/school", "Toon 21 groepen"), ("/school/brieven", "Kies uit 21 groepen")):
        shown = clerk.get(page)
        assert (summary in shown.words) == is_folded
        assert [f"G{one:02d}" in shown.words for one in (0, number - 1)] == [True, True]


def test_classes_that_were_ticked_are_not_folded_away(house: House) -> None:
    classes_of(house, 21)
    clerk = Clerk(house)
    folded, open_ = "<details><summary>Kies uit", "<details open><summary>Kies uit"
    assert folded in clerk.get("/school/brieven").text
    assert open_ in clerk.submit("/school/brieven", whom="classes").text
    assert open_ in clerk.submit("/school/brieven", **{"group:G03": "1"}).text


def test_the_rate_and_the_preview_of_a_message_count_the_same_under_the_same_words(
    house: House, visitor: ParentVisitor
) -> None:
    """Whoever has not confirmed the address is linked, and gets no message with content: one page says each."""
    visitor.register(house.child())
    house.child("Daan")
    house.deliver_all()
    clerk = Clerk(house)
    overview, preview = clerk.get("/school").words, write(clerk).words
    assert "50% van de leerlingen heeft een gekoppelde ouder: 1 van de 2." in overview
    assert "Gekoppeld is nog niet bereikt" in overview
    assert "kan krijgen" not in overview
    assert "1 samen: de gekoppelde ouders van 2 leerlingen" in preview
    assert "1 met een e-mail zonder inhoud, want dat e-mailadres is nog niet bevestigd" in preview
    assert "Niemand krijgt de inhoud van dit bericht." in preview
    for page in (overview, preview):
        assert "1 leerling heeft nog geen gekoppelde ouder." in page


def test_parents_whom_no_mail_reaches_are_counted_and_listed_until_they_say_otherwise(
    house: House, visitor: ParentVisitor
) -> None:
    child = house.child("<i>Sanne</i>")
    visitor.register(child)
    house.deliver_all()
    tell(house.mails_to(EMAIL)[-1], BOUNCE)
    clerk = Clerk(house)
    assert "Bij 1 leerling komt e-mail aan een ouder niet aan." in clerk.get("/school").words
    assert "<i>Sanne</i> Bakker" in clerk.get("/school/overzicht/onbereikbaar").words
    visitor.post("/nl/profiel/adres/toch")
    assert "komt e-mail aan een ouder niet aan" not in clerk.get("/school").words
    tell(house.mails_to(EMAIL)[-1], BOUNCE)
    visitor.post(child.address)
    assert "Er zijn geen ouders" in clerk.get("/school/overzicht/onbereikbaar").words


def test_pupils_whose_code_is_locked_are_named_until_the_lock_is_lifted(house: House) -> None:
    child = house.child("<i>Sanne</i>")
    for number in range(6):
        fail(house, house.child(f"Kind {number}"), 5)
        house.pass_time(minutes=16)
    fail(house, child, 5)
    recount(REGENBOOG.id)
    clerk = Clerk(house)
    page = clerk.get("/school")
    assert "De codes van 7 leerlingen zijn geblokkeerd" in page.words
    assert page.text.count('<li><a href="/school/leerlingen/') == 5
    assert "en nog 2" in page.words
    house.pass_time(days=2)
    assert "geblokkeerd" not in Clerk(house).get("/school").words
    fail(house, child, 5)
    assert "De code van 1 leerling is geblokkeerd" in Clerk(house).get("/school").words
    house.services.locks.lift(REGENBOOG.id, child.pupil.id)
    assert "geblokkeerd" not in Clerk(house).get("/school").words


def test_pupils_who_are_gone_count_no_more_among_those_whom_no_mail_reaches(
    house: House, visitor: ParentVisitor
) -> None:
    child = house.child()
    visitor.register(child)
    house.deliver_all()
    tell(house.mails_to(EMAIL)[-1], BOUNCE)
    clerk = Clerk(house)
    (pupil,) = house.services.pupils.find_many(REGENBOOG.id, [child.pupil.id])
    today = house.today
    house.services.pupils.edit(Change(pupil, left(pupil, today - LINKS_OUTLIVE, today)))
    assert "komt e-mail aan een ouder niet aan" not in clerk.get("/school").words
    assert "Er zijn geen ouders" in clerk.get("/school/overzicht/onbereikbaar").words


def test_a_list_that_waits_for_the_school_is_named_until_it_says_yes(house: House) -> None:
    whole(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(60)), at="12:00:00")
    recount(REGENBOOG.id)
    clerk = Clerk(house, "medewerker")
    assert "wacht op uw bevestiging" not in clerk.get("/school").words
    whole(house, "1;Kind1;;Bos;3A;", at="13:00:00")
    recount(REGENBOOG.id)
    waiting = f"/school/lijsten/{reports(house)[-1].id}"
    page = clerk.get("/school")
    assert f"De lijst van {SENT_ON_IN_WORDS} om 15:00 uur wacht op uw bevestiging." in page.words
    assert f'href="{waiting}"' in page.text
    clerk.submit(f"{waiting}/bevestigen")
    settle(house)
    assert "wacht op uw bevestiging" not in clerk.get("/school").words


def test_a_first_list_without_pupils_is_named_beside_where_to_begin(house: House) -> None:
    whole(house, "4;;;;5B;", at="12:00:00")
    (waiting,) = reports(house)
    page = Clerk(house).get("/school")
    assert f'href="/school/lijsten/{waiting.id}"' in page.text
    assert "Leerlingenlijst sturen" in page.words


def test_a_list_that_nobody_wanted_is_not_named_for_ever(house: House) -> None:
    """Its file is gone after a week."""
    whole(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(60)), at="12:00:00")
    whole(house, "1;Kind1;;Bos;3A;", at="13:00:00")
    house.pass_time(days=6)
    assert "wacht op uw bevestiging" in Clerk(house).get("/school").words
    house.pass_time(days=2)
    assert "wacht op uw bevestiging" not in Clerk(house).get("/school").words


@pytest.mark.parametrize("in_its_place", [b"", b"Roepnaam;Achternaam;Groep\r\nBo;Vos;5B"])
def test_a_list_that_was_refused_or_replaced_waits_no_more(house: House, in_its_place: bytes) -> None:
    whole(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(60)), at="12:00:00")
    whole(house, "1;Kind1;;Bos;3A;", at="13:00:00")
    asked = order(house, "confirm")
    key = f"schools/{REGENBOOG.id}/lists/13:00:00.csv"
    files = house.aws.session.client("s3")
    if in_its_place:
        files.put_object(Bucket=UPLOADS, Key=key, Body=in_its_place)
    else:
        files.delete_object(Bucket=UPLOADS, Key=key)
    take(asked)
    assert reports(house)[-1].state == ("superseded" if in_its_place else "refused")
    assert house.services.imports.last(REGENBOOG.id).waiting == ()


def test_the_first_page_asks_for_little(house: House) -> None:
    house.child()
    recount(REGENBOOG.id)
    clerk = Clerk(house)
    # Session, staff, school and tally together; days; bounces and letters; locks and the last lists.
    assert calls_of(house, lambda: clerk.get("/school")) == {"dynamodb": 4}


def test_the_export_has_text_cells_and_no_formula(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child("=HYPERLINK(1)", prefix="+van", class_name="0123"))
    answer = Clerk(house).get(EXPORT)
    assert answer.status == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).active
    assert sheet is not None
    (cells,) = sheet.iter_rows(min_row=2)
    assert [cell.value for cell in cells] == ["0123", "=HYPERLINK(1)", "+van", "Bakker", "", 1]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "s", "s", "n"]
    assert "overview_exported" in {one.what for one in house.services.journal.newest(REGENBOOG.id, "", 9)}


def test_the_export_needs_the_authenticator_again_after_a_while(house: House) -> None:
    clerk = Clerk(house)
    house.pass_time(minutes=16)
    assert clerk.get(EXPORT).goes_to == "/school/bevestigen"
    assert clerk.get("/school").status == 200
    # Once proven, back at the page with the button: a file is no page to come back to.
    waits = kept.read(house.services.keys.signing_keys, DESK_RETURN, clerk.cookies[DESK_RETURN])
    assert waits["address"] == "/school"


def test_another_school_shows_nothing_of_this_one(house: House, visitor: ParentVisitor) -> None:
    house.services.schools.add(
        School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example"), house.services.now()
    )
    visitor.register(house.child())
    house.deliver_all()
    tell(house.mails_to(EMAIL)[-1], BOUNCE)
    clerk = Clerk(house, school=School("de-ster", "", "", "", "", ""))
    assert "Er zijn nog geen leerlingen" in clerk.get("/school").words
    assert "Er zijn geen ouders" in clerk.get("/school/overzicht/onbereikbaar").words
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.get(EXPORT).body)).active
    assert sheet is not None
    assert sheet.max_row == 1


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        (date(2026, 8, 1), date(2026, 8, 1)),
        (date(2026, 7, 31), date(2025, 8, 1)),
        (date(2027, 1, 1), date(2026, 8, 1)),
    ],
)
def test_a_school_year_begins_in_august(today: date, begins: date) -> None:
    assert beginning_of_school_year(today) == begins


def test_the_line_goes_in_steps_from_the_first_day_to_today() -> None:
    days = [DayTally(date(2026, 9, 1), Count(4, 0, 0)), DayTally(date(2026, 10, 1), Count(4, 2, 0))]
    chart = line_of(days, date(2026, 10, 31))
    assert chart
    assert chart.path == "M64.0 280.0H348.0V146.0H632.0"
    assert [month.first for month in chart.months] == [date(2026, 10, 1)]
    assert chart.last == (632.0, 146.0)
    assert line_of([], date(2026, 10, 31)) is None
    one_day = line_of(days[:1], date(2026, 9, 1))
    assert one_day
    assert one_day.path == "M632.0 280.0H632.0"


def test_a_class_has_a_line_of_its_own_from_when_its_numbers_changed(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    house.child("Daan", class_name="3A")
    house.child("Noor", class_name="5")
    recount(REGENBOOG.id)
    house.pass_time(days=2)
    visitor.register(child)
    house.deliver_all()
    tallies, since = house.services.tallies, date(2020, 1, 1)
    linked = [one.whole.linked for one in tallies.days_of_class(REGENBOOG.id, "5B", since)]
    assert linked == [0, 1]
    assert len(tallies.days_of_class(REGENBOOG.id, "3A", since)) == 1
    assert [one.whole.pupils for one in tallies.days_of_class(REGENBOOG.id, "5", since)] == [1]
    clerk = Clerk(house)
    page = clerk.get("/school?groep=5B")
    assert "100% van de leerlingen heeft een gekoppelde ouder: 1 van de 1." in page.words
    assert "Toon de hele school" in page.words
    assert page.text.count("<tr>") == clerk.get("/school?groep=3A").text.count("<tr>") + 1
    assert "33% van de leerlingen" in clerk.get("/school?groep=9Z").words
    assert calls_of(house, lambda: clerk.get("/school?groep=5B")) == calls_of(house, lambda: clerk.get("/school"))


def test_a_class_that_is_gone_ends_with_nobody(house: House) -> None:
    child = house.child()
    recount(REGENBOOG.id)
    house.pass_time(days=1)
    house.services.pupils.close([child.pupil])
    recount(REGENBOOG.id)
    days = house.services.tallies.days_of_class(REGENBOOG.id, "5B", date(2020, 1, 1))
    assert [one.whole.pupils for one in days] == [1, 0]
