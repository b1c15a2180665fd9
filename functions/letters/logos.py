"""The school's logo: whatever picture comes in, a small new PNG goes out, and nothing else that was in the file."""

import io

from PIL import Image, ImageOps

from common.i18n import mark
from letters.refusals import Refused

LARGEST_FILE = 3 * 1024 * 1024
# At 300 dots an inch this fills the place on the letter: 50 by 18 mm.
_PLACE = (590, 213)
# Twice as fine as the head of a page shows it.
_HEAD = (240, 80)
_MOST_DOTS = 12_000_000
# What is larger is a photo: it goes on with 256 colours.
_LARGEST_PNG = 100 * 1024


class LogoRefused(Refused):
    """The picture cannot be a logo."""


def drawn_anew(picture: bytes) -> bytes:
    """A PNG of at most 590 by 213 dots, and some 130 kB. `picture`: PNG or JPEG. Raises LogoRefused."""
    if len(picture) > LARGEST_FILE:
        raise LogoRefused(mark("Het logo is groter dan 3 MB. Maak de afbeelding kleiner."))
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_DOTS:
                raise LogoRefused(mark("Het logo heeft te veel beeldpunten. Maak de afbeelding kleiner."))
            drawn = ImageOps.exif_transpose(opened.convert("RGBA" if opened.has_transparency_data else "RGB"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, LogoRefused):
            raise
        raise LogoRefused(mark("Dit bestand is geen PNG- of JPEG-afbeelding, of het is beschadigd.")) from None
    drawn.thumbnail(_PLACE, Image.Resampling.LANCZOS)
    png = _as_png(drawn)
    return png if len(png) <= _LARGEST_PNG else _as_png(drawn.quantize(256))


def small(png: bytes) -> bytes:
    """The same for the head of the pages: at most 240 by 80 dots, 64 colours, some 6 kB."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as opened:
        drawn = opened.convert("RGBA")
    drawn.thumbnail(_HEAD, Image.Resampling.LANCZOS)
    return _as_png(drawn.quantize(64))


def _as_png(drawn: Image.Image) -> bytes:
    drawn.info.clear()
    written = io.BytesIO()
    drawn.save(written, "PNG", optimize=True)
    return written.getvalue()
