"""Two schools side by side: the people of A try everything, and of B they may never see a thing."""

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from common.apikeys import SCOPES
from common.preferences import KINDS
from common.staff import invitation_token
from common.web import static, unsubscribing
from tests.emulated import TABLE, Emulated
from tests.functions import roles
from tests.functions.cast import STER, Cast
from tests.functions.clerk import Clerk, employ
from tests.functions.house import PASSWORD, REGENBOOG, House
from tests.functions.lettering import WHOLE
from tests.functions.parent import EMAIL, ParentVisitor, filled_in
from tests.functions.routes import Route, route_for, routes
from tests.functions.test_attachments import SenderOfFiles
from tests.functions.uploads import put, reports, take
from tests.functions.visitor import Answer, Visitor

# In everything of school B; nobody types it.
MARK = "Qx7zwijg"
NEVER_SEEN = (MARK.lower(), STER.name.lower(), STER.email)
PEOPLE = ("nobody", "a parent", "medewerker", "beheerder", "school key")

Things = Mapping[str, Sequence[str]]
ItemsByKey = Mapping[tuple[str, str], Mapping[str, Any]]

_WRITES = re.compile(r"dynamodb:(?!GetItem|BatchGetItem|Query|Scan)")
_OF_ACCOUNTS = re.compile(r"cognito-idp:Admin(?!InitiateAuth|GetUser)")


