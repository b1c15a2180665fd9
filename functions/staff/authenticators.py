"""An authenticator that is set up: what the app on a phone scans, or what is typed into it.

The library for QR codes is imported by whoever sets one up: that is once, and everybody logs in each day.
"""

from urllib.parse import quote

from common.values import Value

_ISSUER = "Ouderbrief"
_QUIET_ZONE = 4


class Offer(Value):
    """secret: in groups of four. address: which an app on this phone opens. view_box, path: of the QR code as SVG, one
    unit a module.
    """

    secret: str
    address: str
    view_box: str
    path: str


def offer(secret: str, email: str) -> Offer:
    """secret: in base32. https://github.com/google/google-authenticator/wiki/Key-Uri-Format"""
    account = quote(f"{_ISSUER}:{email}")
    address = f"otpauth://totp/{account}?secret={secret}&issuer={_ISSUER}"
    rows = _modules(address)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    side = len(rows) + 2 * _QUIET_ZONE
    return Offer(_in_fours(secret), address, f"{-_QUIET_ZONE} {-_QUIET_ZONE} {side} {side}", path)


def _modules(text: str) -> list[list[bool]]:
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    symbol = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    symbol.add_data(text)
    symbol.make(fit=True)
    return symbol.get_matrix()


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
