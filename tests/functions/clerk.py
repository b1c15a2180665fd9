"""Somebody of the staff at the school's desk: what people do there, one method each."""

from collections.abc import Mapping

from moto.cognitoidp.models import COGNITO_TOTP_MFA_SECRET

from common.cloud.table.desks import new_session
from common.cloud.table.staff import new_invitation
from common.ids import random_id
from common.journal import OPERATOR
from common.schools import School
from common.staff import Role, Staff
from local.desk import digits
from tests.functions.house import REGENBOOG, House
from tests.functions.visitor import Answer, Visitor

PASSWORD = "fiets-theepot-wolk"
# moto gives every user this one.
SECRET = COGNITO_TOTP_MFA_SECRET
# That no page makes more is held in every test that looks at one, whatever there is to see.
MOST_CALLS = 5


def employ(house: House, role: Role = "beheerder", school: School = REGENBOOG, **more: str) -> Staff:
    """Somebody who was invited, and has not followed the link yet."""
    now = house.services.now().replace(microsecond=0)
    staff_id = random_id()
    given = {"name": "Robin de Vries", "email": f"{staff_id}@school.example"} | more
    person = Staff(school.id, staff_id, given["name"], given["email"], role, now, new_invitation(now))
    entry = house.services.journal.entry(school.id, "staff_invited", OPERATOR, now, staff=staff_id)
    house.services.staff.invite(person, entry, now)
    return person


class Clerk(Visitor):
    """At the desk already, with an open session that an authenticator proved a moment ago."""

    def __init__(self, house: House, role: Role = "beheerder", school: School = REGENBOOG) -> None:
        super().__init__()
        self.house = house
        invited = employ(house, role, school)
        here = house.services
        here.staff.accept(invited, here.now())
        person = here.staff.find(school.id, invited.id)
        assert person
        self.person = person
        self.sit_down()

    def sit_down(self) -> None:
        """A new session, without the way through the pages."""
        here = self.house.services
        session = new_session(self.person, here.now())
        here.desks.open(session)
        self.cookies["__Host-desk"] = session.token

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: str | bytes | None = None,
        *,
        is_base64: bool = False,
    ) -> Answer:
        before = len(self.house.aws.calls)
        answer = super().send(method, path, headers, body, is_base64=is_base64)
        if method == "GET" and answer.headers.get("content-type", "").startswith("text/html"):
            # A key is asked for once in the life of a process.
            calls = [one for one in self.house.aws.calls[before:] if not one.startswith("kms:")]
            assert len(calls) <= MOST_CALLS, (path, calls)
        return answer

    def log_in(self, password: str = PASSWORD) -> Answer:
        return self.post("/school/inloggen", email=self.person.email, password=password)


def with_password(house: House, role: Role = "beheerder", school: School = REGENBOOG) -> Clerk:
    """Of somebody with a password that the pool knows, and no authenticator yet."""
    clerk = Clerk(house, role, school)
    house.services.staff_accounts.create(clerk.person.id, PASSWORD)
    return clerk


def enrolled(clerk: Clerk) -> Clerk:
    """In through the pages, and with an authenticator from now on."""
    clerk.log_in()
    assert clerk.post("/school/inloggen/telefoon", digits=digits(SECRET)).goes_to == "/school"
    return clerk
