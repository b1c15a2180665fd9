"""The few static files: they travel with the code and are served under a name that holds their hash."""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from common.schools import School, text_colour_on

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_BRAND = re.compile(r"brand\.([0-9a-f]{6})\.css")
_LOGO = re.compile(r"logo\.([a-z0-9-]{2,40})\.([0-9a-f]{10})\.png")


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    """Served name → (content type, content)."""
    files: dict[str, tuple[str, bytes]] = {}
    for path in sorted(_FOLDER.iterdir(), key=_names_others):
        content = path.read_bytes()
        if _names_others(path):
            content = _with_addresses(content.decode(), files).encode()
        served = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"
        files[served] = (_TYPES[path.suffix], content)
    return files


def _names_others(path: Path) -> bool:
    return path.suffix == ".webmanifest"


def _with_addresses(manifest: str, files: Iterable[str]) -> str:
    """A manifest whose icons are named as they are served."""
    for served in files:
        stem, _, suffix = served.split(".")
        manifest = manifest.replace(f'"{stem}.{suffix}"', f'"/static/{served}"')
    return manifest


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


def logo_in(served: str) -> tuple[str, str]:
    """The school whose logo is served under this name, and the logo's own; twice '' where it is no logo."""
    logo = _LOGO.fullmatch(served)
    return (logo[1], logo[2]) if logo else ("", "")


def find(served: str) -> tuple[str, bytes] | None:
    """(content type, content) of a served name."""
    brand = _BRAND.fullmatch(served)
    if brand:
        colour = f"#{brand[1]}"
        return _TYPES[".css"], f":root{{--brand:{colour};--brand-on:{text_colour_on(colour)}}}".encode()
    return _files().get(served)
