"""Push in a real browser: from the button on *Profiel* to the notification and the page it opens.

Google is not there: `PushManager.subscribe` and its two addresses are played. All else is the browser's own.
"""

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, StorageState, expect

from local.system import WEB_APP
from tests import npm
from tests.journeys.school import School, wait_for
from tests.journeys.story import PASSWORD, expect_profile

BUTTON = "Meldingen aanzetten"
# What the browser's push service would answer.
SUBSCRIPTION = """
const keys = {p256dh: "cDI1NmRo", auth: "YXV0aA"};
const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer;
const endpoint = "https://push.example/browser-1";
PushManager.prototype.getSubscription = async () => null;
PushManager.prototype.subscribe = async (options) => {
  window.subscribedWith = options;
  return {endpoint, getKey: (name) => bytes(keys[name]), toJSON: () => ({endpoint, expirationTime: null, keys})};
};
"""
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1"
Open = Callable[..., Page]


class Google:
    """Plays both addresses, and keeps what they were sent."""

    def __init__(self, context: BrowserContext, token: str = "token-of-a-browser", status: int = 200) -> None:  # noqa: S107 - of nobody
        self.requests: list[Any] = []
        self.token, self.status = token, status
        context.route("https://*.googleapis.com/**", self._answer)

    def _answer(self, route: Route) -> None:
        self.requests.append(route.request)
        installed = {"refreshToken": "again", "authToken": {"token": "proof", "expiresIn": "604800s"}}
        made = {"token": self.token} if "fcmregistrations" in route.request.url else installed
        route.fulfill(status=self.status, json=made, headers={"access-control-allow-origin": "*"})

    def asked(self) -> list[dict[str, Any]]:
        """What was sent, without what is another each time."""
        return [
            {
                "to": f"{request.method} {request.url}",
                "headers": {name: value for name, value in request.headers.items() if name in HEADERS},
                "body": {**request.post_data_json, **dict.fromkeys({"fid"} & set(request.post_data_json), "")},
            }
            for request in self.requests
        ]


HEADERS = {"content-type", "accept", "x-goog-api-key", "x-goog-firebase-installations-auth"}


@pytest.fixture(scope="module")
def logged_in(chromium: Browser, school: School) -> StorageState:
    """The cookies of a parent with a child in 1P."""
    school.upload("meldingen.csv", ["96001;Melding;;Push;1P;;Ingeschreven"])
    context = chromium.new_context(locale="nl-NL")
    page = context.new_page()
    page.goto(school.letter_for("Melding Push").qr)
    page.get_by_role("link", name="Registreren").click()
    page.get_by_label("Uw naam").fill("Push Ouder")
    page.get_by_label("Uw e-mailadres").fill("ouder@push.example")
    page.get_by_label("Bedenk een wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Registreren + koppelen").click()
    expect_profile(page)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_profile(chromium: Browser, school: School, logged_in: StorageState) -> Iterator[Open]:
    """*Profiel* on a phone of the test's choice; script: what this phone is other in."""
    contexts = []

    def opened(script: str = SUBSCRIPTION, **phone: Any) -> Page:
        size: Any = {"width": 360, "height": 740}
        context = chromium.new_context(viewport=size, locale="nl-NL", storage_state=logged_in, **phone)
        contexts.append(context)
        context.grant_permissions(["notifications"])
        context.add_init_script(script)
        page = context.new_page()
        page.goto(f"{school.system.parents_url}/nl/profiel")
        return page

    yield opened
    for context in contexts:
        context.close()


def switch_on(page: Page) -> None:
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("Het apparaat is toegevoegd")).to_be_visible()


def pushed(school: School, token: str, message: str) -> dict[str, Any]:
    """The payload that a device was sent for a message."""

    def look() -> dict[str, Any] | None:
        pushes = (one for one in school.mailbox() if one["channel"] == "push" and one["token"] == token)
        return next((one["payload"]["fcmV1Message"]["message"] for one in pushes if message in str(one)), None)

    return wait_for(look, "the push")


# -- the button


def test_a_browser_is_switched_on_by_a_tap_and_by_nothing_before_it(open_profile: Open) -> None:
    page = open_profile()
    google = Google(page.context)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    with page.expect_request(re.compile(r"/static/push\.")):
        switch_on(page)
    assert len(google.requests) == 2
    card = page.get_by_role("listitem").filter(has_text="Chrome, Linux")
    card.get_by_role("button", name="Verwijderen").click()
    expect(page.get_by_text("Het apparaat is verwijderd")).to_be_visible()
    expect(card).to_have_count(0)


