"""Who may come in where: every route of template.yaml has a decision, and the answers are what it says.

A new route needs an entry. A new kind of visitor (somebody of a school's staff) needs a decision, whoever has it in
`Cast`, and a line in `welcome`.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from common.apikeys import SCOPES
from common.web.sealed import unseal
from common.web.visits import FORM
from tests.emulated import ServicesOfTests
from tests.functions.cast import STER, Cast, ask
from tests.functions.clerk import Clerk
from tests.functions.decisions import (
    MANAGER,
    PARENT,
    PROOF_IN_FORM,
    PUBLIC,
    SIGNED_TOKEN,
    STAFF,
    TABLE,
    Decision,
    SchoolKey,
)
from tests.functions.house import House
from tests.functions.routes import Route, routes
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

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture
def cast(house: House, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Their clock stands still: what should be one answer says the same moment."""
    moment = house.services.now()
    monkeypatch.setattr(ServicesOfTests, "now", lambda here: moment + here.ahead)
    return Cast(house)


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
    with_key, without = ask(cast.key("de-regenboog", *SCOPES), key, path), ask(Visitor(), key, path)
    assert _unsealed(cast.house, with_key) == _unsealed(cast.house, without)


def _unsealed(house: House, answer: Answer) -> Answer:
    """A form that failed is sealed in another way each time."""

    def inside(cookie: re.Match[str]) -> str:
        here = house.services
        return f"{FORM}={unseal(here.keys.sealing_keys, cookie[1], here.now(), timedelta(hours=1))}"

    return replace(answer, cookies=tuple(re.sub(rf"^{FORM}=([^;]*)", inside, one) for one in answer.cookies))


# The key comes first: whoever has none does not hear what is wrong with a body.
NO_BODY = "{"
KEYED = [route for route in routes() if isinstance(TABLE.get(route.key), SchoolKey)]


@pytest.mark.parametrize("route", KEYED, ids=lambda route: route.key)
def test_a_key_opens_what_its_scope_says_and_no_more(cast: Cast, route: Route) -> None:
    wanted = TABLE[route.key]
    assert isinstance(wanted, SchoolKey)
    others = [scope for scope in SCOPES if scope != wanted.scope]
    before = cast.house.items()
    visitor = cast.key("de-regenboog", *others)
    keys = {item["PK"]["S"] for item in cast.house.items()} - {item["PK"]["S"] for item in before}
    assert ask(visitor, route.key, route.example, NO_BODY).status == 403
    assert {item["PK"]["S"] for item in cast.house.items()} - {item["PK"]["S"] for item in before} == keys
    assert ask(cast.key("de-regenboog", wanted.scope), route.key, route.example, "{}").status not in (401, 403)


@pytest.mark.parametrize("route", KEYED, ids=lambda route: route.key)
def test_what_is_no_key_of_ours_opens_nothing(cast: Cast, route: Route) -> None:
    visitor = cast.key("de-regenboog", *SCOPES)
    key = visitor.headers["authorization"].partition(" ")[2]
    for given in ("", "Bearer", "Bearer ", "Basic {}", "bearer x{}", "{}", "Bearer {}x", "Bearer {},{}"):
        visitor.headers["authorization"] = given.replace("{}", key)
        assert ask(visitor, route.key, route.example, NO_BODY).status == 401, given


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
    "GET /{lang}/profiel/apparaten/{device}/verwijderen": lambda cast: cast.device,
    "POST /{lang}/profiel/apparaten/{device}/verwijderen": lambda cast: cast.device,
    "GET /{lang}/profiel/ontkoppelen/{school}/{pupil}": lambda cast: cast.child.pupil.id,
    "POST /{lang}/profiel/ontkoppelen/{school}/{pupil}": lambda cast: cast.child.pupil.id,
    "GET /{lang}/profiel/klopt-niet/{school}/{pupil}": lambda cast: cast.child.pupil.id,
    "POST /{lang}/profiel/klopt-niet/{school}/{pupil}": lambda cast: cast.child.pupil.id,
    "GET /{lang}/berichten/{school}/{message}": lambda cast: cast.message,
    "HEAD /{lang}/berichten/{school}/{message}": lambda cast: cast.message,
    "GET /{lang}/berichten/{school}/{message}/bijlage/{number}": lambda cast: cast.message_with_file,
}
OF_A_SCHOOL: dict[str, Things] = {
    "POST /api/pupils/{pupil}/code": lambda cast: cast.child.pupil.id,
    "GET /api/imports/{import_id}": lambda cast: cast.import_id,
    "POST /api/imports/{import_id}/confirm": lambda cast: cast.import_id,
    "POST /api/imports/{import_id}/decline": lambda cast: cast.import_id,
    "POST /api/imports/{import_id}/undo": lambda cast: cast.import_id,
    "GET /api/letters/{batch}": lambda cast: cast.batch,
    "POST /api/letters/{batch}/printed": lambda cast: cast.batch,
    "GET /api/messages/{message_id}": lambda cast: cast.message,
    "GET /api/messages/{message_id}/recipients": lambda cast: cast.message,
    "DELETE /api/messages/{message_id}": lambda cast: cast.message,
}
# Those at the end take away what the others show.
Named = Callable[[Cast], dict[str, str]]
_PUPIL, _COLLEAGUE = "/school/leerlingen/{pupil}", "/school/instellingen/medewerkers/{staff}"


