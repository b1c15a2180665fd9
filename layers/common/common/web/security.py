"""What keeps other sites out: headers on every answer, and the origin of every form."""

from collections.abc import Mapping

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

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


def policy(**more: str) -> str:
    """The Content-Security-Policy of a page; `more` allows it what others are not (connect_src: hosts), beside ours."""
    allowed = dict(_POLICY)
    for name, sources in more.items():
        kind = name.replace("_", "-")
        allowed[kind] = f"{allowed[kind]} {sources}" if kind in allowed else sources
    return "; ".join(f"{kind} {sources}" for kind, sources in allowed.items())


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


def refuse_odd_path(path: str) -> None:
    """Raises NotThere for an address that cannot be one of ours, before anything looks for what it names."""
    if len(path) > _LONGEST_PATH or not path.isprintable():
        raise NotThere


def route_of(app: APIGatewayHttpResolver) -> str:
    """The route that runs ('GET /{lang}/start'), whatever the API thought that it sent here."""
    route = app.context["_route"]
    return f"{route.method} {route.openapi_path}"


def refuse_other_route(app: APIGatewayHttpResolver) -> None:
    """Raises NotThere where the API chose another route than the one that would run.

    The API looks at the address as it was sent, we at the address as the API decodes it, and each has an order of its
    own where two routes fit: what one lets in must not land where the other leads.
    """
    chosen, runs = app.current_event.route_key, route_of(app)
    if chosen != runs and not (chosen == "$default" and runs.startswith("GET ")):
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
