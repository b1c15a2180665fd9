"""Who works at the desk: invited, given another role, let in anew, removed."""

from dataclasses import replace

import pytest

from common.cloud.table.desks import new_session
from common.cloud.table.staff import new_invitation
from common.schools import School
from common.staff import Staff
from tests.functions.clerk import Clerk, employ
from tests.functions.house import REGENBOOG, House, subject_of, text_of
from tests.functions.test_desk_login import link_for
from tests.functions.visitor import Visitor, hidden_in

STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
COLLEAGUES = "/school/instellingen/medewerkers"
KIM = {"name": "Kim Jansen", "email": "Kim@School.example", "role": "medewerker"}


def role_of(house: House, person: Staff) -> str:
    found = house.services.staff.find(REGENBOOG.id, person.id)
    assert found
    return found.role


def told(house: House) -> list[str]:
    return [entry.what for entry in house.services.journal.newest(REGENBOOG.id, "", 50)]


def test_a_colleague_is_invited_by_mail_and_told_in_the_journal(house: House) -> None:
    clerk = Clerk(house)
    assert "De uitnodiging is verstuurd" in clerk.submit(COLLEAGUES, **KIM).words
    assert "Kim Jansen" in clerk.get(COLLEAGUES).words
    house.deliver_all()
    (mail,) = house.mails_to("kim@school.example")
    assert subject_of(mail) == "Uw toegang tot Ouderbrief van De Regenboog"
    assert "Dag Kim Jansen" in text_of(mail)
    assert "staff_invited" in told(house)


def test_an_address_of_a_colleague_is_refused_with_the_answers_kept(house: House) -> None:
    clerk = Clerk(house)
    clerk.submit(COLLEAGUES, **KIM)
    page = clerk.submit(COLLEAGUES, **(KIM | {"name": "Ander"}))
    assert "staat al in de lijst" in page.words
    assert 'value="Ander"' in page.text
    assert len(house.services.staff.of_school(REGENBOOG.id)) == 2


