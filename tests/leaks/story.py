"""The whole story in one house, with all that goes wrong on the way: whatever opens something is used in it."""

import html
import json
import logging
import re
import traceback
from collections.abc import Callable
from datetime import date, timedelta

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.codes import grouped
from local.desk import digits
from school import retention
from tests.functions import test_desk_files as desk_files
from tests.functions import test_desk_messages as desk_messages
from tests.functions import test_letters as letters
from tests.functions import uploads as lists
from tests.functions.clerk import PASSWORD, SECRET, Clerk, employ
from tests.functions.house import BORN, REGENBOOG, Child, House, text_of
from tests.functions.lettering import LETTERS_PAGE, make_batch
from tests.functions.operator import erase
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_attachments import SenderOfFiles
from tests.functions.test_desk_login import come_in, link_for, wrong_digits
from tests.functions.test_feedback import BOUNCE, COMPLAINT, DELIVERY, tell
from tests.functions.test_school import SchoolSystem
from tests.functions.visitor import Visitor
from tests.pages.ways.desk_pupils import page_of
from tests.rules.files import workbook

_NEW_PASSWORD = "vier blauwe nijlpaarden"
_WRONG = "helemaal verkeerd geraden"
_KEYS, _COLLEAGUES = "/school/instellingen/sleutels", "/school/instellingen/medewerkers"


def tell_it_all(house: House) -> None:
    """Wants authenticators that are checked (see test_desk_login)."""
    lists_come(house)
    letters_are_made(house)
    children = somebody_is_let_in(house)
    a_parent_comes(house, *children)
    a_password_is_forgotten(house)
    the_account_is_changed(house)
    messages_are_sent(house)
    the_desk_works(house)
    everything_breaks(house, *children)
    the_account_ends(house)


def lists_come(house: House) -> None:
    rows = (
        lists.SANNE,
        lists.DAAN,
        "4;;;;5B;",
        "5;;;;5B;12-12-2011",
        "6;Bo;;Vos;5B;32-13-2018",
        "7;Kim;;Vos;5B;2016-11-09",
    )
    assert lists.take(lists.put(house, *rows)) == 0
    cells = ((8, "Isa", "de", "Cel", "5E", date(2016, 5, 4)),)
    assert lists.take(lists.put_content(house, workbook(*cells), name="cellen.xlsx", at="13:00:00")) == 0
    assert lists.take(lists.put_content(house, b"Naam;Kleur\r\nSanne;rood", name="c.csv", at="14:00:00")) == 0
    changed = lists.put(house, lists.SANNE.replace("14-03", "15-03"), name="d.csv", at="15:00:00")
    assert lists.take(changed) == 0
    assert SchoolSystem(house).send("POST", f"/api/imports/{lists.reports(house)[-1].id}/undo", {}, "").status == 202
    lists.settle(house)


def letters_are_made(house: House) -> None:
    assert letters.make(*house.aws.queued("letters")) == 0
    house.deliver_all()


def somebody_is_let_in(house: House) -> tuple[Child, Child, Child]:
    """To the desk, with an authenticator; three children whose letters are on paper."""
    person, visitor = employ(house, name="Kim Bos"), Visitor()
    visitor.post(link_for(house, person.email), password="kort")
    come_in(house, visitor, person.email)
    another = Visitor()
    another.post("/school/inloggen", email=person.email, password=_WRONG)
    another.post("/school/inloggen", email=person.email, password=PASSWORD)
    another.post("/school/inloggen/code", digits=wrong_digits())
    another.post("/school/inloggen/code", digits=digits(SECRET))
    another.post("/school/bevestigen", password=_WRONG, digits=wrong_digits())
    another.post("/school/bevestigen", password=PASSWORD, digits=wrong_digits())
    another.post("/school/bevestigen", password=PASSWORD, digits=digits(SECRET))
    another.post("/school/uitloggen")
    children = house.child("Sanne"), house.child("Daan", date(2015, 11, 30)), house.child("Noor", None)
    address = make_batch(house, clerk := Clerk(house))
    file = re.findall(rf"{address}/([\w-]+)\"", clerk.get(address).text)[0]
    assert clerk.get(f"{address}/{file}").goes_to.startswith("https://")
    clerk.post(f"{address}/zip")
    letters.make(*house.aws.queued("letters"))
    clerk.get(f"{address}/zip")
    clerk.get(LETTERS_PAGE)
    return children


