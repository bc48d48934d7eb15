"""
Markdown into blocks: CommonMark with tables and footnotes, to HTML, cleaned, to a tree.

The way through HTML keeps what people write as HTML in Markdown (tables, `<sup>`),
and nh3 takes out what could act (trust.md, from the first day 6; export.md 3).
Pandoc's own `markdown` reader hangs on hostile input and is never used.
"""

import re

import nh3

from consensus.conversion.assembly import Assembly
from consensus.conversion.pandoc import Deadline, pandoc
from consensus.conversion.syntax_tree import read_tree

# Off are the extensions that take typed characters for syntax that policy texts
# do not mean: `(a)`, `$5`, `:)`, `{:attributes}`, `"quotes"`, `~` and `^`.
_READER = "commonmark_x" + "".join(
    f"-{extension}"
    for extension in (
        "alerts",
        "attributes",
        "bracketed_spans",
        "emoji",
        "fancy_lists",
        "fenced_divs",
        "implicit_header_references",
        "raw_attribute",
        "smart",
        "subscript",
        "superscript",
        "task_lists",
        "tex_math_dollars",
        "yaml_metadata_block",
    )
)

_OPENING = re.compile(r"---[ \t]*\n")
# kramdown's RFC dialect closes the front matter with the first section's mark.
_CLOSING = re.compile(r"^(?:(?:---|\.\.\.)[ \t]*\n|(?=---[ \t]+\w+[ \t]*\n))", re.M)
_KEY = re.compile(r"^[A-Za-z][\w-]*[ \t]*:", re.M)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.*)$", re.M | re.I)

_NOTE_BEGINS = re.compile(r"^( {0,3})\[(\^[^\]\s]+)\]:", re.M)

_TAGS = nh3.ALLOWED_TAGS | {"section", "u", "s", "input"} - {"input"}


def front_matter(text: str) -> tuple[str | None, str]:
    """The title in YAML front matter (None without one) and the text after it."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return None, text
    matter = text[opening.end() : closing.start()]
    if not _KEY.search(matter):
        return None, text
    found = _TITLE.search(matter)
    title = found[1].strip().strip("\"'").strip() if found else ""
    return (title if title not in {"", "|", ">"} else None), text[closing.end() :]


def read_markdown(text: str, into: Assembly, *, by: Deadline) -> None:
    """Add the blocks of a Markdown text (without front matter)."""
    source = _keep_lone_notes(text).encode()
    html = pandoc(source, reader=_READER, writer="html", by=by).decode()
    tree = pandoc(_cleaned(html).encode(), reader="html", writer="json", by=by)
    read_tree(tree, into)


def _keep_lone_notes(text: str) -> str:
    """Notes that nothing refers to stay as text: pandoc would drop their words."""

    def kept(found: re.Match[str]) -> str:
        mark = f"[{found[2]}]"
        referred = text.count(mark) > text.count(f"{mark}:")
        return found[0] if referred else f"{found[1]}\\{mark}:"

    return _NOTE_BEGINS.sub(kept, text)


def _cleaned(html: str) -> str:
    return nh3.clean(html)
