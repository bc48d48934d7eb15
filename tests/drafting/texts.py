"""Blocks for tests: a few by hand, and any that the schema allows, by hypothesis."""

from typing import Any

from hypothesis import strategies as st

from consensus.drafting.reading import MARKS
from consensus.schema import Block

TITLES = ["United Nations", 'the "so-called" *DC*', "A & B &quot; [x] `y` <z>", "نهر"]
HREFS = [
    "https://example.org/a_b*c*",
    "http://example.org/(x)?a=1&copy;=2",
    "mailto:ada@example.org",
    "https://example.org/ä y<z>\\",
    "#place",
]


def words(text: str, *marks: str) -> Block:
    """A run of text with plain marks."""
    node: Block = {"type": "text", "text": text}
    return {**node, "marks": [{"type": mark} for mark in marks]} if marks else node


def link(text: str, href: str) -> Block:
    return {**words(text), "marks": [{"type": "link", "attrs": {"href": href}}]}


def line_break() -> Block:
    return {"type": "hard_break"}


def footnote(note: str) -> Block:
    return {"type": "footnote", "attrs": {"note": note}}


def block(
    block_id: str, *content: Block, kind: str = "paragraph", **attrs: Any
) -> Block:
    made: Block = {"type": kind, "attrs": {**attrs, "id": block_id}}
    return {**made, "content": list(content)} if content else made


def table(block_id: str, *rows: list[list[Block]], **attrs: Any) -> Block:
    cells = [
        [{"type": "table_cell", **({"content": c} if c else {})} for c in row]
        for row in rows
    ]
    content = [{"type": "table_row", "content": row} for row in cells]
    return block(block_id, *content, kind="table", **attrs)


def plain(one: Block) -> str:
    """The words of a block's direct content; a line break is a slash."""
    return "".join(node.get("text", "/") for node in one.get("content", []))


def _marked(text: str, names: set[str], href: str, title: str) -> Block:
    if "sup" in names:
        names = names - {"sub"}
    attrs = {"link": {"href": href}, "abbr": {"title": title}}
    marks = [
        {"type": name, "attrs": attrs[name]} if name in attrs else {"type": name}
        for name in MARKS
        if name in names
    ]
    node: Block = {"type": "text", "text": text}
    return {**node, "marks": marks} if marks else node


def _joined(nodes: list[Block]) -> list[Block]:
    """Neighbours with the same marks are one text, as ProseMirror has it."""
    found: list[Block] = []
    for node in nodes:
        before = found[-1] if found else {}
        alike = "text" in node and "text" in before
        if alike and before.get("marks") == node.get("marks"):
            found[-1] = {**node, "text": before["text"] + node["text"]}
        else:
            found.append(node)
    return found


_LETTERS = st.sampled_from("ab *_`[]()<>\\/!&^~#.,;:\"'é😀ع-us") | st.characters(
    exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
)
_SNIPPETS = [
    '<abbr title="x">',
    "</abbr>",
    "<abbr>",
    "<b>",
    "</u>",
    "[^n1]",
    "&amp;",
    "**",
    "https://a.b",
    "[x](https://a)",
]
_TEXTS = st.text(_LETTERS, min_size=1, max_size=6) | st.sampled_from(_SNIPPETS)
_ATOMS = st.just(line_break()) | st.sampled_from([footnote("n1"), footnote("n2")])
_RUNS = st.builds(
    _marked,
    _TEXTS,
    st.sets(st.sampled_from(MARKS), max_size=3),
    st.sampled_from(HREFS),
    st.sampled_from(TITLES),
)

INLINE = st.lists(_RUNS | _RUNS | _ATOMS, max_size=6).map(_joined)
"""What a textblock can hold."""

_SHARED = {"lang": st.sampled_from(["fr", "ar-EG"]), "dir": st.just("rtl")}
_TONGUES = st.fixed_dictionaries({}, optional=_SHARED)
_ATTRS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "paragraph": {},
    "heading": {"level": st.integers(1, 6)},
    "list_item": {
        "list": st.sampled_from(["bullet", "ordered"]),
        "level": st.integers(1, 8),
        "start": st.integers(1, 9),
        "quoted": st.booleans(),
    },
    "quotation": {},
    "note": {},
    "recommendation": {"addressees": _TEXTS},
    "key_finding": {},
    "issue_to_explore": {},
    "collected_view": {"from": _TEXTS},
}


@st.composite
def _textblocks(draw: st.DrawFn, block_id: str) -> Block:
    kind = draw(st.sampled_from(sorted(_ATTRS)))
    attrs = draw(st.fixed_dictionaries({}, optional={**_ATTRS[kind], **_SHARED}))
    return block(block_id, *draw(INLINE), kind=kind, **attrs)


@st.composite
def _tables(draw: st.DrawFn, block_id: str) -> Block:
    width = draw(st.integers(1, 3))
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        cells = []
        for _ in range(width):
            cell: Block = {
                "type": draw(st.sampled_from(["table_cell", "table_header"]))
            }
            if draw(st.booleans()):
                cell["attrs"] = {"colspan": draw(st.integers(1, 3)), "rowspan": 2}
            if content := draw(INLINE):
                cell["content"] = content
            cells.append(cell)
        rows.append({"type": "table_row", "content": cells})
    caption = draw(st.fixed_dictionaries({}, optional={"caption": _TEXTS}))
    return block(block_id, *rows, kind="table", **caption)


@st.composite
def _options(draw: st.DrawFn, block_id: str) -> Block:
    options = []
    for _ in range(draw(st.integers(2, 4))):
        option: Block = {"type": "option"}
        if draw(st.booleans()):
            option["attrs"] = {"label": draw(_TEXTS)}
        if content := draw(INLINE):
            option["content"] = content
        options.append(option)
    return block(block_id, *options, kind="options", **draw(_TONGUES))


@st.composite
def _figures(draw: st.DrawFn, block_id: str) -> Block:
    words = draw(st.fixed_dictionaries({}, optional={"caption": _TEXTS}))
    alt = "A map. " + draw(_TEXTS)
    name = draw(st.text("0123456789abcdef", min_size=64, max_size=64))
    return block(block_id, kind="figure", file=name, alt=alt, **words, **draw(_TONGUES))


def any_block(block_id: str) -> st.SearchStrategy[Block]:
    """Any block of any kind that the schema allows, with this id."""
    return (
        _textblocks(block_id)
        | _tables(block_id)
        | _options(block_id)
        | _figures(block_id)
    )
