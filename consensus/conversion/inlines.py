"""Pandoc's inline elements into pieces of text; what a text cannot hold is counted."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from consensus.conversion.assembly import Assembly
from consensus.conversion.pieces import (
    Look,
    Piece,
    break_piece,
    content_of,
    joined_lines,
    text_piece,
)
from consensus.errors import Invalid
from consensus.schema import check_link

Element = dict[str, Any]
"""An element of pandoc's tree: {"t": its name, "c": its content}."""

MARKS = {
    "Emph": "em",
    "Strong": "strong",
    "Underline": "underline",
    "Strikeout": "strike",
    "Superscript": "sup",
    "Subscript": "sub",
}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


def pieces_of(elements: list[Element], look: Look, into: Assembly) -> Iterator[Piece]:
    """The pieces of running text, in order; notes and anchors go to the assembly."""
    for element in elements:
        name: str = element["t"]
        content: Any = element.get("c")
        if name in MARKS:
            yield from pieces_of(content, look.marked(MARKS[name]), into)
        elif name in {"Space", "SoftBreak"}:
            yield text_piece(" ", look)
        elif name in _READERS:
            yield from _READERS[name](content, look, into)


def lines_of(blocks: list[Element], look: Look, into: Assembly) -> list[list[Piece]]:
    """The lines of a note or a table cell: lists and tables within become lines."""
    found = (line for block in blocks for line in _lines(block, look, into))
    return [line for line in found if content_of(line)]


def code_lines(text: str, look: Look) -> list[Piece]:
    """A block of code as lines with the code mark."""
    marked = look.marked("code")
    lines = text.expandtabs(4).split("\n")
    return joined_lines([text_piece(line, marked)] for line in lines)


def look_within(attr: list[Any], look: Look, into: Assembly) -> Look:
    """The look inside a Div or Span, whose id becomes a place that links can name."""
    into.anchor(attr[0])
    said = {key: value for key, value in attr[2] if key in {"dir", "lang"}}
    return replace(
        look,
        direction=said.get("dir", look.direction),
        language=said.get("lang", look.language),
    )


def _text(content: str, look: Look, _into: Assembly) -> Iterator[Piece]:
    yield text_piece(content, look)


def _line_break(_content: None, _look: Look, _into: Assembly) -> Iterator[Piece]:
    yield break_piece()


def _plainly(content: list[Element], look: Look, into: Assembly) -> Iterator[Piece]:
    yield from pieces_of(content, look, into)


def _quoted(content: list[Any], look: Look, into: Assembly) -> Iterator[Piece]:
    opening, closing = _QUOTES[content[0]["t"]]
    yield text_piece(opening, look)
    yield from pieces_of(content[1], look, into)
    yield text_piece(closing, look)


def _cited(content: list[Any], look: Look, into: Assembly) -> Iterator[Piece]:
    yield from pieces_of(content[1], look, into)


def _code(content: list[Any], look: Look, _into: Assembly) -> Iterator[Piece]:
    yield text_piece(content[1].replace("\n", " "), look.marked("code"))


def _math(content: list[Any], look: Look, _into: Assembly) -> Iterator[Piece]:
    yield text_piece(content[1], look)


def _raw(_content: list[Any], _look: Look, into: Assembly) -> Iterator[Piece]:
    into.tally.raw += 1
    yield from ()


def _image(_content: list[Any], _look: Look, into: Assembly) -> Iterator[Piece]:
    into.tally.pictures += 1
    yield from ()


def _span(content: list[Any], look: Look, into: Assembly) -> Iterator[Piece]:
    yield from pieces_of(content[1], look_within(content[0], look, into), into)


def _link(content: list[Any], look: Look, into: Assembly) -> Iterator[Piece]:
    within = look_within(content[0], look, into)
    href = content[2][0]
    try:
        check_link(href)
    except Invalid:
        into.tally.links += 1
        href = None
    yield from pieces_of(content[1], replace(within, href=href), into)


