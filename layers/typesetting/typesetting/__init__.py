"""What the letters are set in: the fonts, and the characters that they have."""

from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
