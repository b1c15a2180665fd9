"""A file on its way from the desk, in a browser: how far it is, what goes wrong, and nothing that is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.functions.visitor import SITE
from tests.pages import checks
from tests.pages.desk_states import shown
from tests.pages.real import Screen, screen
from tests.pages.ways import desk_lists, desk_messages

BUCKET = "https://uploads.s3.eu-west-1.amazonaws.com/**"
ALLOWED = {"access-control-allow-origin": SITE}
ROW = b"1;Sanne;;Bakker;5B;14-03-2017"


class Bucket:
    """Takes what a page sends, and answers when a test says so."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._waiting: list[Route] = []
        page.route(BUCKET, lambda route: self._waiting.append(route))  # noqa: PLW0108 - no method of a list

    def request(self) -> Route:
        for _ in range(100):
            if self._waiting:
                return self._waiting.pop(0)
            self.page.wait_for_timeout(50)
        raise AssertionError("nothing was sent")

    @property
    def is_quiet(self) -> bool:
        self.page.wait_for_timeout(200)
        return not self._waiting


@pytest.fixture(scope="module")
def window() -> Iterator[Screen]:
    with screen() as started:
        yield started


@pytest.fixture
def page(window: Screen) -> Page:
    return window.show(shown(desk_lists.desk_lists_none))


@pytest.fixture
def bucket(page: Page) -> Iterator[Bucket]:
    yield Bucket(page)
    page.unroute(BUCKET)


def choose(page: Page, name: str = "lijst.csv", content: bytes = ROW) -> None:
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.get_by_label("Bestand", exact=True).set_input_files(file)


def press(page: Page) -> None:
    page.get_by_role("button", name="Lijst sturen").click()


def test_a_file_on_its_way_shows_how_far_it_is_and_leads_on(page: Page, bucket: Bucket) -> None:
    page.get_by_label("De hele school").check()
    choose(page)
    press(page)
    sending = bucket.request()
    assert b"success_action_redirect" not in (sending.request.post_data_buffer or b"")
    assert b'name="x-amz-meta-whole-school"\r\n\r\nyes' in (sending.request.post_data_buffer or b"")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator(".figures")).to_contain_text("van 0 kB")
    expect(page.locator(".sending")).to_be_focused()
    expect(page.get_by_role("button", name="Lijst sturen")).to_be_hidden()
    assert checks.axe_violations(page) == []
    assert checks.overflow(page) == []
    sending.fulfill(status=204, headers=ALLOWED)
    page.wait_for_url(f"{SITE}/school/lijsten/ontvangen")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("lijst.csv", b"x" * (10 * 1024 * 1024 + 1), "groter dan 10 MB"),
        ("lijst.csv", b"", "Dit bestand is leeg"),
        ("klassenfoto.jpg", ROW, "geen leerlingenlijst"),
    ],
    ids=["too large", "empty", "a photo"],
)
def test_a_file_that_cannot_be_a_list_is_told_at_the_field_and_not_sent(
    page: Page, bucket: Bucket, name: str, content: bytes, told: str
) -> None:
    choose(page, name, content)
    expect(page.locator("#file-error")).to_contain_text(told)
    assert checks.axe_violations(page) == []
    assert checks.overflow(page) == []
    press(page)
    expect(page.get_by_label("Bestand", exact=True)).to_be_focused()
    assert bucket.is_quiet
    choose(page)
    expect(page.locator("#file-error")).to_be_hidden()


@pytest.mark.parametrize("name", ["lijst", "LIJST.XLSX"])
def test_a_name_without_an_ending_or_in_capitals_is_sent(page: Page, bucket: Bucket, name: str) -> None:
    choose(page, name=name)
    press(page)
    bucket.request()


def test_what_failed_on_its_way_is_sent_again_from_the_same_page(page: Page, bucket: Bucket) -> None:
    choose(page)
    press(page)
    bucket.request().abort()
    expect(page.get_by_role("alert")).to_contain_text("er is geen verbinding")
    expect(page.get_by_role("alert")).to_be_focused()
    assert checks.axe_violations(page) == []
    assert checks.overflow(page) == []
    page.get_by_role("button", name="Probeer opnieuw").click()
    bucket.request().fulfill(status=503, headers=ALLOWED)
    expect(page.get_by_role("alert")).to_contain_text("Versturen is niet gelukt.")
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    bucket.request().fulfill(status=204, headers=ALLOWED)
    page.wait_for_url(f"{SITE}/school/lijsten/ontvangen")


def test_a_page_that_was_open_too_long_says_so(page: Page, bucket: Bucket) -> None:
    choose(page)
    press(page)
    bucket.request().fulfill(status=403, headers=ALLOWED)
    expect(page.get_by_role("alert")).to_contain_text("Laad de pagina opnieuw")
    expect(page.get_by_role("button", name="Probeer opnieuw")).to_be_hidden()


def test_sending_can_be_stopped(page: Page, bucket: Bucket) -> None:
    choose(page)
    press(page)
    bucket.request()
    page.get_by_role("button", name="Stop").click()
    told = page.locator("form.upload .note")
    expect(told).to_contain_text("Er is niets aangekomen")
    expect(told).to_be_focused()
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.get_by_role("button", name="Probeer opnieuw")).to_be_hidden()
    assert checks.axe_violations(page) == []
    assert checks.overflow(page) == []
    press(page)
    expect(told).to_be_hidden()
    bucket.request().fulfill(status=204, headers=ALLOWED)
    page.wait_for_url(f"{SITE}/school/lijsten/ontvangen")


def test_a_file_is_dropped_on_the_form_and_never_takes_the_place_of_the_page(page: Page, bucket: Bucket) -> None:
    drop(page, "form.upload", "lijst.csv")
    assert page.get_by_label("Bestand", exact=True).evaluate("field => field.files[0].name") == "lijst.csv"
    drop(page, "form.upload", "een.csv", "twee.csv")
    expect(page.locator("#file-error")).to_contain_text("Kies er één")
    drop(page, "form.upload", "foto.png")
    expect(page.locator("#file-error")).to_contain_text("geen leerlingenlijst")
    assert drop(page, "footer", "lijst.csv")
    assert bucket.is_quiet
    assert page.url == f"{SITE}/"


def drop(page: Page, place: str, *names: str) -> bool:
    """Whether the browser was kept from opening the files itself."""
    kept: bool = page.evaluate(
        """([place, names]) => {
            const dataTransfer = new DataTransfer();
            names.forEach((name) => dataTransfer.items.add(new File(["1;Sanne"], name)));
            const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
            return !document.querySelector(place).dispatchEvent(event);
        }""",
        [place, list(names)],
    )
    return kept


def test_files_for_a_message_are_sent_in_the_same_way(window: Screen) -> None:
    page = window.show(shown(desk_messages.desk_message_files))
    attachments = BUCKET.replace("uploads", "attachments")
    page.route(attachments, lambda route: route.fulfill(status=204, headers=ALLOWED))
    field = page.get_by_label("Kies een bestand")
    field.set_input_files({"name": "virus.exe", "mimeType": "text/csv", "buffer": ROW})
    expect(page.locator("#file-error")).to_contain_text("Dit soort bestand kan niet mee")
    field.set_input_files({"name": "brief.pdf", "mimeType": "application/pdf", "buffer": ROW})
    page.get_by_role("button", name="Voeg toe").click()
    page.wait_for_url(f"{SITE}/school/berichten/nieuw/bijlagen?bericht=*")
