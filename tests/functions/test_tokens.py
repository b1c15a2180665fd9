"""What the pool says of who logged in counts only if the pool signed it: now, for us, and of that person."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from common.cloud.accounts import Accounts, HalfIn, Pool, StaffAccounts
from common.errors import LoginFailed
from local.desk import digits
from tests.functions.clerk import SECRET, employ
from tests.functions.house import House
from tests.functions.parent import ParentVisitor
from tests.functions.test_desk_login import choose_password, come_in, log_in
from tests.functions.visitor import Visitor

POOL, CLIENT, SOMEBODY = "eu-west-1_pool", "client", "somebody"
ISSUER = f"https://cognito-idp.eu-west-1.amazonaws.com/{POOL}"
KID = "dummy"  # as moto's pools call theirs
Forger = Callable[[], str]
AnyPool = TypeVar("AnyPool", bound=Pool)


@cache
def key_of(_whose: str) -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


class KeySet(jwt.PyJWKClient):
    """One key, whose it is; only its address is nowhere."""

    def __init__(self, whose: str) -> None:
        super().__init__("https://nowhere.example")
        self._whose = whose

    def fetch_data(self) -> Any:
        public = json.loads(RSAAlgorithm.to_jwk(key_of(self._whose).public_key()))
        return {"keys": [{**public, "kid": KID, "alg": "RS256", "use": "sig"}]}


def claims(**other: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    right = {"iss": ISSUER, "aud": CLIENT, "token_use": "id", "cognito:username": SOMEBODY}
    return {**right, "iat": now, "exp": now + timedelta(hours=1), **other}


def signed(key: Any = None, algorithm: str = "RS256", kid: str = KID, **other: Any) -> str:
    said = {name: value for name, value in claims(**other).items() if value is not None}
    return jwt.encode(said, key_of("pool") if key is None else key, algorithm, headers={"kid": kid})


def signed_with_what_everybody_knows() -> str:
    """The oldest trick: the public key taken for a shared secret. The library itself would not make such a token."""
    public = key_of("pool").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body, _ = signed(b"x" * 32, "HS256").split(".")
    mac = jwt.get_algorithm_by_name("HS256").sign(f"{head}.{body}".encode(), public)
    return f"{head}.{body}.{jwt.utils.base64url_encode(mac).decode()}"


def bent() -> str:
    """Signed by the pool for somebody else, and the name changed afterwards."""
    head, _, signature = signed(**{"cognito:username": "else"}).split(".")
    return f"{head}.{signed().split('.')[1]}.{signature}"


def long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=2)


FORGED: Mapping[str, Forger] = {
    "another key under the same name": lambda: signed(key_of("stranger")),
    "no signature": lambda: signed("", "none"),
    "a signature left out": lambda: signed().rpartition(".")[0] + ".",
    "the public key as a secret": signed_with_what_everybody_knows,
    "changed afterwards": bent,
    "a key that the pool does not have": lambda: signed(kid="unknown"),
    "an access token": lambda: signed(token_use="access"),
    "a refresh token": lambda: signed(token_use="refresh"),
    "no use": lambda: signed(token_use=None),
    "another client": lambda: signed(aud="another"),
    "no client": lambda: signed(aud=None),
    "another pool": lambda: signed(iss=ISSUER + "2"),
    "no pool": lambda: signed(iss=None),
    "too late": lambda: signed(exp=long_ago()),
    "for ever": lambda: signed(exp=None),
    "of no moment": lambda: signed(iat=None),
    "somebody else": lambda: signed(**{"cognito:username": "else"}),
    "nothing": lambda: "",
    "no token": lambda: "no.token.atall",
}


class Client:
    """A pool's door that gives this token to whoever comes."""

    def __init__(self, token: str) -> None:
        self._result = {"AuthenticationResult": {"IdToken": token, "AccessToken": "access"}}
        self.offered = 0

    def admin_initiate_auth(self, **_asked: Any) -> Any:
        return self._result

    def admin_respond_to_auth_challenge(self, **_asked: Any) -> Any:
        return self._result

    def associate_software_token(self, **_asked: Any) -> Any:
        self.offered += 1
        return {"SecretCode": "SECRET"}

    exceptions = SimpleNamespace(CodeMismatchException=KeyError, ExpiredCodeException=KeyError)


def at(kind: type[AnyPool], client: Client) -> AnyPool:
    pool = kind(cast("Any", client), POOL, CLIENT, "eu-west-1", "https://nowhere.example")
    pool._key_set = KeySet("pool")
    return pool


def as_parent(client: Client) -> None:
    at(Accounts, client).log_in(SOMEBODY, "a password")


def as_staff_for_the_first_time(client: Client) -> object:
    return at(StaffAccounts, client).begin(SOMEBODY, "a password")


def as_staff(client: Client) -> None:
    at(StaffAccounts, client).prove(SOMEBODY, HalfIn("half"), "123456")


WAYS = pytest.mark.parametrize("come", [as_parent, as_staff_for_the_first_time, as_staff])


@WAYS
def test_a_token_of_the_pool_lets_in(come: Callable[[Client], object]) -> None:
    come(Client(signed()))


@WAYS
@pytest.mark.parametrize("forged", FORGED)
def test_any_other_lets_nobody_in(come: Callable[[Client], object], forged: str) -> None:
    client = Client(FORGED[forged]())
    with pytest.raises((LoginFailed, jwt.PyJWTError)):
        come(client)
    assert not client.offered


def test_a_forged_token_opens_no_session_of_a_parent(house: House, visitor: ParentVisitor) -> None:
    """What the pool hands out is signed, by somebody else than the one whose keys we read."""
    visitor.register(house.child())
    another = ParentVisitor(house)
    house.services.accounts._key_set = KeySet("stranger")
    assert another.log_in().status == 500
    assert another.session == ""
    assert another.get("/nl/profiel").goes_to == "/nl/inloggen"


def test_nor_a_seat_at_the_desk(house: House) -> None:
    person, visitor = employ(house), Visitor()
    come_in(house, Visitor(), person.email)
    log_in(visitor, person.email)
    house.services.staff_accounts._key_set = KeySet("stranger")
    assert visitor.post("/school/inloggen/code", digits=digits(SECRET)).status == 500
    assert visitor.get("/school").goes_to == "/school/inloggen"


def test_nor_an_authenticator_set_up(house: House) -> None:
    person, visitor = employ(house), Visitor()
    choose_password(house, visitor, person.email)
    house.services.staff_accounts._key_set = KeySet("stranger")
    house.aws.calls.clear()
    assert log_in(visitor, person.email).status == 500
    assert "cognito-idp:AssociateSoftwareToken" not in house.aws.calls
