"""
The inline marks of a paragraph as people type them in a form, and back.

`**strong**`, `*em*`, `` `code` ``, `[words](https://…)`, `[^id]` for a footnote mark,
a line end for a line break; `<u>`, `<s>`, `<sup>`, `<sub>` with their closing tags
for what Markdown has no sign for, `<abbr title="what it stands for">` for an
abbreviation, and `<b>`, `<i>`, `<code>` where stars or backticks
would be ambiguous. Everything that a block can hold can be written, so an edit loses
nothing. Anything else is words; a backslash makes any sign a plain one.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as stars
from markdown_it.token import Token

from consensus.attributes import check_abbreviation, check_link
from consensus.drafting.reading import MARKS
from consensus.errors import Invalid
from consensus.schema import Block, is_block_id

TAGS = {"b": "strong", "i": "em", "u": "underline", "s": "strike",
        "sup": "sup", "sub": "sub", "code": "code", "abbr": "abbr"}  # fmt: skip
"""Tags that may be typed, and the mark each is; only `abbr` has a title."""

TAG = re.compile(
    rf"""<(?:(/?)({"|".join(tag for tag in TAGS if tag != "abbr")})"""
    r"""|(/)(abbr)|(abbr) title="([^"\n]*)")>"""
)
"""A tag as it is typed: what follows is read as a mark and not as words."""

_ATTR = {"link": "href", "abbr": "title"}
_FOOTNOTE = re.compile(r"\[\^([A-Za-z0-9_]+)\]")


def parse_inline(typed: str) -> list[Block]:
    """
    What was typed as inline nodes, line ends (\\n) as line breaks.

    `Invalid` for a link that is no web or mail address, a tag without its partner.
    """
    tokens = _markdown().parseInline(typed)[0].children or []
    nodes: list[Block] = []
    for token, marks in _marked(tokens):
        if token.type == "hardbreak":
            nodes.append({"type": "hard_break"})
        elif token.type == "footnote":
            nodes.append({"type": "footnote", "attrs": {"note": token.content}})
        elif token.content:
            _add_text(nodes, token.content, marks)
    return nodes


def _marked(tokens: list[Token]) -> Iterator[tuple[Token, list[Block]]]:
    """The tokens that show something, each with the marks that are on there."""
    on: Counter[str] = Counter()
    values: dict[str, str] = {}
    for token in tokens:
        if mark := _switched(token):
            opens = token.type.endswith("_open")
            if opens and mark in _ATTR:
                values[mark] = _checked(token)
            on[mark] += 1 if opens else -1
            _check_switch(token, on[mark])
        else:
            yield token, _marks_on(token, on, values)
    _check_closed(on)


def _check_switch(token: Token, depth: int) -> None:
    if depth < 0:
        raise Invalid(f"“</{token.tag}>” closes what was not opened.")
    if token.tag == "abbr" and depth > 1:
        raise Invalid("An abbreviation cannot stand inside another one.")


def _check_closed(on: Counter[str]) -> None:
    for mark in +on:
        tag = next(tag for tag, name in TAGS.items() if name == mark)
        raise Invalid(f"“<{tag}>” is opened but not closed.")


def _checked(token: Token) -> str:
    """Where a link leads, or what an abbreviation stands for."""
    if token.tag == "abbr":
        check_abbreviation(token.content)
        return token.content
    href = str(token.attrs["href"])
    check_link(href)
    if "title" in token.attrs:
        raise Invalid("A link has an address and nothing else in its brackets.")
    return href


def _switched(token: Token) -> str | None:
    """The mark that a token turns on or off."""
    if token.type in {"tag_open", "tag_close"}:
        return TAGS[token.tag]
    return {"strong": "strong", "em": "em", "a": "link"}.get(token.tag)


def _marks_on(token: Token, on: Counter[str], values: dict[str, str]) -> list[Block]:
    names = {*+on, "code"} if token.type == "code_inline" else {*+on}
    return [
        {"type": name, "attrs": {_ATTR[name]: values[name]}}
        if name in _ATTR
        else {"type": name}
        for name in MARKS
        if name in names
    ]


def _add_text(nodes: list[Block], words: str, marks: list[Block]) -> None:
    before = nodes[-1] if nodes else {}
    if "text" in before and before.get("marks", []) == marks:
        nodes[-1] = {**before, "text": before["text"] + words}
    else:
        node: Block = {"type": "text", "text": words}
        nodes.append({**node, "marks": marks} if marks else node)


@cache
def _markdown() -> MarkdownIt:
    """markdown-it with the inline rules above and no others."""
    markdown = MarkdownIt("zero").enable(
        ["escape", "backticks", "link", "balance_pairs"]
    )
    markdown.enable("emphasis")  # its second half, which pairs the stars
    rules = markdown.inline.ruler
    rules.at("emphasis", _stars_only)
    rules.before("link", "footnote", _footnote)
    rules.before("link", "tag", _tag)
    rules.before("escape", "line_end", _line_end)
    # A link is kept as it was typed; whether it may be one is checked afterwards.
    for check in ("normalizeLink", "validateLink"):
        setattr(markdown, check, str)
    return markdown


def _stars_only(state: StateInline, silent: bool) -> bool:
    """Underscores are words: names in code and addresses are full of them."""
    return state.src[state.pos] == "*" and stars(state, silent)


def _line_end(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "\n":
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos += 1
    return True


def _footnote(state: StateInline, silent: bool) -> bool:
    found = _FOOTNOTE.match(state.src, state.pos)
    if found is None or not is_block_id(found[1]):
        return False
    if not silent:
        state.push("footnote", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _tag(state: StateInline, silent: bool) -> bool:
    found = TAG.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        closes = found[1] or found[3]
        # Nesting stays 0 in the tokens: markdown-it fails on a tag without partner.
        token = state.push(
            "tag_close" if closes else "tag_open", found[2] or found[4] or found[5], 0
        )
        token.content = _unescaped(found[6] or "")
    state.pos = found.end()
    return True


def _unescaped(title: str) -> str:
    """A title as it is meant: it stands between quotation marks."""
    return title.replace("&quot;", '"').replace("&amp;", "&")
