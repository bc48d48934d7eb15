"""
Repairs to a Word file's XML, so that pandoc reads every word of it.

Pandoc drops words within what it does not know (text boxes, simple fields, embedded
directions, ruby) and takes indented paragraphs for quotations. The repairs put the
words where it looks, accept tracked changes and count what an import leaves out.
"""

from lxml import etree

from consensus.conversion.safe_xml import local_name, parsed_xml
from consensus.conversion.tally import Tally
from consensus.conversion.word_pictures import WordPictures
from consensus.conversion.word_tables import square_tables

# Elements whose content stays when they go.
_UNWRAPPED = frozenset(
    (
        *("AlternateContent", "Choice", "Fallback"),
        *("bdo", "dir", "ins", "moveTo", "ruby", "rubyBase", "rt"),
        *("customXml", "fldSimple", "sdt", "sdtContent", "smartTag"),
    )
)
# Elements that go with all their content.
_REMOVED = frozenset(
    (
        *("del", "moveFrom", "altChunk", "drawing", "object", "pict"),
        *("customXmlPr", "rubyPr", "sdtEndPr", "sdtPr", "smartTagPr"),
    )
)
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo"})
# Within these, `ins` and `del` speak of a paragraph's end or a row, and hold nothing.
_PROPERTIES = frozenset({"numPr", "pPr", "rPr", "tcPr", "trPr"})
_PICTURES = frozenset({"blip", "imagedata", "chart", "relIds"})
# Paragraphs in these styles at the start would leave the text for a title page.
_TITLE_PAGE = {
    "title": "heading 1",
    "subtitle": "Plain subtitle",
    "author": "Plain author",
    "date": "Plain date",
    "abstract": "Plain abstract",
    "abstract title": "Plain abstract title",
}


def repaired_text(
    part: bytes, tally: Tally, pictures: WordPictures | None = None
) -> bytes:
    """
    A part with running text (body, footnotes, endnotes) that pandoc reads whole.

    With `pictures`, those that can become figures get a place in it.
    """
    root = parsed_xml(part)
    _count(root, tally)
    _choose_alternatives(root)
    if pictures is not None:
        tally.pictures -= pictures.place(root)
    _free_text_boxes(root)
    _drop_deleted_rows(root)
    _order_ruby(root)
    _remove(root, _REMOVED)
    _unwrap(root)
    _raise_inner_runs(root)
    _calm_paragraphs(root)
    square_tables(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def repaired_styles(part: bytes) -> bytes:
    """The styles, without those that make pandoc move or frame paragraphs."""
    root = parsed_xml(part)
    _remove(root, frozenset({"ind"}))
    for name in _named(root, "name"):
        for attribute, style in name.attrib.items():
            name.set(attribute, _TITLE_PAGE.get(str(style).lower(), str(style)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _count(root: etree._Element, tally: Tally) -> None:
    tally.comments += len(_named(root, "commentReference"))
    tally.embedded += len(_named(root, "object")) + len(_named(root, "altChunk"))
    for element in root.iter():
        name = local_name(element)
        tally.changes += name in _CHANGES
        if name in _PICTURES and not _is_within(element, {"Fallback", "object"}):
            tally.pictures += 1


def _choose_alternatives(root: etree._Element) -> None:
    """Of several renderings of one thing keep the first, which is the newest."""
    for element in _named(root, "AlternateContent"):
        for other in list(element)[1:]:
            element.remove(other)


def _free_text_boxes(root: etree._Element) -> None:
    """Put the paragraphs of a text box after the paragraph that it hangs on."""
    for box in reversed(_named(root, "txbxContent")):  # inner boxes first
        holder = next(box.iterancestors("{*}p"), None)
        if holder is not None:
            for paragraph in reversed(box):
                holder.addnext(paragraph)


def _drop_deleted_rows(root: etree._Element) -> None:
    for mark in _named(root, "del"):
        if _parent_name(mark) == "trPr":
            _take_out(next(mark.iterancestors("{*}tr")))


def _order_ruby(root: etree._Element) -> None:
    """Set the reading of a word after the word, in brackets."""
    for ruby in _named(root, "ruby"):
        for reading in _children(ruby, "rt"):
            ruby.append(reading)
            texts = _named(reading, "t")
            if texts:
                texts[0].text = f"({texts[0].text or ''}"
                texts[-1].text = f"{texts[-1].text or ''})"


def _remove(root: etree._Element, names: frozenset[str]) -> None:
    for element in list(root.iter()):
        if local_name(element) in names and not _is_property(element):
            _take_out(element)


def _unwrap(root: etree._Element) -> None:
    for element in list(root.iter()):
        parent = element.getparent()
        if (
            parent is not None
            and local_name(element) in _UNWRAPPED
            and not _is_property(element)
        ):
            place = parent.index(element)
            parent[place : place + 1] = list(element)


def _raise_inner_runs(root: etree._Element) -> None:
    """Runs within a run (ruby leaves them) become runs after it."""
    for run in _named(root, "r"):
        for inner in reversed(_children(run, "r")):
            run.addnext(inner)


def _calm_paragraphs(root: etree._Element) -> None:
    """No paragraph is a quotation by its indent; each says its direction."""
    _remove(root, frozenset({"ind"}))
    for mark in _named(root, "bidi"):
        if _parent_name(mark) == "pPr":
            _write_right_to_left(next(mark.iterancestors("{*}p"), None), mark)


def _write_right_to_left(
    paragraph: etree._Element | None, mark: etree._Element
) -> None:
    """Say it on each run too: pandoc reads the direction from the runs alone."""
    off = {"0", "false", "off"}
    if paragraph is None or off & {str(value) for value in mark.attrib.values()}:
        return
    space = str(mark.tag).removesuffix("bidi")
    for run in paragraph.iter(f"{space}r"):
        properties = run.find(f"{space}rPr")
        if properties is None:
            properties = etree.Element(f"{space}rPr")
            run.insert(0, properties)
        if properties.find(f"{space}rtl") is None:
            etree.SubElement(properties, f"{space}rtl")


def _named(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(f"{{*}}{name}"))


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element if local_name(child) == name]


def _parent_name(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else local_name(parent)


def _is_property(element: etree._Element) -> bool:
    """Whether a mark of change says something of its paragraph or row."""
    return local_name(element) in _CHANGES and _parent_name(element) in _PROPERTIES


def _is_within(element: etree._Element, names: set[str]) -> bool:
    return any(local_name(above) in names for above in element.iterancestors())


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