def _pupil(cast: Cast) -> dict[str, str]:
    return {"pupil": cast.child.pupil.id}


def _own_letter(cast: Cast) -> dict[str, str]:
    return {"pupil": cast.child.pupil.id, "batch": cast.own_batch}


def _linked(cast: Cast) -> dict[str, str]:
    return {"pupil": cast.child.pupil.id, "parent": cast.linked}


def _batch(cast: Cast) -> dict[str, str]:
    return {"batch": cast.batch}


def _message(cast: Cast) -> dict[str, str]:
    return {"message": cast.message_with_file}


def _import(cast: Cast) -> dict[str, str]:
    return {"import_id": cast.import_id}


def _colleague(cast: Cast) -> dict[str, str]:
    return {"staff": cast.colleague}


def _key(cast: Cast) -> dict[str, str]:
    return {"key": cast.api_key}


OF_A_DESK: dict[str, Named] = {
    "GET /school/lijsten/{import_id}": _import,
    "POST /school/lijsten/{import_id}/bevestigen": _import,
    "POST /school/lijsten/{import_id}/afwijzen": _import,
    "GET /school/lijsten/{import_id}/terugdraaien": _import,
    "POST /school/lijsten/{import_id}/terugdraaien": _import,
    "GET /school/brieven/{batch}": _batch,
    "HEAD /school/brieven/{batch}": _batch,
    "POST /school/brieven/{batch}": _batch,
    "GET /school/brieven/{batch}/{file}": lambda cast: {"batch": cast.batch, "file": cast.file},
    "POST /school/brieven/{batch}/zip": _batch,
    "GET /school/brieven/{batch}/zip": _batch,
    f"GET {_PUPIL}": _pupil,
    f"GET {_PUPIL}/wijzigen": _pupil,
    f"POST {_PUPIL}/wijzigen": _pupil,
    f"GET {_PUPIL}/van-school": _pupil,
    f"GET {_PUPIL}/code": _pupil,
    f"POST {_PUPIL}/code": _pupil,
    f"GET {_PUPIL}/brief/{{batch}}": _own_letter,
    f"POST {_PUPIL}/brief/{{batch}}": _own_letter,
    f"GET {_PUPIL}/gegevens": _pupil,
    f"POST {_PUPIL}/gegevens": _pupil,
    f"GET {_PUPIL}/ontkoppelen/{{parent}}": _linked,
    f"GET {_PUPIL}/verwijderen": _pupil,
    "GET /school/berichten/{message}": _message,
    "GET /school/berichten/{message}/bijlage/{number}": _message,
    "POST /school/berichten/{message}/kopie": _message,
    "GET /school/berichten/{message}/intrekken": lambda cast: {"message": cast.planned},
    "POST /school/berichten/{message}/intrekken": lambda cast: {"message": cast.planned},
    "GET /school/instellingen/sleutels/{key}": _key,
    "POST /school/instellingen/sleutels/{key}": _key,
    f"GET {_COLLEAGUE}": _colleague,
    f"GET {_COLLEAGUE}/opnieuw": _colleague,
    f"GET {_COLLEAGUE}/verwijderen": _colleague,
    f"POST {_COLLEAGUE}/rol": _colleague,
    f"POST {_COLLEAGUE}/opnieuw": _colleague,
    f"POST {_COLLEAGUE}/verwijderen": _colleague,
    f"POST {_PUPIL}": _pupil,
    f"POST {_PUPIL}/ontkoppelen/{{parent}}": _linked,
    f"POST {_PUPIL}/van-school": _pupil,
    f"POST {_PUPIL}/verwijderen": _pupil,
}
# What the button of a form says, where a form that says nothing is not taken.
_SAYS = {f"POST {_PUPIL}": "what=back"}


