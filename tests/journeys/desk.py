"""What people do at the desk of a school, in a browser."""

import re
import time
from contextlib import suppress

from playwright.sync_api import Error, Page, expect

from local.desk import digits
from local.system import System
from tests.journeys.school import School, wait_for

PASSWORD = "kachel-vlinder-moes"
# The six digits of a moment work once; those of each authenticator that were used last.
_used: dict[str, str] = {}


def log_in(page: Page, system: System) -> None:
    """The beheerder of the demo school, to the overview."""
    page.goto(f"{system.parents_url}/school/inloggen")
    fill_in_login(page, system)
    page.wait_for_url(f"{system.parents_url}/school")


def fill_in_login(page: Page, system: System) -> None:
    """On the page of the login, to where it leads."""
    staff = system.staff
    page.get_by_label("E-mailadres").fill(staff["email"])
    page.locator("#password").fill(staff["password"])
    page.locator("button.go").click()
    _show_digits(page, staff["totp_secret"])


def follow_invitation(page: Page, school: School, email: str) -> None:
    """From the mail to the overview, by password and authenticator."""
    mail = school.mail_to(email, "Ouderbrief")
    (link,) = set(re.findall(r"https?://\S+/school/uitnodiging/\S+", mail["text"]))
    page.goto(link)
    page.get_by_label("Bedenk een wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_label("E-mailadres")).to_have_value(email)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.go").click()
    page.get_by_text("Lukt het scannen niet?").click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    _show_digits(page, secret)
    expect(page.get_by_role("heading", name="Overzicht", exact=True)).to_be_visible()


def send_list(page: Page, name: str, content: bytes, *, whole: bool) -> None:
    """To the report of the list, once it came to rest."""
    if whole:
        page.get_by_label("De hele school").check()
    page.get_by_label("Bestand").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Lijst sturen").click()
    expect(page.get_by_role("status")).to_contain_text("Uw bestand is ontvangen")
    page.get_by_role("link", name=name).click()


def reload_until(page: Page, text: str, seconds: float = 90) -> None:
    """What tasks do in the background shows after a while."""

    def look() -> bool:
        # A page that looks again by itself may be on its way already.
        with suppress(Error):
            page.reload()
        return text in page.locator("main").inner_text()

    wait_for(look, f"‘{text}’ on {page.url}", seconds)


def _show_digits(page: Page, secret: str) -> None:
    if _used.get(secret) == digits(secret):
        time.sleep(30 - time.time() % 30 + 1)
    _used[secret] = digits(secret)
    page.locator("#digits").fill(_used[secret])
    page.locator("button.go").click()
