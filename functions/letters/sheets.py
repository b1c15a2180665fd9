"""What a PDF of letters tells a printer: a sheet a letter, front and back.

Typst has no word for it. It writes what a viewer should do into the catalog, the last object before the table of
places, so that nothing but the place of that table moves.
"""

import re

_PREFERENCES = b"/ViewerPreferences<<"
_BOTH_SIDES = b"/Duplex/DuplexFlipLongEdge"
_PLACE_OF_TABLE = re.compile(rb"startxref\n(\d+)\n%%EOF\s*$")


def printed_on_both_sides(pdf: bytes) -> bytes:
    """The same document, for which a viewer proposes to print on both sides (ISO 32000-1, 12.2).

    Raises ValueError for what typst did not write.
    """
    end = _PLACE_OF_TABLE.search(pdf)
    before, found, after = pdf[: end.start()].rpartition(_PREFERENCES) if end else (b"", b"", b"")
    if not end or not found or b" obj" in after.partition(b"\nxref\n")[0]:
        message = "the catalog of a PDF is not where typst writes it"
        raise ValueError(message)
    moved = int(end[1]) + len(_BOTH_SIDES)
    return before + found + _BOTH_SIDES + after + b"startxref\n%d\n%%%%EOF" % moved