def test_a_browser_that_is_switched_on_twice_is_one_device(open_profile: Open) -> None:
    page = open_profile()
    google = Google(page.context, "token-first")
    switch_on(page)
    before = page.get_by_role("listitem").filter(has_text="Chrome, Linux").count()
    google.token = "token-second"
    switch_on(page)
    assert page.get_by_role("listitem").filter(has_text="Chrome, Linux").count() == before


@pytest.mark.parametrize(
    ("script", "google_says", "words"),
    [
        ("Notification.requestPermission = async () => 'denied';", 200, "houdt meldingen van deze website tegen"),
        ("Notification.requestPermission = async () => 'default';", 200, "nog geen toestemming gegeven"),
        (
            "PushManager.prototype.subscribe = async () => { throw new DOMException('no', 'NotAllowedError'); };",
            200,
            "houdt meldingen van deze website tegen",
        ),
        (
            "PushManager.prototype.subscribe = async () => { throw new DOMException('no', 'NotSupportedError'); };",
            200,
            "kan geen meldingen van deze website krijgen",
        ),
        ("", 403, "niet gelukt om meldingen aan te zetten"),
    ],
    ids=["denied", "no choice", "denied by the push service", "not supported", "failed"],
)
def test_what_stands_in_the_way_is_said_and_can_be_tried_again(
    open_profile: Open, script: str, google_says: int, words: str
) -> None:
    page = open_profile(SUBSCRIPTION + script)
    Google(page.context, status=google_says)
    for _ in range(2):
        page.get_by_role("button", name=BUTTON).click()
        expect(page.locator("[aria-live] > p").filter(has_text=words)).to_be_visible()
    expect(page.get_by_text("Even geduld")).to_be_hidden()


