"""The edge before the API: only what came through it is answered, and only its word is taken for who asked."""

import hmac
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from common.cloud.log import record
from common.devices import Device
from common.events import RequestRefused
from common.web import security

SECRET = "x-origin-secret"
# 'address:port', an IPv6 address too without brackets. CloudFront writes it itself and drops what a viewer sent under
# this name; of x-forwarded-for it only writes the end, and the beginning is the viewer's own.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
VIEWER = "cloudfront-viewer-address"
# 'true' or 'false', which it makes of the User-Agent: the API is not told that one. Some tablets are both.
_PHONE = "cloudfront-is-mobile-viewer"
_TABLET = "cloudfront-is-tablet-viewer"

# All that is read of what a viewer sends; the distribution passes on nothing else (edge.yaml).
READ = frozenset({
    "accept-encoding", "accept-language", "authorization", "content-type", "cookie", "idempotency-key", "origin",
    "sec-fetch-site", VIEWER, _PHONE, _TABLET,
})  # fmt: skip

_NETWORK_BITS = 64  # what one customer has of IPv6, at least


def came_through(headers: Mapping[str, str], secrets: str) -> bool:
    """secrets: '' for none, else with commas between those that are good at present."""
    if not secrets:
        return True
    given = next((value for name, value in headers.items() if name.lower() == SECRET), "").encode()
    known = (one.strip().encode() for one in secrets.split(","))
    return any(hmac.compare_digest(given, one) for one in known if one)


def refusal(event: Mapping[str, Any]) -> dict[str, Any]:
    """For whoever found the API's own address: no page, as no page of ours is served there."""
    status = 403
    record(RequestRefused(event.get("routeKey", ""), "NotThroughTheEdge", status))
    headers = security.HEADERS | {"Content-Type": "text/plain; charset=utf-8"}
    return {"statusCode": status, "headers": headers, "body": "Forbidden", "isBase64Encoded": False}


def read(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Those headers that the distribution passes on, by their names in lower case."""
    return {name.lower(): value for name, value in (headers or {}).items() if name.lower() in READ}


def device_of(headers: Mapping[str, str]) -> Device:
    """What kind of device asks, as far as the edge says so. Only whoever sent it ever reads it."""
    said = headers.get(_PHONE)
    if said not in ("true", "false"):
        return ""
    return "phone" if said == "true" and headers.get(_TABLET) != "true" else "other"


def network_of(headers: Mapping[str, str], source: str, *, behind_edge: bool) -> str:
    """From where somebody asks: an address, of IPv6 the network. source: whom the API itself talked to."""
    named = headers.get(VIEWER, "") if behind_edge else ""
    return _network(named.rpartition(":")[0].strip("[]")) or _network(source) or source


def _network(text: str) -> str:
    """'' for what is no address."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped
        return str(inside or ip_network((int(address), _NETWORK_BITS), strict=False))
    return str(address)
