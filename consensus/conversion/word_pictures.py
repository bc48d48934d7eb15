"""
The pictures of a Word file that can become figures: placed alone, and described.

A figure needs its alternative text (docs/decisions/0007), so a picture without one is
left out and told, as is one in a table, a text box, or of a kind that is not kept.
"""

import secrets
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from consensus.attributes import LONGEST_ATTRIBUTE
from consensus.conversion.pieces import without_unwanted
from consensus.conversion.safe_xml import local_name
from consensus.errors import Invalid
from consensus.pictures import LARGEST_PICTURE, Picture, read_picture

MOST_PICTURES = 60
"""Pictures of one file that are looked at; decoding each takes time."""

_AROUND = frozenset({"tc", "txbxContent", "del", "moveFrom", "drawing", "object"})


@dataclass
class WordPictures:
    """The media of a package by relation id, and the figures found so far."""

    media: dict[str, bytes] = field(default_factory=dict)
    figures: dict[str, tuple[Picture, str]] = field(default_factory=dict)
    """Picture and alternative text by the words that hold its place in the text."""

    def place(self, root: etree._Element) -> int:
        """
        Put a paragraph of its own for each picture behind the one it hangs on.

        Its words are made up here and cannot be foreseen, so that no file can name
        them. Returns how many pictures found a place.
        """
        before = len(self.figures)
        for drawing in reversed(list(root.iter("{*}drawing"))):
            holder = next(drawing.iterancestors("{*}p"), None)
            around = {local_name(above) for above in drawing.iterancestors()}
            if holder is not None and not around & _AROUND:
                self._place(drawing, holder)
        return len(self.figures) - before

    def _place(self, drawing: etree._Element, holder: etree._Element) -> None:
        alt = _description(drawing)
        picture = self._picture(drawing)
        if picture is None or not alt:
            return
        words = f"picture {secrets.token_hex(16)}"
        self.figures[words] = picture, alt
        space = str(holder.tag).removesuffix("p")
        paragraph = etree.Element(f"{space}p")
        run = etree.SubElement(paragraph, f"{space}r")
        etree.SubElement(run, f"{space}t").text = words
        holder.addnext(paragraph)

    def _picture(self, drawing: etree._Element) -> Picture | None:
        found = list(drawing.iter("{*}blip"))
        if len(found) != 1 or len(self.figures) >= MOST_PICTURES:
            return None
        data = self.media.get(_embedded(found[0]), b"")
        try:
            return read_picture(data)
        except Invalid:
            return None  # left out and told, as before


def media_of(archive: zipfile.ZipFile, related: dict[str, str]) -> dict[str, bytes]:
    """The bytes of a part's pictures by relation id, those that are not too large."""
    found = {}
    for name, path in list(related.items())[:MOST_PICTURES]:
        known = archive.NameToInfo.get(path)
        if known is not None and known.file_size <= LARGEST_PICTURE:
            found[name] = archive.read(known)
    return found


def _description(drawing: etree._Element) -> str:
    properties = next(drawing.iter("{*}docPr"), None)
    words = "" if properties is None else str(properties.get("descr") or "")
    return " ".join(without_unwanted(words).split())[:LONGEST_ATTRIBUTE].strip()


def _embedded(blip: etree._Element) -> str:
    return next(
        (
            str(value)
            for name, value in blip.attrib.items()
            if str(name).endswith("}embed")
        ),
        "",
    )
