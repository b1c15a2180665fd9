"""Requests that browsers and strangers really send, and that no page of ours asks for."""

from datetime import timedelta

import pytest

from tests.functions.house import House
from tests.functions.parent import ParentVisitor
from tests.functions.test_school import SchoolSystem
from tests.functions.visitor import hidden_in

SAME = {"sec-fetch-site": "same-origin"}


@pytest.mark.parametrize("body", [b"a=\xff", b"\xff\xfe\x00", b"name=\xe9", bytes(range(256))])
@pytest.mark.parametrize("path", ["/nl/registreren", "/nl/inloggen"])
def test_a_form_that_is_no_text_is_no_fault_of_ours(visitor: ParentVisitor, path: str, body: bytes) -> None:
    assert visitor.send("POST", path, SAME, body).goes_to == path
    assert visitor.get(path).status == 200


def test_json_that_is_no_text_is_a_body_that_does_not_fit(house: House) -> None:
    answer = SchoolSystem(house).send("POST", "/api/pupils", {}, b'{"given_name": "\xe9"}')
    assert answer.status == 422


@pytest.mark.parametrize("path", ["/nl/profiel/ontkoppelen/de-regenboog/{}", "/static/{}", "/k/{}", "/{}/start"])
def test_an_address_longer_than_any_of_ours_is_not_there(house: House, visitor: ParentVisitor, path: str) -> None:
    visitor.register(house.child())
    for name in ("x" * 3000, "é" * 300):
        assert visitor.get(path.format(name)).status == 404


@pytest.mark.parametrize("path", ["/nl/profiel/ontkoppelen/{0}/{0}", "/nl/profiel/apparaten/{0}/verwijderen"])
def test_nothing_is_changed_under_an_endless_address(house: House, visitor: ParentVisitor, path: str) -> None:
    visitor.register(house.child())
    assert visitor.post(path.format("x" * 3000)).status == 404


def test_a_message_of_an_endless_number_is_not_there(house: House) -> None:
    assert SchoolSystem(house).send("GET", "/api/messages/" + "x" * 3000, {}, None).status == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [("voorkeur", '{"a": 1, "b": "c d"}'), ("naam", "José Ñandú"), ("stats[0]", "x y"), ("leeg", ""), ("x", '"half')],
)
def test_an_odd_cookie_of_a_neighbouring_site_does_not_log_anybody_out(
    house: House, visitor: ParentVisitor, name: str, value: str
) -> None:
    """Any site under the same domain may set cookies that our pages get too."""
    visitor.register(house.child())
    visitor.cookies = {name: value, **visitor.cookies}
    assert visitor.get("/nl/profiel").status == 200


@pytest.mark.parametrize("cookie", ["__Host-form", "__Host-code", "__Host-note", "__Host-language"])
@pytest.mark.parametrize("value", ["x", "e30.e30.e30", "x" * 4000, "é", '"', "..", "<script>"])
def test_what_the_browser_keeps_for_us_may_be_anything(visitor: ParentVisitor, cookie: str, value: str) -> None:
    visitor.cookies[cookie] = value
    for path in ("/nl/start", "/nl/registreren", "/nl/inloggen"):
        answer = visitor.get(path)
        assert answer.status == 200
        assert "<script>" not in answer.text


def test_what_is_kept_for_one_purpose_is_not_read_for_another(house: House, visitor: ParentVisitor) -> None:
    visitor.get(f"/k/{house.child().code}")
    visitor.cookies["__Host-form"] = visitor.cookies["__Host-code"]
    assert visitor.get("/nl/registreren").status == 200
    assert "Fout:" not in visitor.get("/nl/registreren").text


def test_whoever_was_logged_out_while_linking_finds_the_answers_again(house: House, visitor: ParentVisitor) -> None:
    """pages.md: when a session has ended the parent logs in and finds the answers kept."""
    visitor.register(house.child())
    second = house.child("Daan")
    visitor.in_forms = hidden_in(visitor.get("/nl/koppelen"), "/nl/koppelen")
    house.services.ahead = timedelta(days=31)
    assert visitor.link(second).goes_to == "/nl/inloggen"
    where = visitor.log_in().goes_to
    assert where == "/nl/koppelen"
    page = visitor.get(where)
    assert f'value="{second.code[:4]}-' in page.text
    assert 'value="14"' in page.text


def test_registering_in_somebodys_browser_ends_the_session_that_was_there(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    old = visitor.session
    visitor.register(house.child("Daan"))
    visitor.cookies["__Host-session"] = old
    assert visitor.get("/nl/profiel").goes_to == "/nl/inloggen"


@pytest.mark.parametrize("encoding", ["", "identity", "br", "gzip;q=0"])
def test_a_browser_that_takes_no_gzip_gets_none(house: House, encoding: str) -> None:
    visitor = ParentVisitor(house)
    visitor.headers["accept-encoding"] = encoding
    assert "content-encoding" not in visitor.get("/nl/start").headers


@pytest.mark.parametrize("form", [{"code": ""}, {"code": "0" * 16}, {"code": "x" * 5000}, {}])
def test_linking_with_no_usable_code_says_so(house: House, visitor: ParentVisitor, form: dict[str, str]) -> None:
    visitor.register(house.child())
    assert "Er is een probleem" in visitor.submit("/nl/koppelen", **form).words


@pytest.mark.parametrize("path", ["/", "/nl", "/nl/start", "/nl/registreren", "/k/ABCD", "/nl/nergens"])
def test_whoever_asks_for_the_head_gets_what_a_page_would_say_without_the_page(
    visitor: ParentVisitor, path: str
) -> None:
    head, page = visitor.send("HEAD", path, {}), visitor.get(path)
    assert (head.status, head.goes_to) == (page.status, page.goes_to)
    assert head.headers["content-security-policy"]
    assert head.body == b""


def test_a_language_alone_leads_to_its_start(visitor: ParentVisitor) -> None:
    assert visitor.get("/nl").goes_to == "/nl/start"
    assert visitor.get("/xx").status == 404
