"""
Markdown into blocks: CommonMark with tables and footnotes, to HTML, cleaned, to a tree.

The way through HTML keeps what people write as HTML in Markdown (tables, `<sup>`),
and nh3 takes out what could act (trust.md, from the first day 6; export.md 3).
Pandoc's own `markdown` reader hangs on hostile input and is never used.
"""

import re
from collections import Counter

import nh3

from consensus.conversion.assembly import Assembly
from consensus.conversion.pandoc import Deadline, pandoc
from consensus.conversion.syntax_tree import read_tree
from consensus.errors import Invalid
from consensus.schema import LINK_SCHEMES

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

_OPENING = re.compile(r"-{3,}[ \t]*\n")
# kramdown's RFC dialect ends the front matter with the mark of the first section.
_CLOSING = re.compile(r"^(?:(?:-{3,}|\.\.\.)[ \t]*\n|(?=---[ \t]+\w+[ \t]*\n))", re.M)
_KEY = re.compile(r"^[A-Za-z][\w-]*[ \t]*:", re.M)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.*)$", re.M | re.I)

_NOTE_BEGINS = re.compile(r"^( {0,3})\[(\^[^\]\s]+)\]:", re.M)

# Pictures are counted before; their `alt` is no part of the text.
_TAGS = nh3.ALLOWED_TAGS - {"img"} | {"section", "tfoot"}
_GONE_WITH_CONTENT = {"iframe", "noembed", "noframes", "script", "style"}
_ATTRIBUTES = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "role", "class"},  # role and class mark pandoc's own footnotes
    "section": {"role", "class"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SCHEMES = {scheme.rstrip(":") for scheme in LINK_SCHEMES}
_ACTIVE = re.compile(r"<(?:script|style|iframe|object|embed)\b", re.I)
_PICTURE = re.compile(r"<(?:img|svg)\b", re.I)
_DEEPEST_HTML = 5_000
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
# Tags that hold nothing, or that the next of their kind closes by itself.
_NEVER_DEEP = frozenset(
    (
        *("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"),
        *("dd", "dt", "li", "option", "p", "td", "th", "tr"),
    )
)


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
    cleaned = _cleaned(html)
    _count_what_went(html, cleaned, into)
    tree = pandoc(cleaned.encode(), reader="html", writer="json", by=by)
    read_tree(tree, into)


def _keep_lone_notes(text: str) -> str:
    """Notes that nothing refers to stay as text: pandoc would drop their words."""

    def kept(found: re.Match[str]) -> str:
        mark = f"[{found[2]}]"
        referred = text.count(mark) > text.count(f"{mark}:")
        return found[0] if referred else f"{found[1]}\\{mark}:"

    return _NOTE_BEGINS.sub(kept, text)


def _cleaned(html: str) -> str:
    if _depth(html) > _DEEPEST_HTML:  # beyond it the cleaning takes minutes
        raise Invalid("This file puts HTML tags too deep into each other.")
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_GONE_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _depth(html: str) -> int:
    """At least as deep as the tags go: those left open, counted by name."""
    still_open: Counter[str] = Counter()
    deepest = depth = 0
    for closing, name in _TAG.findall(html.lower()):
        if name in _NEVER_DEEP:
            continue
        step = -1 if closing else 1
        if still_open[name] + step >= 0:
            still_open[name] += step
            depth += step
            deepest = max(deepest, depth)
    return deepest


def _count_what_went(html: str, cleaned: str, into: Assembly) -> None:
    links = html.count('<a href="') - cleaned.count('<a href="')
    into.tally.links += max(links, 0)
    into.tally.raw += len(_ACTIVE.findall(html))
    into.tally.pictures += len(_PICTURE.findall(html))
