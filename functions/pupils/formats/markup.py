"""XML of strangers, element by element. Whatever has a DOCTYPE is refused: no list needs one, every trick does."""

import io
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from common import refusal_words as words
from pupils.listed import ListRefused


def elements(content: bytes, *names: str, roots: set[str] | None = None) -> Iterator[etree._Element]:
    """Each element with one of these local names, when it is complete; it is emptied after its turn.

    roots: the local names that the root may have. Raises ListRefused for broken, hostile or other XML.
    """
    wanted = tuple(f"{{*}}{name}" for name in names)
    reader = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        # Else a name with a comment in it would end there.
        remove_comments=True,
        remove_pis=True,
    )
    looked = False
    try:
        for _, element in reader:
            if not looked:
                _check_root(element.getroottree(), roots)
                looked = True
            yield element
            _forget(element)
        _check_root(reader.root.getroottree(), roots)
    except etree.XMLSyntaxError as error:
        sentence = words.BROKEN_XML_AT if error.lineno else words.BROKEN_XML
        raise ListRefused("broken_xml", sentence % {"line": error.lineno}, words.MAKE_AGAIN) from None


def name_of(element: etree._Element) -> str:
    """The name without its namespace; '' for a comment and the like."""
    return _local(element.tag)


@lru_cache(maxsize=256)
def _local(tag: object) -> str:
    """A file has few names, and each of them thousands of times."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: etree._Element, name: str) -> str:
    """The text of a child, '' where there is none."""
    return element.findtext(f"{{*}}{name}") or ""


def _check_root(tree: etree._ElementTree, roots: set[str] | None) -> None:
    if tree.docinfo.internalDTD is not None:
        raise ListRefused("doctype", words.DOCTYPE)
    root = name_of(tree.getroot())
    if roots is None or root in roots:
        return
    if root == "Workbook":
        raise ListRefused("other_xml", words.OLD_EXCEL, words.SAVE_AS_XLSX)
    raise ListRefused("other_xml", words.OTHER_XML)


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
