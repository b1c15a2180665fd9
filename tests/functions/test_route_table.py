"""Who may come in where: every route of template.yaml has a decision, and the answers are what it says.

A new route needs an entry. A new kind of visitor (somebody of a school's staff) needs a decision, whoever has it in
`Cast`, and a line in `welcome`.
"""

import json
from collections.abc import Callable
from functools import cached_property

import pytest

from common.apikeys import SCOPES, Scope
from common.schools import School
from tests.functions.clerk import Clerk
from tests.functions.decisions import (
    MANAGER,
    PARENT,
    PROOF_IN_FORM,
    PUBLIC,
    STAFF,
    TABLE,
    Decision,
    SchoolKey,
)
from tests.functions.house import Child, House
from tests.functions.parent import ParentVisitor
from tests.functions.routes import Route, routes
from tests.functions.test_attachments import SenderOfFiles
from tests.functions.test_delivery_faults import Sender
from tests.functions.uploads import SANNE, put, take
from tests.functions.visitor import Answer, Visitor

PARENTS, SCHOOLS = {"a parent", "another parent"}, {"school A", "school B"}
MANAGERS = {"beheerder A", "beheerder B"}
EVERYBODY_AT_DESKS = MANAGERS | {"medewerker A"}
# Who may change something by a form or body that says nothing.
CHANGE: dict[object, set[str]] = {
    PUBLIC: set(),
    PARENT: PARENTS,
    PROOF_IN_FORM: PARENTS | EVERYBODY_AT_DESKS,  # log out
    STAFF: EVERYBODY_AT_DESKS,
    MANAGER: MANAGERS,
    **{SchoolKey(scope): SCHOOLS for scope in SCOPES},
}

STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 12", "a@ster.example")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Cast:
    """Everybody who may try a door, and what the first of each kind has."""

    def __init__(self, house: House) -> None:
        self.house = house
        house.services.schools.add(STER)
        self.parent, self.neighbour = ParentVisitor(house), ParentVisitor(house)
        self.child: Child = house.child()
        self.parent.register(self.child)
        self.neighbour.register(house.child("Daan", class_name="6C"), email="buur@ouders.example")

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
        system = self.key("de-regenboog", *SCOPES)
        return str(ask(system, "POST /api/letters", "/api/letters", '{"audience": {"school": true}}').json()["id"])


@pytest.fixture
def cast(house: House) -> Cast:
    return Cast(house)


def ask(visitor: Visitor, key: str, path: str, body: str = "") -> Answer:
    method = key.partition(" ")[0]
    return visitor.send(method, path, {"sec-fetch-site": "same-origin"}, None if method == "GET" else body)


def test_every_route_has_a_decision_and_every_decision_a_route() -> None:
    assert {route.key for route in routes()} == TABLE.keys()


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.key)
def test_only_who_is_let_in_comes_in(cast: Cast, route: Route) -> None:
    decision, path = TABLE[route.key], route.example or "/wat/is/dit"
    everybody = cast.everybody()
    before = cast.house.items()
    for who, visitor in everybody.items():
        answer = ask(visitor, route.key if route.path else "GET /", path)
        welcome(decision, who, answer)
        after = cast.house.items()
        if who not in CHANGE.get(decision, CHANGE[PUBLIC]):
            assert after == before, who
        before = after


def welcome(decision: Decision | SchoolKey, who: str, answer: Answer) -> None:
    """Whether somebody is let in where the decision says so, and kept out where it does not."""
    login = answer.goes_to == "/nl/inloggen"
    desk_login = answer.goes_to == "/school/inloggen"
    if isinstance(decision, SchoolKey):
        assert (answer.status != 401) is (who in SCHOOLS), who
        assert answer.status < 500
        assert not answer.goes_to
    elif decision in (STAFF, MANAGER):
        assert desk_login is (who not in EVERYBODY_AT_DESKS), who
        closed = decision is MANAGER and who in EVERYBODY_AT_DESKS - MANAGERS
        assert (answer.status == 403) is closed, who
        assert answer.status in (200, 303, 403, 404), who
    elif decision is PARENT:
        assert login is (who not in PARENTS), who
        assert answer.status in (200, 303, 404), who
    else:
        assert answer.status in (200, 303, 404), who
        if who not in PARENTS:
            assert not [one for one in answer.cookies if one.startswith("__Host-session=") and "Max-Age=0" not in one]


@pytest.mark.parametrize("route", [one for one in routes() if one.is_page], ids=lambda route: route.key)
def test_a_key_of_a_school_is_nothing_to_a_page(cast: Cast, route: Route) -> None:
    """A key adds nothing to what anybody sees, and a session nothing to what a key opens."""
    path = route.example or "/wat/is/dit"
    key = route.key if route.path else "GET /"
    assert ask(cast.key("de-regenboog", *SCOPES), key, path) == ask(Visitor(), key, path)


KEYED = [route for route in routes() if isinstance(TABLE.get(route.key), SchoolKey)]


@pytest.mark.parametrize("route", KEYED, ids=lambda route: route.key)
def test_a_key_opens_what_its_scope_says_and_no_more(cast: Cast, route: Route) -> None:
    wanted = TABLE[route.key]
    assert isinstance(wanted, SchoolKey)
    others = [scope for scope in SCOPES if scope != wanted.scope]
    before = cast.house.items()
    visitor = cast.key("de-regenboog", *others)
    keys = {item["PK"]["S"] for item in cast.house.items()} - {item["PK"]["S"] for item in before}
    assert ask(visitor, route.key, route.example, "{}").status == 403
    assert {item["PK"]["S"] for item in cast.house.items()} - {item["PK"]["S"] for item in before} == keys
    assert ask(cast.key("de-regenboog", wanted.scope), route.key, route.example, "{}").status not in (401, 403)


