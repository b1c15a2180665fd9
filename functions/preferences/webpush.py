"""Push in the browser: the web app at Firebase that browsers register with, and the worker that shows pushes."""

import json
from pathlib import Path

from common import i18n
from common.cloud.services import services
from common.i18n import mark
from common.values import Value
from common.web import security, static

_WORKER = Path(__file__).parent / "push-worker.js"
# Where static/push.js turns the browser's subscription into a token of Firebase.
_FIREBASE = "https://firebaseinstallations.googleapis.com https://fcmregistrations.googleapis.com"

# Beside what every page may.
POLICY = security.policy(connect_src=_FIREBASE, worker_src="'self'", manifest_src="'self'")


class WebApp(Value):
    """What Firebase calls the configuration of a web app; any browser may see it."""

    project: str
    id: str
    key: str
    vapid: str


def web_app() -> WebApp | None:
    """None where this deployment offers no push in the browser."""
    s = services().settings
    given = (s.firebase_project_id, s.firebase_app_id, s.firebase_api_key, s.firebase_vapid_key)
    return WebApp(*given) if all(given) and services().push.offers("fcm") else None


def worker(language: str) -> str:
    """The script of the service worker, which says its few words in one language and shows our icon."""
    translate = i18n.translations(language).gettext
    words = {
        "lang": language,
        "icon": static.address("icon-192.png"),
        "news": translate(mark("U hebt een nieuw bericht van school")),
        "renew": translate(mark("U krijgt op dit apparaat geen meldingen meer. Tik hier om ze weer aan te zetten.")),
    }
    return f"const WORDS = {json.dumps(words)};\n{_WORKER.read_text('utf-8')}"