class Town:
    """Everything stands as it was again after `restore`, so that each attack meets the same town."""

    def __init__(self, aws: Emulated) -> None:
        roles.hold_functions_to_their_roles()
        self.house = House(aws)
        self.cast = Cast(self.house)
        self.people = self._people()
        self.ours, self.theirs = self._things_of_a(), self._things_of_b()
        # Where forms go; and by its route which fields one has, each with what it may say.
        self.actions: list[str] = []
        self.fields: dict[str, dict[str, list[str]]] = {}
        self.cookies: list[str] = []
        self.queries: list[str] = []
        # Of each kind of page, what somebody reads who asks for what is not there.
        self.not_there: dict[tuple[str, str], bytes] = {}
        self.sent = 0
        self._look_around()
        self.items = self._items_by_key()
        aws.calls.clear()

    # -- who is there, and what they have

    def _people(self) -> dict[str, Visitor]:
        self.cast.parent.confirm()
        return {
            "nobody": Visitor(),
            "a parent": self.cast.parent,
            "medewerker": Clerk(self.house, "medewerker"),
            "beheerder": Clerk(self.house),
            "school key": self.cast.key(REGENBOOG.id, *SCOPES),
        }

    def _things_of_a(self) -> Things:
        cast, now = self.cast, self.house.services.now()
        colleague = employ(self.house, "medewerker")
        stop = unsubscribing.token_for(cast.linked, EMAIL, KINDS, now)
        invitation = invitation_token(self.house.services.keys.signing_key, colleague)
        messages = (cast.message_with_file, cast.planned)
        return {
            "lang": ("nl", "en", "ar"),
            "code": (cast.child.code,),
            "name": (static.address("site.css").rpartition("/")[2], "brand.1a2b3c.css"),
            "device": (cast.device,),
            "school": (REGENBOOG.id,),
            "pupil": (cast.child.pupil.id,),
            "token": (stop, invitation),
            "staff": (colleague.id,),
            "key": (cast.api_key,),
            "parent": (cast.linked,),
            "file": (cast.file,),
            "batch": (cast.batch, cast.own_batch),
            "import_id": (cast.import_id,),
            "message": messages,
            "message_id": messages,
            "number": ("0", "1"),
        }

    def _things_of_b(self) -> Things:
        """With the mark wherever there is room for it. Not the code: that tells anybody its school."""
        house, cast = self.house, self.cast
        child = house.child(MARK, family_name=MARK, class_name=MARK, school=STER.id)
        ParentVisitor(house).post("/nl/registreren", **filled_in(child, name=MARK, email=f"{MARK}@b.example"))
        sender = SenderOfFiles(house, STER.id)
        file = sender.put(sender.ask(f"{MARK}.pdf"))
        message = str(sender.order(file, title=MARK, text=MARK).json()["id"])
        take(put(house, f"7;{MARK};;{MARK};{MARK};", school=STER.id, name=f"{MARK}.csv"))
        house.deliver_all()
        person = employ(house, "beheerder", STER, name=MARK, email=f"{MARK}@school.example")
        system = cast.key(STER.id, *SCOPES)
        batch = system.send("POST", "/api/letters", {}, '{"audience": {"school": true}}').json()["id"]
        noted = house.services.batches.find(STER.id, batch)
        assert noted
        return {
            "school": (STER.id,),
            "pupil": (child.pupil.id,),
            "token": (invitation_token(house.services.keys.signing_key, person),),
            "staff": (person.id,),
            "key": (house.services.api_keys.of_school(STER.id)[0].id,),
            "parent": tuple(house.linked(child)),
            "file": (noted.wanted[0].file,),
            "batch": (batch,),
            "import_id": (reports(house, STER.id)[0].id,),
            "message": (message,),
            "message_id": (message,),
        }

    # -- what the pages offer

    def _look_around(self) -> None:
        """Every page is opened, and it is noted what could be sent from there."""
        manager = self.people["beheerder"]
        right = self._right_answers()
        message = manager.post("/school/berichten/nieuw", **right, audience="school", when="now", action="preview")
        letters = manager.post("/school/brieven", **WHOLE)
        for route in routes():
            if route.method == "GET" and route.is_page:
                path = self.address(route, self.ours)
                others = (manager,) if path.startswith("/school") else (self.people["a parent"],)
                for visitor in (self.people["nobody"], *others):
                    self._note(path, visitor.get(path))
        for answer in (message, letters):
            self._note(answer.goes_to, manager.get(answer.goes_to))
        for fields in self.fields.values():
            for name, value in right.items():
                if name in fields:
                    fields[name] += [value] * 3

    def _right_answers(self) -> dict[str, str]:
        """With which a form comes further than to its first field."""
        form = filled_in(self.cast.child)
        letter = {
            "given_name": "Noor",
            "family_name": "Wit",
            "class": "5B",
            "title": "Gym",
            "text": "Neem schoenen mee.",
        }
        return form | letter | {"current": form["password"], "platform": "fcm", "token": "telefoon", "kind": "dringend"}

    def _note(self, path: str, answer: Answer) -> None:
        self.cookies += [one.partition(";")[0] for one in answer.cookies]
        if answer.headers["content-type"].startswith("text/html"):
            page = _Page()
            page.feed(answer.text)
            self.queries += page.queries
            for action, fields in page.forms:
                self._note_form(action or path, fields)

    def _note_form(self, action: str, fields: Mapping[str, list[str]]) -> None:
        if action.startswith("/") and action not in self.actions:
            self.actions.append(action)
            self.fields.setdefault(route_for("POST", action).key, {}).update(fields)

    @staticmethod
    def address(route: Route, things: Things) -> str:
        return re.sub(r"{(\w+)}", lambda found: things[found[1]][0], route.path)

    # -- as it was

    def items_now(self) -> ItemsByKey:
        """What the table holds. Looked at only where something was written: that takes longer than a request."""
        return self._items_by_key() if self._were_called(_WRITES) else self.items

    def restore(self, items: ItemsByKey) -> None:
        """items: what the table holds now."""
        client = self.house.aws.session.client("dynamodb")
        for key in items.keys() - self.items.keys():
            client.delete_item(TableName=TABLE, Key={name: items[key][name] for name in ("PK", "SK")})
        for key, item in self.items.items():
            if items.get(key) != item:
                client.put_item(TableName=TABLE, Item=item)
        if self._were_called(_OF_ACCOUNTS):
            self._give_accounts_back()
        self.house.aws.calls.clear()

    def _were_called(self, kind: re.Pattern[str]) -> bool:
        return any(kind.match(one) for one in self.house.aws.calls)

    def _give_accounts_back(self) -> None:
        here = self.house.services
        for email in (EMAIL, "buur@ouders.example"):
            parent = here.parents.id_of(email)
            assert parent
            here.accounts.delete(parent)
            here.accounts.create(parent, PASSWORD)

    def _items_by_key(self) -> ItemsByKey:
        return {(item["PK"]["S"], item["SK"]["S"]): item for item in self.house.items()}


class _Page(HTMLParser):
    """The forms of a page, each with the values that its fields may have, and what its links say after the '?'."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self.queries: list[str] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "?" in given.get("href", ""):
            self.queries.append(given["href"].partition("#")[0].partition("?")[2])
        if tag == "form":
            self.forms.append((given.get("action", "").partition("?")[0], {}))
        if tag == "select":
            self._select = given.get("name", "")
        name = self._select if tag == "option" else given.get("name", "")
        if self.forms and tag in ("input", "textarea", "select", "option", "button") and name:
            self.forms[-1][1].setdefault(name, []).append(given.get("value", ""))