@pytest.mark.parametrize("route", KEYED, ids=lambda route: route.key)
def test_what_is_no_key_of_ours_opens_nothing(cast: Cast, route: Route) -> None:
    visitor = cast.key("de-regenboog", *SCOPES)
    key = visitor.headers["authorization"].partition(" ")[2]
    for given in ("", "Bearer", "Bearer ", "Basic {}", "bearer x{}", "{}", "Bearer {}x", "Bearer {},{}"):
        visitor.headers["authorization"] = given.replace("{}", key)
        assert ask(visitor, route.key, route.example, "{}").status == 401, given


@pytest.mark.parametrize("path", sorted({route.example for route in routes() if route.path}))
def test_a_method_that_an_address_does_not_have_finds_nothing(cast: Cast, path: str) -> None:
    has = {route.method for route in routes() if route.fits(route.method, path)}
    everybody = cast.everybody()
    before = cast.house.items()
    for method in set(METHODS) - has:
        for who, visitor in everybody.items():
            answer = ask(visitor, f"{method} {path}", path, "{}")
            assert answer.status == 404, (who, method)
    assert cast.house.items() == before


# -- what is another's

Things = Callable[[Cast], str]
OF_A_PARENT: dict[str, Things] = {
    "POST /{lang}/profiel/apparaten/{device}/verwijderen": lambda cast: cast.device,
    "GET /{lang}/profiel/ontkoppelen/{school}/{pupil}": lambda cast: cast.child.pupil.id,
    "POST /{lang}/profiel/ontkoppelen/{school}/{pupil}": lambda cast: cast.child.pupil.id,
    "GET /{lang}/profiel/klopt-niet/{school}/{pupil}": lambda cast: cast.child.pupil.id,
    "POST /{lang}/profiel/klopt-niet/{school}/{pupil}": lambda cast: cast.child.pupil.id,
    "GET /{lang}/berichten/{school}/{message}": lambda cast: cast.message,
    "GET /{lang}/berichten/{school}/{message}/bijlage/{number}": lambda cast: cast.message_with_file,
}
OF_A_SCHOOL: dict[str, Things] = {
    "POST /api/pupils/{pupil}/code": lambda cast: cast.child.pupil.id,
    "GET /api/imports/{import_id}": lambda cast: cast.import_id,
    "POST /api/imports/{import_id}/confirm": lambda cast: cast.import_id,
    "POST /api/imports/{import_id}/undo": lambda cast: cast.import_id,
    "GET /api/letters/{batch}": lambda cast: cast.batch,
    "POST /api/letters/{batch}/printed": lambda cast: cast.batch,
    "GET /api/messages/{message_id}": lambda cast: cast.message,
    "GET /api/messages/{message_id}/recipients": lambda cast: cast.message,
    "DELETE /api/messages/{message_id}": lambda cast: cast.message,
}


def test_everything_that_is_somebodys_is_tried_by_another() -> None:
    named = {
        key
        for key, decision in TABLE.items()
        if (decision is PARENT or isinstance(decision, SchoolKey)) and "{" in key.replace("{lang}", "")
    }
    assert named == OF_A_PARENT.keys() | OF_A_SCHOOL.keys()


@pytest.mark.parametrize("key", [*OF_A_PARENT, *OF_A_SCHOOL])
def test_what_is_anothers_and_what_is_not_there_are_one_answer(cast: Cast, key: str) -> None:
    """Byte for byte, headers too."""
    thing = (OF_A_PARENT | OF_A_SCHOOL)[key](cast)
    stranger = cast.neighbour if key in OF_A_PARENT else cast.key(STER.id, *SCOPES)
    owner = cast.parent if key in OF_A_PARENT else cast.key("de-regenboog", *SCOPES)
    nothing = "".join("1" if one == "0" else "0" if one.isdigit() else one for one in thing)
    (route,) = (one for one in routes() if one.key == key)
    *_, name = (part for part in route.path.split("/") if part.startswith("{") and part != "{number}")
    address = route.path.replace("{lang}", "nl").replace("{school}", "de-regenboog").replace("{number}", "1")
    theirs, nowhere = (ask(stranger, key, address.replace(name, one), "{}") for one in (thing, nothing))
    assert theirs.status == 404
    assert theirs == nowhere
    assert ask(owner, key, address.replace(name, thing), "{}").status != 404


def test_a_list_of_things_shows_only_ones_own(cast: Cast) -> None:
    telling = (cast.message, cast.import_id)
    stranger = cast.key(STER.id, *SCOPES)
    for path in ("/api/messages", "/api/imports"):
        assert not [one for one in telling if one in ask(stranger, f"GET {path}", path).text]
    texts = json.dumps({"language": "nl", "text": "Van de Ster"})
    ask(stranger, "PUT /api/letters/text", "/api/letters/text", texts)
    own = ask(cast.key("de-regenboog", *SCOPES), "GET /api/letters/text", "/api/letters/text")
    assert "Van de Ster" not in own.text
