"""The few static files: they travel with the code and are served under a name that holds their hash."""

import hashlib
import re
from functools import cache
from pathlib import Path

from common.schools import School, text_colour_on

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_BRAND = re.compile(r"brand\.([0-9a-f]{6})\.css")
_LOGO = re.compile(r"logo\.([a-z0-9-]{2,40})\.[0-9a-f]{10}\.png")


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    """Served name → (content type, content)."""
    files = {}
    for path in _FOLDER.iterdir():
        content = path.read_bytes()
        served = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"
        files[served] = (_TYPES[path.suffix], content)
    return files


@cache
def address(name: str) -> str:
    """Where a file of the static folder is served."""
    stem, _, suffix = name.rpartition(".")
    (served,) = (one for one in _files() if re.fullmatch(rf"{re.escape(stem)}\.[0-9a-f]{{10}}\.{suffix}", one))
    return f"/static/{served}"


def brand_address(colour: str) -> str:
    """Where the stylesheet with one school's colour ('#rrggbb') is served."""
    return f"/static/brand.{colour.removeprefix('#')}.css"


def logo_address(school: School) -> str:
    """Where a school's logo is served; another logo has another address."""
    return f"/static/logo.{school.id}.{school.logo}.png"


def school_of_logo(served: str) -> str:
    """The school whose logo is served under this name; '' where it is no logo."""
    logo = _LOGO.fullmatch(served)
    return logo[1] if logo else ""


def find(served: str) -> tuple[str, bytes] | None:
    """(content type, content) of a served name."""
    brand = _BRAND.fullmatch(served)
    if brand:
        colour = f"#{brand[1]}"
        return _TYPES[".css"], f":root{{--brand:{colour};--brand-on:{text_colour_on(colour)}}}".encode()
    return _files().get(served)
