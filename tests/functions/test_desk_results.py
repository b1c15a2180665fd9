"""*Berichten* at the desk, what is shown: whom a message would reach, its mail, and how each parent fared."""

import re
from collections.abc import Mapping
from datetime import datetime

from common.audiences import Audience
from common.cloud.table.sessions import new_session
from common.ids import random_id
from common.messages import Message
from common.parents import Parent
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.test_desk_messages import MESSAGES, NEW, PREVIEW, hidden, parent_of, sent, write


def test_the_preview_says_whom_it_does_not_reach_and_why(house: House) -> None:
    parent_of(house)
    off = parent_of(house, "Bram", "uit@ouders.example")
    off.post("/nl/profiel", email_dringend="on", pace="now")
    new = ParentVisitor(house)
    new.register(house.child("Noor"), email="nieuw@ouders.example")
    phone = parent_of(house, "Daan", "push@ouders.example")
    phone.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    parent_of(house, "Kim", "weg@ouders.example")
    house.services.addresses.give_up(
        house.parent("weg@ouders.example").id, "weg@ouders.example", "bounce", house.services.now()
    )
    house.child("Zonder")
    words = write(Clerk(house)).words
    assert "2 ouders krijgen dit bericht" in words
    for line in (
        "1 met een pushmelding",
        "1 met een e-mail ",
        "1 met een e-mail zonder inhoud",
        "1 helemaal niet, want dat e-mailadres neemt geen e-mail aan",
        "1 helemaal niet, want dit soort berichten staat uit",
        "5 samen: de gekoppelde ouders van 6 leerlingen",
        "1 leerling heeft nog geen gekoppelde ouder",
    ):
        assert line in words, line
    words = write(Clerk(house), kind="dringend").words
    assert "3 ouders krijgen dit bericht" in words
    assert "Dringend: het gaat meteen weg" in words


def test_the_mail_is_shown_as_each_parent_reads_it_and_nothing_in_it_works(house: House) -> None:
    parent_of(house)
    clerk = Clerk(house)
    preview = write(clerk, title="Sportdag <script>", kind="dringend")
    order = hidden(preview, "order")
    assert "frame-src 'self'" in preview.headers["content-security-policy"]
    for language, word in (("nl", "Dringend:"), ("tr", "Acil:"), ("ar", "عاجل"), ("xx", "Dringend:")):
        page = clerk.get(f"{PREVIEW}?bericht={order}&taal={language}")
        assert word in page.words, language
        mail = clerk.get(f"{NEW}/mail?bericht={order}&taal={language}")
        assert mail.status == 200
        assert "<strong>gymschoenen</strong>" in mail.text
        assert "<script>" not in mail.text
        policy = mail.headers["content-security-policy"]
        assert re.search(r"style-src 'sha256-[\w+/]{43}='", policy)
        assert policy.endswith("frame-ancestors 'self'; sandbox")
        assert mail.headers["x-frame-options"] == "SAMEORIGIN"
        assert "default-src 'none'" in policy
    assert "/uitschrijven/voorbeeld" in mail.text


def test_the_counts_add_up_and_lead_to_the_parents_in_each_state(house: House) -> None:
    parent_of(house)
    off = parent_of(house, "Bram", "uit@ouders.example")
    off.post("/nl/profiel", email_dringend="on", pace="now")
    clerk = Clerk(house)
    message = sent(clerk)
    house.deliver_all()
    page = clerk.get(f"{MESSAGES}/{message}")
    assert re.search(r"Verstuurd 1 .*Niet gewenst 1 .*Samen 2 ", page.words)
    assert "Of een ouder het bericht heeft geopend, houden we niet bij" in page.words
    assert "Klaar" in page.words
    only = clerk.get(f"{MESSAGES}/{message}?staat=withheld").words
    assert "Bram Bakker (5B), ouder 1" in only
    assert "Sanne" not in only
    for wrong in ("staat=alles", "pagina=x", "pagina=-1"):
        assert clerk.get(f"{MESSAGES}/{message}?{wrong}").status == 404
    assert "ouders.example" not in page.text


