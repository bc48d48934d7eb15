"""Inline nodes as people type them in a form (see `inline`): the way back."""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from consensus.drafting.inline import TAG, TAGS, parse_inline
from consensus.drafting.reading import MARKS, is_atom
from consensus.errors import Invalid
from consensus.schema import Block

Sign = tuple[str, str]
"""What is typed where a mark begins and where it ends."""
_Mark = tuple[str, str]  # name; a link's address, what an abbreviation stands for

_STARS = {"strong": "**", "em": "*"}
_TAG_OF = {mark: tag for tag, mark in TAGS.items()}
_PLAIN = re.compile(rf"[\\*`\[\]]|<(?={TAG.pattern.removeprefix('<')})")
_BARE_LINK = re.compile(r"[^\s<>()\\&]+")
_IN_ADDRESS = re.compile(r"[\\<>]|&(?=#?\w+;)")


def write_inline(nodes: list[Block]) -> str:
    """
    Inline nodes as text for a form: `parse_inline` makes the same nodes of it.

    Stars and backticks where they are clear, tags for the whole where they are not.
    """
    typed = "".join(_pieces(nodes, _with_signs))
    if _reads_as(typed, nodes):
        return typed
    return "".join(_pieces(nodes, _with_tags))


def _reads_as(typed: str, nodes: list[Block]) -> bool:
    try:
        return parse_inline(typed) == nodes
    except Invalid:
        return False


def _with_signs(mark: _Mark) -> Sign:
    if mark[0] in _STARS:
        return _STARS[mark[0]], _STARS[mark[0]]
    return _with_tags(mark)


def _with_tags(mark: _Mark) -> Sign:
    name, value = mark
    if name == "link":
        return "[", f"]({_address(value)})"
    tag = _TAG_OF[name]
    return f'<{tag} title="{_title(value)}">' if value else f"<{tag}>", f"</{tag}>"


def _title(words: str) -> str:
    return words.replace("&", "&amp;").replace('"', "&quot;")


def _address(href: str) -> str:
    if _BARE_LINK.fullmatch(href):
        return href
    return f"<{_IN_ADDRESS.sub(_escaped, href)}>"


def _pieces(nodes: list[Block], sign: Callable[[_Mark], Sign]) -> Iterator[str]:
    """What is typed, sign by sign; marks that go on in the next run stay open."""
    opened: list[_Mark] = []
    for index, node in enumerate(nodes):
        short = sign is _with_signs and _is_short_code(node)
        wanted = _wanted(nodes[index:], short=short)
        kept = len(list(takewhile(wanted.__contains__, opened)))
        yield from (sign(mark)[1] for mark in reversed(opened[kept:]))
        del opened[kept:]
        if not is_atom(node):
            new = [mark for mark in wanted if mark not in opened]
            yield from (sign(mark)[0] for mark in new)
            opened += new
        yield _written(node, short=short)
    yield from (sign(mark)[1] for mark in reversed(opened))


def _wanted(nodes: list[Block], *, short: bool) -> list[_Mark]:
    """The marks that are to be open at the first node, outermost first."""
    marks = _marks_from(nodes)
    if nodes[0]["type"] == "footnote" and any(name == "link" for name, _ in marks):
        return []  # the words of a link hold no bracket
    return [mark for mark in marks if not (short and mark[0] == "code")]


def _written(node: Block, *, short: bool) -> str:
    if node["type"] == "hard_break":
        return "\n"
    if node["type"] == "footnote":
        return f"[^{node['attrs']['note']}]"
    return f"`{node['text']}`" if short else _PLAIN.sub(_escaped, node["text"])


def _marks_from(nodes: list[Block]) -> list[_Mark]:
    """The marks of the next text, outermost first; none where no text follows."""
    words = next((node for node in nodes if not is_atom(node)), {})
    found = {
        mark["type"]: "".join(mark.get("attrs", {}).values())
        for mark in words.get("marks", [])
    }
    return [(name, found[name]) for name in MARKS if name in found]


def _is_short_code(node: Block) -> bool:
    """Whether backticks can hold it: no backtick, no blank at its ends, one line."""
    words = node.get("text", "")
    marks = {mark["type"] for mark in node.get("marks", [])}
    return "code" in marks and not re.search(r"`|\n|^\s|\s$", words)


def _escaped(found: re.Match[str]) -> str:
    return "\\" + found[0]
