"""Nothing leads a visitor off our own host, and nothing that was typed becomes a header."""

import base64
import json
from datetime import timedelta
from urllib.parse import quote, urljoin, urlsplit

import pytest

from common.web import kept
from common.web.pages import go_to
from common.web.visits import RETURN
from tests.functions.house import House, subject_of
from tests.functions.parent import EMAIL, ParentVisitor, filled_in
from tests.functions.visitor import SITE, Answer

EVIL = "evil.example"
PAYLOADS = [
    f"//{EVIL}",
    f"///{EVIL}",
    f"////{EVIL}",
    f"/\\{EVIL}",
    f"\\\\{EVIL}",
    f"\\/{EVIL}",
    f"/\\/{EVIL}",
    f"/\t/{EVIL}",
    f"\t//{EVIL}",
    f"/\n/{EVIL}",
    f" //{EVIL}",
    f"\x00//{EVIL}",
    f"\u00a0//{EVIL}",
    f"https://{EVIL}",
    f"https:/{EVIL}",
    f"https:{EVIL}",
    f"https:\\\\{EVIL}",
    f"hTTps://{EVIL}",
    f"http:///{EVIL}",
    f"ftp://{EVIL}",
    f"javascript:alert(1)//{EVIL}",
    f"data:text/html,{EVIL}",
    f"{EVIL}",
    f"@{EVIL}",
    f"//{SITE[8:]}@{EVIL}",
    f"https://{SITE[8:]}@{EVIL}",
    f"https://{SITE[8:]}.{EVIL}",
    f"//{EVIL}/%2e%2e",
    f"/..//{EVIL}",
    f"/.//{EVIL}",
    f"../{EVIL}",
    f"..//{EVIL}",
    f"profiel/..//..//{EVIL}",
    f"profiel/../../..//{EVIL}",
    f"%2f%2f{EVIL}",
    f"%2f%5c{EVIL}",
    f"%5c%5c{EVIL}",
    f"%252f%252f{EVIL}",
    f"/%2f{EVIL}",
    f"/%09/{EVIL}",
    f"/%5c{EVIL}",
    f"%0d%0aLocation:%20https://{EVIL}",
    f"%0aLocation: https://{EVIL}",
    f"%E5%98%8A%E5%98%8DLocation:https://{EVIL}",
    f"\r\nLocation: https://{EVIL}",
    f"profiel\r\nLocation: https://{EVIL}",
    f"profiel%0d%0aSet-Cookie:%20__Host-session=x;//{EVIL}",
    f"profiel?next=//{EVIL}",
    f"profiel#//{EVIL}",
    f"profiel;//{EVIL}",
    f"//{EVIL}\uff0fnl",
    f"/\uff0f{EVIL}",
    f"\uff0f\uff0f{EVIL}",
    f"/\u2215{EVIL}",
    "//evil\u3002example",
    f"//[::ffff:192.0.2.66]/{EVIL}",
    f"//192.0.2.66/{EVIL}",
    f"//3221226050/{EVIL}",
    f"nl/..//{EVIL}",
    f"<script>location='//{EVIL}'</script>",
    f"//{EVIL}:443",
    f"//{EVIL}" + "/" * 200,
]
NAMES = [payload[:30].encode("unicode-escape").decode() for payload in PAYLOADS]


def stays(answer: Answer) -> None:
    """As a browser reads it: tabs and line ends dropped, backslashes as slashes."""
    where = answer.headers.get("location", "")
    assert where.isascii()
    assert where.isprintable()
    assert "\\" not in where
    read = "".join(one for one in where if one not in "\t\r\n").replace("\\", "/").strip()
    assert not where or read.startswith("/")
    assert urlsplit(urljoin(f"{SITE}/nl/start", read)).netloc == SITE.removeprefix("https://")
    assert answer.status in (200, 303, 403, 404), answer.status
    assert not [name for name in answer.headers if "\n" in name or "\r" in name]
    assert "refresh" not in answer.headers


def test_there_are_some_sixty_of_them() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


@pytest.mark.parametrize("payload", PAYLOADS, ids=NAMES)
def test_no_address_leads_away(house: House, visitor: ParentVisitor, payload: str) -> None:
    """In every place of an address, as it is and encoded, with and without its slashes."""
    visitor.register(house.child())
    for text in (payload, quote(payload, safe=""), quote(payload, safe="/")):
        for path in (
            f"/{text}",
            f"/{text}/start",
            f"/nl/{text}",
            f"/k/{text}",
            f"/berichten/{text}/x",
            f"/berichten/x/{text}",
            f"/uitschrijven/{text}",
            f"/nl/start?next={quote(payload)}&return={quote(payload)}&url={quote(payload)}",
        ):
            stays(visitor.get(path))


