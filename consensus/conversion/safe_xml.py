"""XML parts of a Word file: counted while they stream by, and only then kept whole."""

from typing import Any

from lxml import etree

from consensus.errors import Invalid

MOST_PARAGRAPHS = 20_000
MOST_CELLS = 50_000
MOST_ELEMENTS = 1_000_000

# Strict files name the same elements by other addresses, which pandoc half knows.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_MOVED = {
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"officeDocument/math": b"officeDocument/2006/math",
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"drawingml/main": b"drawingml/2006/main",
}


def checked_xml(content: bytes) -> bytes:
    """
    The same XML with the usual namespaces. Refused with `Invalid`: a part with a
    document type (entities), or with more paragraphs, cells or elements than we read;
    with lxml's `XMLSyntaxError`: a part that is not well formed.
    """
    etree.fromstring(content, _parser(target=_Counter()))
    if _STRICT in content:
        for strict, usual in _MOVED.items():
            content = content.replace(_STRICT + strict, _TRANSITIONAL + usual)
    return content


def parsed_xml(content: bytes) -> etree._Element:
    """The root of a part that has been checked."""
    return etree.fromstring(content, _parser())


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _parser(**more: Any) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        **more,
    )


class _Counter:
    """What lxml calls while it reads, so that no tree is built before the limits."""

    def __init__(self) -> None:
        self._counts = {"p": 0, "tc": 0, "": 0}
        self._limits = {"p": MOST_PARAGRAPHS, "tc": MOST_CELLS, "": MOST_ELEMENTS}

    def doctype(self, *_declared: str | None) -> None:
        raise Invalid("This Word file declares entities, which is not read.")

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        for counted in {name, ""} & self._counts.keys():
            self._counts[counted] += 1
            if self._counts[counted] > self._limits[counted]:
                raise Invalid("This Word file is too large to be read.")

    def end(self, _tag: str) -> None:
        """Nothing to do: lxml asks for it."""

    def data(self, _text: str) -> None:
        """Nothing to do: the words are read later."""

    def close(self) -> None:
        """Nothing to hand on."""
