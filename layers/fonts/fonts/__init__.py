"""The fonts of the letters, and the characters that they have."""

from pathlib import Path

FILES = Path(__file__).parent / "files"