def _note(content: list[Element], _look: Look, into: Assembly) -> Iterator[Piece]:
    note = into.note(joined_lines(lines_of(content, Look(), into)))
    if note:
        yield Piece({"type": "footnote", "attrs": {"note": note}}, Look())


def _lines(block: Element, look: Look, into: Assembly) -> list[list[Piece]]:
    name: str = block["t"]
    content: Any = block.get("c")
    if name in {"Para", "Plain"}:
        return [list(pieces_of(content, look, into))]
    if name in _LINE_READERS:
        return _LINE_READERS[name](content, look, into)
    return []


def _heading_line(content: list[Any], look: Look, into: Assembly) -> list[list[Piece]]:
    within = look_within(content[1], look, into).marked("strong")
    return [list(pieces_of(content[2], within, into))]


def _verse_lines(content: list[Any], look: Look, into: Assembly) -> list[list[Piece]]:
    return [list(pieces_of(line, look, into)) for line in content]


def _code_line(content: list[Any], look: Look, _into: Assembly) -> list[list[Piece]]:
    return [code_lines(content[1], look)]


def _div_lines(content: list[Any], look: Look, into: Assembly) -> list[list[Piece]]:
    return lines_of(content[1], look_within(content[0], look, into), into)


def _figure_lines(content: list[Any], look: Look, into: Assembly) -> list[list[Piece]]:
    within = look_within(content[0], look, into)
    return lines_of([*content[2], *content[1][1]], within, into)


def _bullet_lines(content: list[Any], look: Look, into: Assembly) -> list[list[Piece]]:
    labels = ["• "] * len(content)
    return _labelled(labels, content, look, into)


def _numbered_lines(
    content: list[Any], look: Look, into: Assembly
) -> list[list[Piece]]:
    first, items = content[0][0], content[1]
    labels = [f"{number}. " for number in range(first, first + len(items))]
    return _labelled(labels, items, look, into)


def _labelled(
    labels: list[str], items: list[list[Element]], look: Look, into: Assembly
) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    for label, item in zip(labels, items, strict=True):
        lines = lines_of(item, look, into)
        if lines:
            lines[0].insert(0, text_piece(label, look))
        found += lines
    return found


def _defined_lines(content: list[Any], look: Look, into: Assembly) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    for term, meanings in content:
        found.append(list(pieces_of(term, look.marked("strong"), into)))
        found += [line for one in meanings for line in lines_of(one, look, into)]
    return found


def _table_lines(content: list[Any], look: Look, into: Assembly) -> list[list[Piece]]:
    bodies = [row for body in content[4] for row in (*body[2], *body[3])]
    rows = [*content[3][1], *bodies, *content[5][1]]
    cells = [cell[4] for row in rows for cell in row[1]]
    lines = lines_of(content[1][1], look, into)
    return lines + [line for cell in cells for line in lines_of(cell, look, into)]


def _raw_line(_content: list[Any], _look: Look, into: Assembly) -> list[list[Piece]]:
    into.tally.raw += 1
    return []


_Reader = Callable[[Any, Look, Assembly], Iterator[Piece]]
_READERS: dict[str, _Reader] = {
    "Str": _text,
    "LineBreak": _line_break,
    "SmallCaps": _plainly,
    "Quoted": _quoted,
    "Cite": _cited,
    "Code": _code,
    "Math": _math,
    "RawInline": _raw,
    "Image": _image,
    "Span": _span,
    "Link": _link,
    "Note": _note,
}

_LineReader = Callable[[Any, Look, Assembly], list[list[Piece]]]
_LINE_READERS: dict[str, _LineReader] = {
    "Header": _heading_line,
    "LineBlock": _verse_lines,
    "CodeBlock": _code_line,
    "BlockQuote": lines_of,
    "Div": _div_lines,
    "Figure": _figure_lines,
    "BulletList": _bullet_lines,
    "OrderedList": _numbered_lines,
    "DefinitionList": _defined_lines,
    "Table": _table_lines,
    "RawBlock": _raw_line,
}
