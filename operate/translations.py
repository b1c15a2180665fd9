"""Brings the catalogues up to date with the texts in the code, and compiles them: the parents' and the desk's."""

import sys
from pathlib import Path

from babel.messages.frontend import CommandLineInterface

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "layers" / "common" / "common" / "locales"
_NOTES = ("--no-wrap",)


def bring_up_to_date(domain: str, mapping: str, languages: list[str]) -> None:
    template = ROOT / ".cache" / f"{domain}.pot"
    template.parent.mkdir(exist_ok=True)
    _babel(
        "extract",
        "-F",
        mapping,
        "-k",
        "mark",
        "-c",
        "Translators:",
        *_NOTES,
        "--add-location=file",
        "-o",
        template,
        ".",
    )
    for language in languages:
        known = (LOCALES / language / "LC_MESSAGES" / f"{domain}.po").exists()
        how = (*_NOTES, "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date") if known else _NOTES
        _babel("update" if known else "init", "-D", domain, "-i", template, "-d", LOCALES, "-l", language, *how)
        _babel("compile", "-D", domain, "-d", LOCALES, "-l", language)


def _babel(*arguments: str | Path) -> None:
    CommandLineInterface().run(["pybabel", "-q", *map(str, arguments)])  # type: ignore[no-untyped-call]  # Babel has no types


def main() -> int:
    bring_up_to_date("ouderbrief", "babel.cfg", ["en", "pl", "tr", "uk", "ar"])
    bring_up_to_date("desk", "babel.desk.cfg", ["en"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
