"""Every mail that we send, to and about people with the worst names: one function each, named after its folder."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from common.attachments import Attachment
from common.audiences import Audience
from common.class_letters import ClassLetters
from common.cloud.mail import Letter
from common.imports import Import, Remark
from common.letters import Batch
from common.messages import Message
from common.parents import Parent
from common.pupils import Pupil
from common.reports import Report
from common.schools import School
from common.staff import Invitation, Staff
from messages import mails, school_mails

# HTML, a template, a placeholder, a header, quotes, and a change of direction.
HOSTILE = "<script>alert(1)</script> {{ 777 * 777 }} %(name)s %s \r\nBcc: x@boos.example \"'>&amp;"
AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
SCHOOL = School(
    id="de-regenboog",
    name=f"De Regenboog {HOSTILE}",
    street="Kleurlaan 1",
    postcode_city="1234 AB Utrecht",
    phone=f"030 {HOSTILE}",
    email="info@regenboog.example",
)
PUPIL = Pupil("de-regenboog", "p", f"Bo {HOSTILE}", "", "Hek", f"3A {HOSTILE}", None, date(2027, 7, 31), "b", linked=3)
MESSAGE = Message(
    school="de-regenboog",
    id="20260901T120000-0000000000",
    kind="dringend",
    title=f"IJsvrij {HOSTILE}",
    text=f"Blijf **thuis** {HOSTILE}\n\n- een\n- https://school.example/a?b=1&c=2\n\n[klik](javascript:alert(1))",
    audience=Audience(school=True),
    made_at=AT,
    send_at=AT,
    attachments=(Attachment("a", f"rooster {HOSTILE}.pdf", "application/pdf", 1_234_567),),
)
LIST = Import(
    school="de-regenboog",
    id=MESSAGE.id,
    file=f"lijst {HOSTILE}.csv",
    bucket="uploads",
    key="lijst",
    etag="0",
    state="done",
    counts={"rows": 60, "imported": 4, "held": 52},
    warnings=(Remark("regel 7", f"let op {HOSTILE}"),),
    letters=(ClassLetters(f"5B {HOSTILE}", "5b"),),
)
HELD = [Remark(f"regel {number}", f"geen groep {HOSTILE}") for number in range(60)]
_WANTED = (ClassLetters(f"5B {HOSTILE}", "5b"), ClassLetters("6A", "6a"))
BATCH = Batch(SCHOOL.id, MESSAGE.id, "list", "", AT, _WANTED, frozenset("ab"), frozenset("p"))

STAFF = Staff(SCHOOL.id, "s", f"Kim {HOSTILE}", SCHOOL.email, "medewerker", AT, Invitation("nonce", AT))

Make = Callable[[Parent], Letter]


def _message_waits(parent: Parent) -> Letter:
    return mails.for_message(MESSAGE, SCHOOL, replace(parent, email_confirmed=False))


def _new_link(parent: Parent) -> Letter:
    return mails.of_system("new_link", parent, "x", school=SCHOOL, pupil=PUPIL)


def _of_system(name: str, **context: str) -> Make:
    return lambda parent: mails.of_system(name, parent, "x", **context)


def _report(parent: Parent) -> Letter:
    report = Report(SCHOOL.id, PUPIL.id, "unknown_link", AT, parent.name, HOSTILE)
    return school_mails.of_report(SCHOOL, PUPIL, report, "x")


TO_PARENTS: dict[str, Make] = {
    "message": lambda parent: mails.for_message(MESSAGE, SCHOOL, parent),
    "digest": lambda parent: mails.for_digest([MESSAGE, replace(MESSAGE, title="Twee")], SCHOOL, parent, 1),
    "message_waits": _message_waits,
    "new_link": _new_link,
    "unlinked": lambda parent: mails.of_system("unlinked", parent, "x", school=SCHOOL),
    "confirm_email": _of_system("confirm_email", digits="012345"),
    "reset_password": _of_system("reset_password", digits="012345"),
    "password_changed": _of_system("password_changed"),
    "address_changed": _of_system("address_changed"),
    "try_out": _of_system("try_out"),
}
TO_SCHOOLS: dict[str, Make] = {
    "list_report": lambda _parent: school_mails.of_list(SCHOOL, LIST, HELD, "x"),
    "report": _report,
    "invitation": lambda _parent: school_mails.of_invitation(SCHOOL, STAFF, "https://ouders.example/school/x", "x"),
    "letters_ready": lambda _parent: school_mails.of_letters(SCHOOL, BATCH, LIST.file, "x"),
    "reminders_due": lambda _parent: school_mails.of_reminders(SCHOOL, 12, "x"),
}