def a_parent_comes(house: House, child: Child, second: Child, third: Child) -> None:
    visitor = ParentVisitor(house)
    visitor.get(f"/k/{child.code}")
    visitor.get("/nl/start")
    visitor.get("/nl/registreren")
    visitor.post("/nl/inloggen", email=child.code, password=child.code)
    visitor.register(child, day="15")
    visitor.register(child, password="kort")
    visitor.post("/nl/melden", code=child.code, name="Fatima", contact="06 12345678")
    assert visitor.register(child).goes_to == "/nl/profiel"
    house.deliver_all()
    right = house.digits_for(EMAIL)
    visitor.post("/nl/profiel/adres", digits="000000" if right != "000000" else "111111")
    visitor.confirm()
    visitor.post("/nl/profiel", email_dringend="on", email_schoolnieuws="on", push_dringend="on")
    visitor.post("/nl/profiel/apparaten", token="telefoon-van-haar-met-een-lang-token", platform="fcm")
    visitor.post("/nl/profiel/proefbericht")
    visitor.link(second, day="13")
    visitor.link(second)
    visitor.link(third)
    visitor.post(second.address)
    visitor.post("/nl/uitloggen")
    visitor.log_in(password=_WRONG)
    visitor.log_in()
    guesser = ParentVisitor(house)
    for _ in range(6):
        guesser.register(second, day="9", email="ander@ouders.example")
    guesser.register(third, password=_WRONG)
    house.deliver_all()


def a_password_is_forgotten(house: House) -> None:
    house.pass_time(minutes=15)
    visitor = ParentVisitor(house)
    for email in (EMAIL, "niemand@ouders.example"):
        visitor.post("/nl/wachtwoord", email=email)
        house.deliver_all()
        form = {"email": email, "password": _NEW_PASSWORD}
        visitor.post("/nl/wachtwoord/nieuw", **form, digits="123123")
        visitor.post("/nl/wachtwoord/nieuw", **form, digits=house.reset_digits_for(email))
    assert ParentVisitor(house).log_in(password=_NEW_PASSWORD).goes_to == "/nl/profiel"
    house.deliver_all()


def the_account_is_changed(house: House) -> None:
    house.pass_time(minutes=15)
    visitor = ParentVisitor(house)
    visitor.log_in(password=_NEW_PASSWORD)
    visitor.post("/nl/account/wachtwoord", current=_WRONG, password="derde lange wachtwoord")
    visitor.post("/nl/account/wachtwoord", current=_NEW_PASSWORD, password="derde lange wachtwoord")
    visitor.post("/nl/account/adres", current=_WRONG, email="nieuw@ouders.example")
    visitor.post("/nl/account/adres", current="derde lange wachtwoord", email="nieuw@ouders.example")
    house.deliver_all()
    visitor.post("/nl/profiel/adres", digits=house.digits_for(EMAIL))
    house.deliver_all()
    assert house.parent("nieuw@ouders.example").email_confirmed
    for page in ("account", "account/gegevens", "account/gegevens/json", "profiel", "berichten", "contact"):
        visitor.get(f"/nl/{page}")


def messages_are_sent(house: House) -> None:
    """With a file each, from the desk and through the door; how they arrive, and the ways out of them."""
    clerk, sender = Clerk(house), SenderOfFiles(house)
    back = desk_files.put(house, desk_messages.write(clerk, action="files"))
    page = desk_files.take(clerk, clerk.get(f"{back}&bucket=b&key=k&etag=e"))
    preview = desk_messages.write(clerk, order=desk_messages.hidden(page, "order"))
    message = desk_messages.send(clerk, preview).goes_to
    clerk.get(f"{message}/bijlage/1")
    sender.order(sender.put(sender.ask()))
    house.refuse("SendEmail", "TooManyRequestsException")
    house.work(*house.deliver_all())
    house.tick()
    house.sweep()
    house.deliver_all()
    visitor = ParentVisitor(house)
    visitor.log_in("nieuw@ouders.example", "derde lange wachtwoord")
    visitor.get(f"/nl/berichten/{REGENBOOG.id}/{message.rpartition('/')[2]}/bijlage/1")
    out = [address for mail in house.mails for address in re.findall(r"/uitschrijven/[\w.-]+", text_of(mail))]
    assert out
    visitor.get(f"/nl{out[-1]}")
    Visitor().get(f"/nl{out[-1][:-3]}xxx")
    Visitor().send("POST", out[-1], {}, "List-Unsubscribe=One-Click")
    for mail in house.mails[-3:]:
        tell(mail, DELIVERY, BOUNCE, COMPLAINT)
    house.deliver_all()