def test_many_recipients_come_page_by_page_each_once(house: House) -> None:
    for number in range(53):
        ParentVisitor(house).register(house.child(f"Kind{number:02d}"), email=f"o{number}@ouders.example")
    clerk = Clerk(house)
    message = sent(clerk)
    house.deliver_all()
    first, second = (clerk.get(f"{MESSAGES}/{message}?pagina={page}") for page in (0, 1))
    found = [re.findall(r"Kind\d\d", page.words) for page in (first, second)]
    assert [len(names) for names in found] == [50, 3]
    assert found[0] + found[1] == [f"Kind{number:02d}" for number in range(53)]


def test_messages_are_listed_the_newest_first_page_by_page(house: House) -> None:
    sender = Sender(house)
    for number in range(23):
        sender.message(title=f"Bericht {number:02d}")
        house.pass_time(seconds=2)
    clerk = Clerk(house)
    page = clerk.get(MESSAGES)
    assert re.findall(r"Bericht \d\d", page.words) == [f"Bericht {number:02d}" for number in range(22, 2, -1)]
    older = re.search(r'href="(/school/berichten\?voor=[^"]+)"', page.text)
    assert older
    page = clerk.get(older[1])
    assert re.findall(r"Bericht \d\d", page.words) == ["Bericht 02", "Bericht 01", "Bericht 00"]
    assert "Oudere berichten" not in page.words


def test_of_many_parents_a_preview_looks_at_some_and_says_so(house: House) -> None:
    """The frame, the draft, the pupils, the links, and one read of parents, however many there are."""
    now = house.services.now()
    for number in range(101):
        child, parent = house.child(f"Kind{number}"), Parent(random_id(), "Ouder", f"o{number}@ouders.example")
        house.services.parents.register(parent, house.invitation(child.pupil), new_session(parent.id, now), now)
        if number % 2:
            house.services.addresses.confirm(parent)
    clerk = Clerk(house)
    order = hidden(write(clerk), "order")
    house.aws.calls.clear()
    page = clerk.get(f"{PREVIEW}?bericht={order}").words
    assert len(house.aws.calls) == 5
    assert "101 samen: de gekoppelde ouders van 101 leerlingen" in page
    assert "Het is een schatting: we keken bij 88 ouders" in page
    pushes, mails, news = map(int, re.findall(r"ongeveer (\d+)", page))
    assert pushes == 0
    assert abs(mails + news - 101) <= 1
    # Of 50 and 51, all but 13 were looked at.
    assert 37 * 101 / 88 - 1 < mails < 50 * 101 / 88 + 1
    assert f"Ongeveer {mails} ouders krijgen dit bericht" in page


def test_pupils_who_were_chosen_are_named_in_the_order_of_their_class(house: House) -> None:
    chosen = [house.child(name, class_name=group) for name, group in (("Noor", "6A"), ("Daan", "5B"), ("Sanne", "5B"))]
    house.child("Bram")
    page = write(Clerk(house), audience="pupils", **{f"pupil.{one.pupil.id}": "on" for one in chosen})
    assert re.findall(r"(\w+) Bakker", page.words) == ["Daan", "Sanne", "Noor"]


def test_a_copy_of_a_message_to_very_many_pupils_asks_for_them_anew(house: House) -> None:
    now, chosen = house.services.now(), tuple(random_id() for _ in range(76))
    for ident, pupils in (("20260901T120000-0000000001", chosen), ("20260901T120000-0000000002", chosen[1:])):
        audience = Audience(pupils=pupils)
        message = Message(REGENBOOG.id, ident, "schoolnieuws", "Sportdag", "Neem brood mee.", audience, now, now)
        house.services.messages.add(message)
    clerk = Clerk(house)
    drafts = []
    for ident in ("20260901T120000-0000000001", "20260901T120000-0000000002"):
        order = clerk.post(f"{MESSAGES}/{ident}/kopie").goes_to.partition("bericht=")[2]
        (values,) = (one for key, one, _ in _drafts(house, clerk) if key == order)
        drafts.append(sum(name.startswith("pupil.") for name in values))
        assert values["text"] == "Neem brood mee."
    assert drafts == [0, 75]


def _drafts(house: House, clerk: Clerk) -> list[tuple[str, Mapping[str, str], datetime]]:
    return house.services.drafts.under(REGENBOOG.id, clerk.person.id, f"{NEW}/")