def test_nobody_is_told_that_somebody_works_at_another_school(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    theirs = employ(house, school=STER, name="Kim Anders")
    page = Clerk(house).submit(COLLEAGUES, **(KIM | {"email": theirs.email}))
    assert "kunt u niemand uitnodigen" in page.words
    assert not any(told in page.words for told in ("werkt", "De Ster", theirs.name, "in de lijst"))
    assert house.services.staff.find(STER.id, theirs.id) == theirs


def test_a_school_invites_twenty_times_a_day_whatever_comes_of_it(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    house.pass_time(seconds=86400 - house.services.now().timestamp() % 86400 + 1)
    clerk = Clerk(house)
    for n in range(20):
        clerk.post(COLLEAGUES, **(KIM | {"email": f"kim{n // 2}@school.example"}))
    page = clerk.submit(COLLEAGUES, **(KIM | {"email": "kim99@school.example"}))
    assert "vandaag al 20 keer" in page.words
    assert 'value="kim99@school.example"' in page.text
    assert len(house.services.staff.of_school(REGENBOOG.id)) == 11
    assert "De uitnodiging is verstuurd" in Clerk(house, school=STER).submit(COLLEAGUES, **KIM).words
    house.pass_time(days=1)
    clerk.sit_down()
    assert "De uitnodiging is verstuurd" in clerk.submit(COLLEAGUES, **(KIM | {"email": "kim99@school.example"})).words


def test_one_colleague_is_let_in_anew_five_times_a_day(house: House) -> None:
    house.pass_time(seconds=86400 - house.services.now().timestamp() % 86400 + 1)
    clerk, other = Clerk(house), employ(house)
    anew = f"{COLLEAGUES}/{other.id}/opnieuw"
    for _ in range(5):
        clerk.post(anew)
    before = house.services.staff.find(REGENBOOG.id, other.id)
    assert "vandaag al 5 keer" in clerk.submit(anew).words
    assert house.services.staff.find(REGENBOOG.id, other.id) == before
    assert "Er is een nieuwe uitnodiging" in clerk.submit(f"{COLLEAGUES}/{employ(house).id}/opnieuw").words


def test_what_is_no_name_and_no_address_is_told_at_the_field(house: House) -> None:
    page = Clerk(house).submit(COLLEAGUES, name=" ", email="kim")
    assert "Vul de naam van uw collega in" in page.words
    assert "Vul een e-mailadres in zoals" in page.words


def test_a_medewerker_does_not_come_here(house: House) -> None:
    clerk, other = Clerk(house, "medewerker"), employ(house)
    for method, path in (
        ("GET", COLLEAGUES),
        ("POST", COLLEAGUES),
        ("GET", f"{COLLEAGUES}/{other.id}"),
        ("POST", f"{COLLEAGUES}/{other.id}/rol"),
        ("POST", f"{COLLEAGUES}/{other.id}/opnieuw"),
        ("POST", f"{COLLEAGUES}/{other.id}/verwijderen"),
    ):
        answer = clerk.get(path) if method == "GET" else clerk.post(path, role="medewerker")
        assert answer.status == 403, path
        assert "Dit is alleen voor beheerders" in answer.words
    assert house.services.staff.find(REGENBOOG.id, other.id) == other


@pytest.mark.parametrize("way", ["opnieuw", "verwijderen"])
def test_what_takes_access_away_is_asked_first_with_the_name(house: House, way: str) -> None:
    clerk, other = Clerk(house), employ(house, name="Kim Jansen")
    assert f'href="{COLLEAGUES}/{other.id}/{way}"' in clerk.get(f"{COLLEAGUES}/{other.id}").text
    page = clerk.get(f"{COLLEAGUES}/{other.id}/{way}")
    assert "Kim Jansen" in page.words
    assert "over u zelf" not in page.words
    assert f'action="{COLLEAGUES}/{other.id}/{way}"' in page.text
    assert "Dit gaat over u zelf" in clerk.get(f"{COLLEAGUES}/{clerk.person.id}/{way}").words
    assert house.services.staff.find(REGENBOOG.id, other.id) == other


def test_the_only_beheerder_is_told_what_is_at_stake_and_gets_in_again(house: House) -> None:
    clerk = Clerk(house)
    employ(house, "medewerker")
    anew = f"{COLLEAGUES}/{clerk.person.id}/opnieuw"
    asked = clerk.get(anew).words
    assert "U bent de enige beheerder" in asked
    assert clerk.person.email in asked
    house.pass_time(seconds=5)
    clerk.post(anew)
    assert "Open de e-mail die u hebt gekregen" in clerk.get(clerk.get(COLLEAGUES).goes_to).words
    assert Visitor().get(link_for(house, clerk.person.email)).status == 200
    assert "U bent de enige beheerder" not in Clerk(house).get(anew).words


def test_whoever_removes_oneself_is_told_that_access_has_ended(house: House) -> None:
    clerk, _ = Clerk(house), Clerk(house)
    clerk.post(f"{COLLEAGUES}/{clerk.person.id}/verwijderen")
    page = clerk.get(clerk.get(COLLEAGUES).goes_to)
    assert "Uw toegang is beëindigd" in page.words
    assert "staat er dan nog" not in page.words
    assert "__Host-desk" not in clerk.cookies


def test_the_refusal_of_a_medewerker_stands_in_the_frame_of_the_school(house: House) -> None:
    page = Clerk(house, "medewerker").get(COLLEAGUES)
    assert page.status == 403
    for part in ("De Regenboog", "Leerlingen", "Uitloggen", "Dit is alleen voor beheerders"):
        assert part in page.words
    assert "connect-src 'self'" in page.headers["content-security-policy"]


def test_the_role_and_the_way_out_work_on_the_next_page(house: House) -> None:
    clerk, colleague = Clerk(house), Clerk(house)
    assert colleague.get(COLLEAGUES).status == 200
    clerk.submit(f"{COLLEAGUES}/{colleague.person.id}/rol", role="medewerker")
    assert colleague.get(COLLEAGUES).status == 403
    assert "meteen uitgelogd" in clerk.submit(f"{COLLEAGUES}/{colleague.person.id}/verwijderen").words
    assert colleague.get(COLLEAGUES).goes_to == "/school/inloggen"
    assert {"staff_changed", "staff_removed"} <= set(told(house))


def test_the_last_beheerder_who_can_come_in_stays(house: House) -> None:
    clerk = Clerk(house)
    Clerk(house, "medewerker")
    clerk.submit(COLLEAGUES, name="Kim Jansen", email="kim@school.example", role="beheerder")
    for way in ("rol", "verwijderen"):
        page = clerk.submit(f"{COLLEAGUES}/{clerk.person.id}/{way}", role="medewerker", sure="on")
        assert "Dan kan er geen beheerder meer inloggen" in page.words
    assert clerk.get(COLLEAGUES).status == 200
    Clerk(house)
    clerk.submit(f"{COLLEAGUES}/{clerk.person.id}/rol", role="medewerker", sure="on")
    assert clerk.get(COLLEAGUES).status == 403


def test_whoever_is_let_in_anew_in_that_moment_is_nobody_who_can_come_in(house: House) -> None:
    clerk, colleague = Clerk(house), Clerk(house)
    now = house.services.now()
    waiting = replace(colleague.person, invitation=new_invitation(now))
    house.meanwhile("TransactWriteItems", lambda: house.services.staff.invite_again(waiting, now))
    clerk.post(f"{COLLEAGUES}/{clerk.person.id}/rol", role="medewerker", sure="on")
    assert clerk.get(COLLEAGUES).status == 200


def test_nobody_stops_being_beheerder_by_a_slip_of_the_thumb(house: House) -> None:
    clerk, other = Clerk(house), Clerk(house)
    own, others = f"{COLLEAGUES}/{clerk.person.id}", f"{COLLEAGUES}/{other.person.id}"
    assert 'name="sure"' in clerk.get(own).text
    assert 'name="sure"' not in clerk.get(others).text
    page = clerk.submit(f"{own}/rol", role="medewerker")
    assert "Kruis aan dat u zelf geen beheerder meer wilt zijn" in page.words
    assert 'value="medewerker" checked' in page.text
    assert clerk.get(COLLEAGUES).status == 200
    page = clerk.submit(f"{own}/rol", role="medewerker", sure="on")
    assert "U bent nu medewerker. Instellingen en medewerkers zijn voor beheerders." in page.words
    assert clerk.get(COLLEAGUES).status == 403


def test_two_who_remove_each_other_at_once_leave_one(house: House) -> None:
    clerk, colleague = Clerk(house), Clerk(house)
    house.meanwhile("TransactWriteItems", lambda: colleague.post(f"{COLLEAGUES}/{clerk.person.id}/verwijderen"))
    clerk.post(f"{COLLEAGUES}/{colleague.person.id}/verwijderen")
    assert len(house.services.staff.of_school(REGENBOOG.id)) == 1


def test_whoever_lost_everything_is_let_in_anew_and_nothing_of_before_works(house: House) -> None:
    clerk, colleague = Clerk(house), Clerk(house)
    again = f"{COLLEAGUES}/{colleague.person.id}/opnieuw"
    assert "Er is een nieuwe uitnodiging" in clerk.submit(again).words
    assert colleague.get(COLLEAGUES).goes_to == "/school/inloggen"
    first = link_for(house, colleague.person.email)
    house.pass_time(seconds=5)
    clerk.submit(again)
    assert Visitor().get(first).status == 404
    assert Visitor().get(link_for(house, colleague.person.email)).status == 200


def test_another_school_sees_and_changes_nobody_here(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    ours, theirs = Clerk(house), Clerk(house, school=STER)
    assert ours.person.name not in theirs.get(COLLEAGUES).text.replace(theirs.person.name, "", 3)
    not_there = theirs.get(f"{COLLEAGUES}/{'0' * 20}")
    not_ours = theirs.get(f"{COLLEAGUES}/{ours.person.id}")
    assert not_there.status == 404
    assert (not_there.body, not_there.headers) == (not_ours.body, not_ours.headers)
    for way in ("rol", "opnieuw", "verwijderen"):
        assert theirs.post(f"{COLLEAGUES}/{ours.person.id}/{way}", role="medewerker").status == 404
    assert house.services.staff.find(REGENBOOG.id, ours.person.id) == ours.person
    assert new_session(ours.person, house.services.now()).school == REGENBOOG.id


def test_whoever_lets_themselves_in_anew_is_told_once(house: House) -> None:
    clerk = Clerk(house)
    answer = clerk.post(f"{COLLEAGUES}/{clerk.person.id}/opnieuw")
    assert answer.goes_to == "/school/inloggen"
    told = "U hebt opnieuw toegang gekregen"
    assert told in clerk.get("/school/inloggen").words
    for _ in range(3):
        assert told not in clerk.get(clerk.get("/school").goes_to).words


def test_whoever_was_let_in_anew_by_a_colleague_is_told_once(house: House) -> None:
    clerk = Clerk(house)
    Clerk(house).post(f"{COLLEAGUES}/{clerk.person.id}/opnieuw")
    told = "U hebt opnieuw toegang gekregen"
    assert told in clerk.get(clerk.get("/school").goes_to).words
    for _ in range(3):
        assert told not in clerk.get(clerk.get("/school").goes_to).words


def test_a_role_that_a_colleague_changed_meanwhile_is_not_changed_back_unseen(house: House) -> None:
    first, second = Clerk(house), Clerk(house)
    person = Clerk(house, "medewerker").person
    page = f"{COLLEAGUES}/{person.id}"
    form = hidden_in(first.get(page), f"{page}/rol")
    second.post(f"{page}/rol", role="beheerder", **hidden_in(second.get(page), f"{page}/rol"))
    answer = first.submit(f"{page}/rol", role="medewerker", **form)
    assert "Iemand heeft dit intussen ook veranderd" in answer.words
    assert role_of(house, person) == "beheerder"
    first.post(f"{page}/rol", role="medewerker", **hidden_in(answer, f"{page}/rol"))
    assert role_of(house, person) == "medewerker"
