"""Whoever is lost below the desk's address is of a school's staff: nothing there speaks of a letter to parents."""

from pathlib import Path

from common.errors import NotThere
from common.i18n import mark

HOME = "/school"
PUPILS = "/school/leerlingen"
TEMPLATES = Path(__file__).parent / "desk"


class NotAtDesk(NotThere):
    """The same, said to staff."""

    advice = mark("Kijk of u het adres goed hebt overgenomen. Misschien is wat hier stond intussen weg.")


class NoSuchPupil(NotThere):
    """The same below a pupil, whichever it is: of another school, of no school, or erased a moment ago."""

    title = mark("Wat u zoekt, is er niet meer")
    advice = mark(
        "Misschien is de leerling net verwijderd, door een collega of omdat de bewaartijd om was. "
        "Of wat hier stond, is al afgehandeld. Zoek de leerling op bij Leerlingen."
    )


def not_there(path: str) -> NotThere:
    """What staff are told, by the address alone."""
    return NoSuchPupil() if path.startswith(f"{PUPILS}/") else NotAtDesk()


def is_at_desk(path: str) -> bool:
    return path == HOME or path.startswith(f"{HOME}/")
