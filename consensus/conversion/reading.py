"""Reads a file that a person gives into the blocks of a text, or says why it cannot."""

from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from consensus.conversion.assembly import Assembly
from consensus.conversion.markdown import front_matter, read_markdown
from consensus.conversion.pandoc import Deadline
from consensus.conversion.pieces import plain_words
from consensus.conversion.plain_text import read_plain_text
from consensus.conversion.word import read_word
from consensus.errors import Invalid
from consensus.pictures import Picture
from consensus.schema import Block, check_blocks

MOST_FILE_BYTES = 10 * 1024 * 1024
"""How large a file may be, in bytes."""

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_READABLE = "Word files (.docx), Markdown (.md) and plain text (.txt)"


@dataclass(frozen=True)
class ImportedText:
    """What a file became: checked blocks with fresh ids, and what to tell about it."""

    blocks: list[Block]
    title: str | None  # from the file's properties, else its first level-1 heading
    notices: list[str] = field(default_factory=list)  # one sentence each
    pictures: list[Picture] = field(default_factory=list)  # what its figures name


def read_file(
    path: Path,
    *,
    name: str,
    language: str | None = None,
    takes_pictures: bool = False,
) -> ImportedText:
    """
    The text of a Markdown, plain text or Word file (at most 10 MB, 20 seconds).

    `name` is the name that the person gave: its ending says, with the content, what
    the file is. `language` is the text's own language tag; a block says its language
    only where it differs. Who `takes_pictures` keeps the `pictures` too: described
    pictures of a Word file then become figures. Refused with one `Invalid` sentence:
    any other kind of file, one that is damaged, protected, too large or without
    words. Nothing of the file is run, nothing is fetched, nothing is left behind
    (trust.md SEC-S30, S32).
    """
    if path.stat().st_size > MOST_FILE_BYTES:
        raise Invalid("This file is larger than 10 MB.")
    content = path.read_bytes()
    into = Assembly(language=language, takes_pictures=takes_pictures)
    title = _read(content, PureWindowsPath(name).suffix.lower(), into)
    blocks = into.finished()
    if not blocks:
        raise Invalid("This file holds no text.")
    check_blocks(blocks)
    title = title or _first_heading(blocks)
    return ImportedText(blocks, title, into.tally.notices(), into.pictures)


def _read(content: bytes, ending: str, into: Assembly) -> str | None:
    """Add the file's blocks; return the title that the file gives itself."""
    title = None
    if ending == ".docx":
        title = read_word(_word_bytes(content), into, by=Deadline.after())
    elif ending in {".md", ".markdown"}:
        title, text = front_matter(_decoded(content))
        read_markdown(text, into, by=Deadline.after())
    elif ending == ".txt":
        read_plain_text(_decoded(content), into)
    else:
        raise Invalid(f"Only {_READABLE} can be read.")
    return title


def _word_bytes(content: bytes) -> bytes:
    if not content.startswith((_ZIP, _OLE)):
        raise Invalid("This file is named .docx but is not a Word file.")
    return content


def _decoded(content: bytes) -> str:
    encoding = next(
        (name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8"
    )
    if content.startswith((_ZIP + b"\x03\x04", _OLE, b"%PDF")):
        raise Invalid(f"This file is not text. Only {_READABLE} can be read.")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid("This file is not text in UTF-8; save it as UTF-8.") from error
    if "\0" in text:
        raise Invalid(f"This file is not text. Only {_READABLE} can be read.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _first_heading(blocks: list[Block]) -> str | None:
    for block in blocks:
        if block["type"] == "heading" and block["attrs"]["level"] == 1:
            return " ".join(plain_words(block["content"]).split()) or None
    return None