def the_desk_works(house: House) -> None:
    clerk = Clerk(house)
    key = re.findall(r"ob_[\w-]{20,}", clerk.submit(_KEYS, name="Portaal", scope_pupils="on").text)[0]
    system = SchoolSystem(house)
    system.headers["authorization"] = f"Bearer {key}"
    system.add(birth_date="2014-02-27")
    system.add(given_name="Mila", birth_date="27-02-2014")
    system.headers["authorization"] = "Bearer ob_nietsnietsnietsnietsniets"
    system.get("/api/imports")
    form = {"given_name": "Nieuw", "family_name": "Hier", "class": "", "new_class": "6A"}
    form |= {"day": "17", "month": "december", "year": "2013"}
    clerk.submit("/school/leerlingen/nieuw", **form)
    clerk.submit("/school/leerlingen/nieuw", **(form | {"month": "dertien"}))
    child = house.child("Liv")
    seen = re.findall(r'name="seen" value="([^"]*)"', clerk.get(f"{page_of(child)}/wijzigen").text)[0]
    form = {"given_name": "Liv", "prefix": "", "family_name": "Bakker", "class": "5B", "new_class": "", "language": ""}
    form |= {"day": "19", "month": "4", "year": "2012", "seen": html.unescape(seen)}
    clerk.submit(f"{page_of(child)}/wijzigen", **form)
    clerk.submit(f"{page_of(child)}/code", version="1")
    clerk.post(page_of(child), what="letter")
    letters.make(*house.aws.queued("letters"))
    clerk.post(f"{page_of(child)}/gegevens")
    pages = ("", "/leerlingen", "/lijsten", "/brieven", "/berichten", "/schooljaar", "/logboek", "/instellingen")
    for page in (*pages, f"/leerlingen/{child.pupil.id}", "/leerlingen/nieuw"):
        clerk.get(f"/school{page}")
    clerk.submit(_COLLEAGUES, name="Pim", email="pim@school.example", role="medewerker")
    Visitor().post(link_for(house, "pim@school.example"), password=PASSWORD)
    person = house.services.staff.behind("pim@school.example")
    assert person
    clerk.post(f"{_COLLEAGUES}/{person[1]}/opnieuw")
    house.deliver_all()
    # What is filled in when the session has ended waits for whoever comes back.
    house.pass_time(hours=2)
    clerk.post(f"{page_of(child)}/wijzigen", **form)
    clerk.post(f"{page_of(child)}/verwijderen")
    clerk.post("/school/bevestigen", password=PASSWORD, digits=digits(SECRET))


def everything_breaks(house: House, child: Child, second: Child, _third: Child) -> None:
    """The message of each fault repeats all that was sent to AWS."""
    house.pass_time(days=2)
    visitor, system, clerk = ParentVisitor(house), SchoolSystem(house), Clerk(house)
    visitor.log_in("nieuw@ouders.example", "derde lange wachtwoord")
    for operation in ("GetItem", "BatchGetItem", "UpdateItem", "TransactWriteItems"):
        house.refuse(operation)
        assert visitor.link(second).status == 500, operation
    for operation in ("BatchGetItem", "UpdateItem", "AdminInitiateAuth", "PutItem"):
        house.refuse(operation, "InternalErrorException")
        ParentVisitor(house).log_in("nieuw@ouders.example", "derde lange wachtwoord")
    for operation in ("AdminCreateUser", "AdminSetUserPassword"):
        house.refuse(operation, "InternalErrorException")
        assert ParentVisitor(house).register(child, email="stuk@ouders.example").status == 500, operation
    house.refuse("AdminInitiateAuth", "InternalErrorException")
    Visitor().post("/school/inloggen", email=clerk.person.email, password=PASSWORD)
    house.refuse("TransactWriteItems")
    assert system.add(given_name="Sanne", birth_date=BORN.isoformat()).status == 500
    for operation in ("TransactWriteItems", "BatchWriteItem", "GetObject"):
        house.refuse(operation)
        lists.take(lists.put(house, lists.NOOR, f"9;{operation};;Wit;6A;01-06-2015", name=f"{operation}.csv"))
    for operation in ("PutObject", "UpdateItem"):
        house.refuse(operation)
        letters.make(letters.request_for(child, second))
    visitor.post("/nl/wachtwoord", email="nieuw@ouders.example")
    house.relay()
    house.refuse("SendEmail", "InternalErrorException")
    house.work(*house.aws.queued("deliveries"))
    house.deliver_all()
    visitor.get(f"/nl/{grouped(child.code)}/{BORN.isoformat()}")
    visitor.send("POST", "/nl/profiel", {"sec-fetch-site": "cross-site"}, f"password={PASSWORD}&code={child.code}")
    system.send("POST", "/api/pupils", {}, json.dumps({"birth_date": BORN.isoformat()})[:-1])
    for body in ("geen json", json.dumps({"kind": "niets", "code": child.code})):
        house.work({"body": body, "born": BORN.isoformat()})
    for operation, act in (("Query", house.tick), ("Query", house.sweep), ("Query", erase), ("Query", forget_pupils)):
        house.refuse(operation)
        as_the_runtime_does(act)
    clerk.post(_COLLEAGUES, name="Joop", email="joop@school.example", role="medewerker")
    house.refuse("SendMessageBatch")
    as_the_runtime_does(house.relay)
    house.services.ahead += timedelta(minutes=20)


def forget_pupils() -> None:
    """What comes every night."""
    retention.handler({}, LambdaContext())


def as_the_runtime_does(act: Callable[[], object]) -> None:
    """What a handler raises is logged by Lambda, with its message and where it came from."""
    try:
        act()
    except Exception as error:
        logging.getLogger("runtime").error("".join(traceback.format_exception(error)))
    else:
        raise AssertionError("nothing was raised")


def the_account_ends(house: House) -> None:
    visitor = ParentVisitor(house)
    visitor.log_in("nieuw@ouders.example", "derde lange wachtwoord")
    visitor.post("/nl/account/verwijderen", current="derde lange wachtwoord")
    house.deliver_all()