@pytest.mark.parametrize("payload", PAYLOADS, ids=NAMES)
def test_no_cookie_header_or_field_leads_away(house: House, visitor: ParentVisitor, payload: str) -> None:
    visitor.register(house.child())
    keys = house.services.keys
    # Forged in every way, and what our own signature says of another purpose.
    unsigned = base64.urlsafe_b64encode(json.dumps({"page": payload}).encode()).decode().rstrip("=")
    elsewhere = kept.sign(keys.signing_key, "__Host-form", {"page": payload}, house.services.now(), timedelta(hours=1))
    for forged in (payload, f"eyJhbGciOiJub25lIn0.{unsigned}.", f"{unsigned}.{unsigned}.{unsigned}", elsewhere):
        stranger = ParentVisitor(house)
        stranger.cookies |= {RETURN: forged, "__Host-language": payload, "__Host-note": payload}
        answer = stranger.log_in()
        stays(answer)
        assert answer.goes_to == "/nl/profiel"
        stranger.cookies["__Host-language"] = payload
        stays(stranger.get("/"))
    fields = {"next": payload, "return": payload, "lang": payload, "language": payload, "code": payload}
    for page in ("inloggen", "registreren", "koppelen", "melden", "wachtwoord", "profiel", "account/taal", "uitloggen"):
        stays(visitor.post(f"/nl/{page}", **fields))


@pytest.mark.parametrize("host", [EVIL, f"{EVIL}:443", f"ouders.example@{EVIL}", f"ouders.example\r\n{EVIL}", "", "é"])
def test_no_host_is_taken_from_a_header(house: House, visitor: ParentVisitor, host: str) -> None:
    told = dict.fromkeys(("host", "x-forwarded-host", "x-original-host", "forwarded", "x-forwarded-server"), host)
    told |= {"x-original-url": f"//{host}", "x-rewrite-url": f"//{host}", "referer": f"https://{host}/"}
    visitor.headers |= told
    for path in (
        "/",
        "/nl",
        "/nl/start",
        "/nl/profiel",
        "/favicon.ico",
        "/.well-known/security.txt",
        "/uitschrijven/x",
    ):
        answer = visitor.get(path)
        stays(answer)
        assert EVIL not in answer.text
    visitor.register(house.child())
    visitor.post("/nl/wachtwoord", email=EMAIL)
    house.deliver_all()
    assert house.mails
    assert EVIL not in str(house.mails)


def test_a_redirect_may_lead_to_a_place_on_a_page() -> None:
    assert go_to("/school/berichten/nieuw?bericht=a b#search").headers["Location"] == (
        "/school/berichten/nieuw?bericht=a%20b#search"
    )
    assert go_to("/nl/profiel#kind\r\nX: y").headers["Location"] == "/nl/profiel#kind%0D%0AX%3A%20y"


@pytest.mark.parametrize("address", ["", "nl/start", "//x", "/\\x", "https://x", "\t/x"])
def test_a_redirect_off_our_host_cannot_even_be_made(address: str) -> None:
    with pytest.raises(ValueError, match="not ours"):
        go_to(address)


BREAKS = ["\r\n", "\n", "\r", "%0d%0a", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x00"]


@pytest.mark.parametrize("line_end", BREAKS, ids=ascii)
def test_a_name_becomes_no_header_of_a_mail(house: House, visitor: ParentVisitor, line_end: str) -> None:
    name = f"Fatima{line_end}Bcc: iedereen@{EVIL}{line_end}{line_end}Geachte"
    child = house.child(f"Sanne{line_end}Bcc: iedereen@{EVIL}", class_name="5B")
    form = filled_in(child) | {"name": name}
    visitor.post("/nl/registreren", **form)
    visitor.confirm()
    visitor.post("/nl/profiel/klopt-niet/de-regenboog/" + child.pupil.id)
    house.deliver_all()
    assert house.mails
    for mail in house.mails:
        assert set(mail["Destination"]) == {"ToAddresses"}
        assert EVIL not in str(mail["Destination"])
        for text in (subject_of(mail), mail["FromEmailAddress"], *mail["Destination"]["ToAddresses"]):
            assert text.isprintable()
        for header in mail["Content"]["Simple"].get("Headers", []):
            assert header["Name"].isprintable()
            assert header["Value"].isprintable()


@pytest.mark.parametrize("line_end", [one for one in BREAKS if "%" not in one], ids=ascii)
def test_an_address_with_a_line_end_is_no_address(house: House, visitor: ParentVisitor, line_end: str) -> None:
    for email in (f"fatima@ouders.example{line_end}Bcc: x@{EVIL}", f"fatima{line_end}@ouders.example"):
        visitor.register(house.child(), email=email)
        assert not house.users()
    visitor.post("/nl/wachtwoord", email=f"fatima@ouders.example{line_end}Bcc: x@{EVIL}")
    house.deliver_all()
    assert EVIL not in str([mail["Destination"] for mail in house.mails])
