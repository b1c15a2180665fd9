"""What keeps other sites out: headers on every answer, and the origin of every form."""

from collections.abc import Mapping

from common.errors import CrossSite, NotThere

_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

# Our longest address, with which mail is stopped, has some 290 characters; no key in the table is much longer.
_LONGEST_PATH = 300


def policy(more: Mapping[str, str] | None = None) -> str:
    """The content security policy, with `more` sources beside those that every page has."""
    added = more or {}
    sources = {
        name: " ".join(filter(None, (_POLICY.get(name, ""), added.get(name, "")))) for name in {**_POLICY, **added}
    }
    return "; ".join(f"{name} {allowed}" for name, allowed in sources.items())


HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    # 'no-referrer' would make Chromium send 'Origin: null' with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": policy(),
    "Cache-Control": "no-store",
}


def refuse_endless_path(path: str) -> None:
    """Raises NotThere for an address that cannot be one of ours, before anything looks for what it names."""
    if len(path) > _LONGEST_PATH:
        raise NotThere


def refuse_cross_site(headers: Mapping[str, str], site_url: str) -> None:
    """Raises CrossSite unless a browser says that the form came from our own pages.

    `headers` by lower-case name. Browsers that send no Sec-Fetch-Site send Origin with every form.
    https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
    """
    fetch_site = headers.get("sec-fetch-site")
    same = fetch_site == "same-origin" if fetch_site else headers.get("origin") == site_url
    if not same:
        raise CrossSite
