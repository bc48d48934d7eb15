"""Readers of the test's own, which share nothing with the import but lxml's parser."""

import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

from bs4 import BeautifulSoup
from lxml import etree
from markdown_it import MarkdownIt

from consensus.schema import Block, inline_nodes

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
"""Real documents, where they are at hand; tests that need them skip without."""

_BLOCK_TAGS = ["p", "li", "td", "th", "dt", "dd", "div", "pre", "blockquote", "tr"]
_BLOCK_TAGS += ["h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "br"]


def words_of(text: str) -> Counter[str]:
    """How often each word stands in a text, whatever the form of its letters."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text)))


def block_text(block: Block) -> str:
    """The text of a block; breaks, footnote marks and cells part words."""
    rows = block["content"] if block["type"] == "table" else []
    cells = [cell for row in rows for cell in row["content"]]
    nodes = [[*inline_nodes(part), {}] for part in (cells or [block])]
    caption = str(block["attrs"].get("caption", ""))
    inline = (node.get("text", " ") for part in nodes for node in part)
    return f"{caption} {''.join(inline)}"


def imported_words(blocks: list[Block]) -> Counter[str]:
    """How often each word stands in an import."""
    return words_of("\n".join(map(block_text, blocks)))


def markdown_words(text: str) -> Counter[str]:
    """The words that markdown-it and an HTML parser see, front matter excepted."""
    front = re.match(r"-{3,}\n.*?\n(?:-{3,}\n|(?=--- \w))", text, re.S)
    body = text[front.end() :] if front else text
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    soup = BeautifulSoup(parser.render(body), "html5lib")
    for tag in soup.find_all(["script", "style"]):
        tag.decompose()
    for tag in soup.find_all(_BLOCK_TAGS):
        tag.insert_before("\n")
        tag.insert_after("\n")
    return words_of(soup.get_text())


def word_file_words(path: Path) -> Counter[str]:
    """
    The words of a Word file's body and of the notes it refers to.

    Tracked deletions and the fallbacks of newer drawings are excepted.
    """
    with zipfile.ZipFile(path) as archive:
        roots = [etree.fromstring(archive.read("word/document.xml"))]
        for kind in ("footnote", "endnote"):
            called = {
                value
                for mark in roots[0].iter(f"{{*}}{kind}Reference")
                if not _left_out(mark)
                for key, value in mark.attrib.items()
                if str(key).endswith("}id")
            }
            if f"word/{kind}s.xml" in archive.namelist():
                notes = etree.fromstring(archive.read(f"word/{kind}s.xml"))
                roots += [
                    note
                    for note in notes.iter(f"{{*}}{kind}")
                    if called & set(note.attrib.values())
                ]
    paragraphs = [mark for root in roots for mark in root.iter("{*}p")]
    return words_of("\n".join(map(_paragraph_text, paragraphs)))


def _paragraph_text(paragraph: etree._Element) -> str:
    text = ""
    for element in paragraph.iter("{*}t", "{*}tab", "{*}br", "{*}cr", *_MARKS):
        own = next(element.iterancestors("{*}p")) is paragraph
        if own and not _left_out(element):
            is_text = str(element.tag).endswith("}t")
            text += (element.text or "") if is_text else " "
    return text


_MARKS = ("{*}footnoteReference", "{*}endnoteReference", "{*}noBreakHyphen")


def _left_out(element: etree._Element) -> bool:
    gone = ("}del", "}moveFrom", "}Fallback")
    return any(str(above.tag).endswith(gone) for above in element.iterancestors())