def test_a_browser_without_push_gets_no_button(open_profile: Open) -> None:
    page = open_profile("delete window.PushManager;")
    expect(page.get_by_text("kan geen meldingen van deze website krijgen")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()


def test_an_iphone_is_told_of_its_home_screen(open_profile: Open) -> None:
    page = open_profile("delete window.PushManager;", user_agent=IPHONE)
    expect(page.get_by_text("Zet deze website dan eerst op uw beginscherm")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()
    manifest = page.locator("link[rel=manifest]").get_attribute("href")
    site = page.url.removesuffix("/nl/profiel")
    answer = page.request.get(f"{site}{manifest}")
    assert answer.headers["content-type"] == "application/manifest+json"
    assert answer.json()["display"] == "standalone"
    for icon in answer.json()["icons"]:
        width, _, height = icon["sizes"].partition("x")
        assert Image.open(BytesIO(page.request.get(f"{site}{icon['src']}").body())).size == (int(width), int(height))


def test_without_scripts_there_is_no_button_and_the_form_is_there(open_profile: Open) -> None:
    page = open_profile(java_script_enabled=False)
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()
    expect(page.locator("[data-outcome]:visible")).to_have_count(0)
    expect(page.get_by_text("Apparaat toevoegen")).to_be_visible()


def test_firebase_is_asked_just_as_its_own_script_asks(open_profile: Open) -> None:
    page = open_profile()
    ours = Google(page.context)
    switch_on(page)
    page = open_profile(bypass_csp=True)
    theirs = Google(page.context)
    for name in ("firebase-app-compat.js", "firebase-messaging-compat.js"):
        page.add_script_tag(path=npm.package("firebase") / name)
    token = page.evaluate(
        """async ({FirebaseProjectId, FirebaseAppId, FirebaseApiKey, FirebaseVapidKey}) => {
            firebase.initializeApp({projectId: FirebaseProjectId, appId: FirebaseAppId, apiKey: FirebaseApiKey,
                                    messagingSenderId: "100000000000"});
            await navigator.serviceWorker.register("/push-worker.js");
            const serviceWorkerRegistration = await navigator.serviceWorker.ready;
            return firebase.messaging().getToken({vapidKey: FirebaseVapidKey, serviceWorkerRegistration});
        }""",
        WEB_APP,
    )
    assert token == theirs.token
    assert ours.asked() == theirs.asked()
    for google in (ours, theirs):
        assert re.fullmatch(r"[cdef][\w-]{21}", google.requests[0].post_data_json["fid"])
    assert ours.requests[0].headers["referer"] == page.url.removesuffix("nl/profiel")


# -- the worker


class Worker:
    """The service worker of a page, to which a push service would bring pushes."""

    def __init__(self, page: Page) -> None:
        page.evaluate(
            """async () => {
                await navigator.serviceWorker.register("/push-worker.js");
                const {active} = await navigator.serviceWorker.ready;
                while (active.state !== "activated") await new Promise(done => { active.onstatechange = done; });
            }"""
        )
        self.page = page
        self.origin = page.evaluate("location.origin")
        self._tools = page.context.new_cdp_session(page)
        self._registrations: list[Any] = []
        self._tools.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self._tools.send("ServiceWorker.enable")
        (self.inside,) = page.context.service_workers
        # What only a real tap may do.
        self.inside.evaluate(
            """() => {
                self.went = [];
                clients.openWindow = async (address) => { went.push(["opened", address]); };
                WindowClient.prototype.focus = async function () { went.push(["shown", new URL(this.url).pathname]); };
            }"""
        )

    def _note(self, event: dict[str, Any]) -> None:
        self._registrations += event["registrations"]

    def bring(self, data: str) -> None:
        (registration,) = {one["registrationId"] for one in self._registrations}
        message = {"origin": self.origin, "registrationId": registration, "data": data}
        self._tools.send("ServiceWorker.deliverPushMessage", message)

    def shown(self, count: int = 1) -> list[dict[str, str]]:
        """The notifications on the screen, once there are so many."""

        def look() -> list[dict[str, str]] | None:
            found: list[dict[str, str]] = self.inside.evaluate(
                """async () => {
                    const all = await registration.getNotifications();
                    return all.map(({title, body, lang, icon}) => ({title, body, lang, icon}));
                }"""
            )
            return found if len(found) == count else None

        return wait_for(look, "the notification")

    def tap(self) -> list[str]:
        """Taps the notification; what came of it."""
        self.inside.evaluate(
            """async () => {
                const [notification] = await registration.getNotifications();
                dispatchEvent(new NotificationEvent("notificationclick", {notification}));
            }"""
        )
        went: list[list[str]] = wait_for(lambda: self.inside.evaluate("went.splice(0)"), "a page")
        assert len(went) == 1
        return went[0]


def as_firebase_brings_it(message: dict[str, Any]) -> str:
    """What Firebase makes of a message for a browser: its part for the web over what is meant for all."""
    web = {**message["notification"], **message["webpush"]["notification"]}
    return json.dumps({"from": "100000000000", "fcmMessageId": "1", "notification": web, "data": message["data"]})


def test_a_push_shows_once_without_a_word_of_the_message_and_opens_it(open_profile: Open, school: School) -> None:
    page = open_profile()
    Google(page.context, "token-of-the-story")
    switch_on(page)
    sent = school.send(kind="dringend", title="Geheim", text="Lekkage.", audience={"classes": ["1P"]})
    push = as_firebase_brings_it(pushed(school, "token-of-the-story", sent))
    assert "Geheim" not in push
    worker = Worker(page)
    for _ in range(2):
        worker.bring(push)
    (shown,) = worker.shown()
    assert shown["body"] == "U hebt een nieuw bericht van school"
    assert shown["lang"] == "nl"
    assert page.request.get(shown["icon"]).headers["content-type"] == "image/png"
    how, address = worker.tap()
    assert (how, address) == ("opened", f"/berichten/{school.system.school}/{sent}")
    page.goto(f"{worker.origin}{address}")
    expect(page.get_by_role("heading", name="Geheim")).to_be_visible()
    worker.bring(push)
    worker.shown()
    assert worker.tap() == ["shown", f"/nl{address}"]


def test_a_push_that_cannot_be_read_still_tells_that_there_is_news(open_profile: Open) -> None:
    worker = Worker(open_profile())
    worker.bring("<no json>")
    (shown,) = worker.shown()
    assert shown["body"] == "U hebt een nieuw bericht van school"
    assert worker.tap() == ["opened", "/berichten"]


def test_a_push_opens_no_page_of_another_site(open_profile: Open) -> None:
    worker = Worker(open_profile())
    data = {"link": "https://evil.example/nl/inloggen"}
    worker.bring(json.dumps({"notification": {"title": "School", "body": "Nieuws"}, "data": data}))
    worker.shown()
    assert worker.tap() == ["opened", "/berichten"]


def test_a_subscription_that_ended_asks_to_be_renewed(open_profile: Open) -> None:
    worker = Worker(open_profile())
    worker.inside.evaluate("() => { dispatchEvent(new ExtendableEvent('pushsubscriptionchange')); }")
    (shown,) = worker.shown()
    assert "geen meldingen meer" in shown["body"]
    assert worker.tap() == ["shown", "/nl/profiel"]
