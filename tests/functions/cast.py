"""Everybody who may try a door, and what the first of each kind has."""

from datetime import timedelta
from functools import cached_property

from common.apikeys import SCOPES, Scope
from common.journal import SYSTEM
from common.schools import School
from school import printing
from tests.functions.clerk import Clerk, employ
from tests.functions.house import Child, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_attachments import SenderOfFiles
from tests.functions.test_delivery_faults import Sender
from tests.functions.uploads import SANNE, put, take
from tests.functions.visitor import Answer, Visitor

STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 12", "a@ster.example")


class Cast:
    """Two parents of school A; school B has nobody but who is named here."""

    def __init__(self, house: House) -> None:
        self.house = house
        house.services.schools.add(STER, house.services.now())
        self.parent, self.neighbour = ParentVisitor(house), ParentVisitor(house)
        self.child: Child = house.child()
        self.parent.register(self.child)
        self.neighbour.register(house.child("Daan", class_name="6C"), email="buur@ouders.example")
        # The first page of a day is noted; no later one changes anything.
        for visitor in (self.parent, self.neighbour):
            visitor.get("/nl/account")

    def key(self, school: str, *scopes: Scope) -> Visitor:
        visitor = Visitor()
        key = self.house.services.api_keys.make(school, self.house.services.now(), scopes=scopes)
        visitor.headers["authorization"] = f"Bearer {key}"
        return visitor

    def everybody(self) -> dict[str, Visitor]:
        return {
            "nobody": Visitor(),
            "a parent": self.parent,
            "another parent": self.neighbour,
            "school A": self.key("de-regenboog", *SCOPES),
            "school B": self.key(STER.id, *SCOPES),
            "beheerder A": Clerk(self.house),
            "beheerder B": Clerk(self.house, school=STER),
            "medewerker A": Clerk(self.house, "medewerker"),
        }

    # -- what is somebody's

    @cached_property
    def device(self) -> str:
        self.parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
        return str(self.house.parent("fatima@ouders.example").devices[0].id)

    @cached_property
    def message(self) -> str:
        message = Sender(self.house).message(classes=[self.child.pupil.class_name])
        self.house.deliver_all()
        return message

    @cached_property
    def message_with_file(self) -> str:
        sender = SenderOfFiles(self.house)
        to = {"classes": [self.child.pupil.class_name]}
        message = str(sender.order(sender.put(sender.ask()), audience=to).json()["id"])
        self.house.deliver_all()
        return message

    @cached_property
    def import_id(self) -> str:
        take(put(self.house, SANNE))
        return self.house.services.imports.newest("de-regenboog", 1)[0].id

    @cached_property
    def batch(self) -> str:
        """Of all, with the codes of now: the child's own letter brought another one."""
        assert self.own_batch
        system = self.key("de-regenboog", *SCOPES)
        return str(ask(system, "POST /api/letters", "/api/letters", '{"audience": {"school": true}}').json()["id"])

    @cached_property
    def file(self) -> str:
        batch = self.house.services.batches.find("de-regenboog", self.batch)
        assert batch
        return batch.wanted[0].file

    @cached_property
    def own_batch(self) -> str:
        """With the letter of the child alone."""
        now = self.house.services.now()
        return str(printing.renew_code("de-regenboog", self.child.pupil.id, SYSTEM, now))

    @cached_property
    def linked(self) -> str:
        return self.house.linked(self.child)[0]

    @cached_property
    def api_key(self) -> str:
        self.key("de-regenboog", *SCOPES)
        return self.house.services.api_keys.of_school("de-regenboog")[0].id

    @cached_property
    def colleague(self) -> str:
        return employ(self.house, "medewerker").id

    @cached_property
    def planned(self) -> str:
        """A message that can still be called back."""
        when = (self.house.services.now() + timedelta(days=2)).isoformat()
        return str(SenderOfFiles(self.house).order(send_at=when).json()["id"])


def ask(visitor: Visitor, key: str, path: str, body: str = "") -> Answer:
    method = key.partition(" ")[0]
    return visitor.send(method, path, {"sec-fetch-site": "same-origin"}, None if method == "GET" else body)