def test_everything_that_is_somebodys_is_tried_by_another() -> None:
    not_asked = {PUBLIC, PROOF_IN_FORM, SIGNED_TOKEN}
    named = {key for key, one in TABLE.items() if one not in not_asked and "{" in key.replace("{lang}", "")}
    assert named == OF_A_PARENT.keys() | OF_A_SCHOOL.keys() | OF_A_DESK.keys()


@pytest.mark.parametrize("key", [*OF_A_PARENT, *OF_A_SCHOOL])
def test_what_is_anothers_and_what_is_not_there_are_one_answer(cast: Cast, key: str) -> None:
    """Byte for byte, headers too."""
    thing = (OF_A_PARENT | OF_A_SCHOOL)[key](cast)
    stranger = cast.neighbour if key in OF_A_PARENT else cast.key(STER.id, *SCOPES)
    owner = cast.parent if key in OF_A_PARENT else cast.key("de-regenboog", *SCOPES)
    (route,) = (one for one in routes() if one.key == key)
    *_, name = (part for part in route.path.split("/") if part.startswith("{") and part != "{number}")
    address = route.path.replace("{lang}", "nl").replace("{school}", "de-regenboog").replace("{number}", "1")
    theirs, nowhere = (ask(stranger, key, address.replace(name, one), "{}") for one in (thing, _unknown(thing)))
    assert theirs.status == 404
    assert theirs == nowhere
    assert ask(owner, key, address.replace(name, thing), "{}").status != 404


def test_at_a_desk_what_is_another_schools_and_what_is_not_there_are_one_answer(cast: Cast) -> None:
    """Byte for byte, headers too; all in one world, where nothing of it changes until its own school asks."""
    things = {key: of(cast) for key, of in OF_A_DESK.items()}
    stranger, owner = Clerk(cast.house, school=STER), Clerk(cast.house)
    before = cast.house.items()
    for key, thing in things.items():
        theirs, nowhere = (ask(stranger, key, filled(key, one), _SAYS.get(key, "")) for one in (thing, _other(thing)))
        assert theirs.status == 404, key
        assert theirs == nowhere, key
    assert cast.house.items() == before
    for key, thing in things.items():
        assert ask(owner, key, filled(key, thing), _SAYS.get(key, "")).status in (200, 303), key


def filled(key: str, thing: Mapping[str, str]) -> str:
    """An address of the route; the number of a file is one that there is."""
    return re.sub(r"{(\w+)}", lambda found: {"number": "1", **thing}[found[1]], key.partition(" ")[2])


def _other(thing: Mapping[str, str]) -> dict[str, str]:
    return {name: _unknown(one) for name, one in thing.items()}


def _unknown(thing: str) -> str:
    """As long, of the same signs, and of nobody."""
    return "".join("1" if one == "0" else "0" if one.isdigit() else one for one in thing)


def test_a_list_of_things_shows_only_ones_own(cast: Cast) -> None:
    telling = (cast.message, cast.import_id)
    stranger = cast.key(STER.id, *SCOPES)
    for path in ("/api/messages", "/api/imports"):
        assert not [one for one in telling if one in ask(stranger, f"GET {path}", path).text]
    texts = json.dumps({"language": "nl", "text": "Van de Ster"})
    ask(stranger, "PUT /api/letters/text", "/api/letters/text", texts)
    own = ask(cast.key("de-regenboog", *SCOPES), "GET /api/letters/text", "/api/letters/text")
    assert "Van de Ster" not in own.text
