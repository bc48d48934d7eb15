"""SEC-17: what an attribute may hold is closed, whoever writes it and however."""

import itertools
from typing import Any

import pytest
from pycrdt import Doc, TransactionEvent

from consensus.drafting import text
from consensus.drafting.closed import check_closed
from consensus.drafting.gate import check_update, state_of
from consensus.drafting.reading import Draft
from consensus.errors import Invalid
from consensus.schema import Block, schema
from tests.drafting.texts import block, footnote, link, table, words

NAME = "ab" * 32
HOSTILE: list[Any] = [
    "javascript:alert(1)", "\x00", "a\x1fb", "\ud800", "x" * 20_001, "x" * 3_000,
    "data:text/html,<script>", "../../etc/passwd", "\u2028\x85", " ", "\n\n",
    ["javascript:alert(1)"], [], {}, {"toString": "x"}, {"href": "x"}, [["script"]],
    True, False, 0, -1, 1.5, 10**9, 10**40, float("nan"), float("inf"), "1", "tr ue",
    "AB" * 32, "g" * 64, "ab" * 31, f"{NAME}\n", f" {NAME}", f"{NAME}.svg", NAME * 2,
]  # fmt: skip
OPTION: Block = {"type": "option", "content": [words("One.")]}
ABBR = {"type": "abbr", "attrs": {"title": "Internet Forum"}}
HONEST = [
    block("b1", link("here", "https://x.org"), footnote("n1"), lang="fr", dir="ltr"),
    block("b1", {**words("IF"), "marks": [ABBR]}),
    block("b1", words("Title"), kind="heading", level=2),
    block("b1", words("Item"), kind="list_item", list="bullet", level=1, start=3,
          continues=True, quoted=False),
    block("b1", words("Act."), kind="recommendation", addressees="States"),
    block("b1", words("So."), kind="collected_view", **{"from": "A survey"}),
    block("b1", {**OPTION, "attrs": {"label": "A"}}, OPTION, kind="options"),
    block("b1", kind="figure", file=NAME, alt="A map", caption="Rivers"),
    table("b1", [[words("cell")]], caption="Numbers"),
]  # fmt: skip


def places() -> list[tuple[int, tuple[int, ...], str]]:
    """Each attribute of each part of the honest blocks: which block, where, name."""
    return [
        (number, path, name)
        for number, one in enumerate(HONEST)
        for path, part in parts(one)
        for name in part.get("attrs", {})
    ]


def parts(node: Block, path: tuple[int, ...] = ()) -> list[tuple[tuple[int, ...], Any]]:
    """A node, its marks (negative) and its content, with the way to each."""
    found = [(path, node)]
    for index, mark in enumerate(node.get("marks", [])):
        found.append(((*path, -1 - index), mark))
    for index, child in enumerate(node.get("content", [])):
        found += parts(child, (*path, index))
    return found


def with_value(node: Block, path: tuple[int, ...], name: str, value: Any) -> Block:
    """A copy of a block with one attribute set."""
    if not path:
        return {**node, "attrs": {**node.get("attrs", {}), name: value}}
    first, rest = path[0], path[1:]
    key, index = ("marks", -1 - first) if first < 0 else ("content", first)
    inside = list(node[key])
    inside[index] = with_value(inside[index], rest, name, value)
    return {**node, key: inside}


@pytest.mark.parametrize(("number", "path", "name"), places())
def test_sec_17_hostile_values_are_refused_or_mere_words(
    number: int, path: tuple[int, ...], name: str
) -> None:
    honest = HONEST[number]
    check_closed(honest)
    for value in HOSTILE:
        made = with_value(honest, path, name, value)
        try:
            check_closed(made)
        except Invalid:
            continue
        assert may_be(name, value), (name, value)


def may_be(name: str, value: Any) -> bool:
    """Whether a value that looks hostile is after all an ordinary one."""
    if name in {"alt", "caption", "addressees", "from", "label", "title"}:
        return isinstance(value, str) and len(value) <= 2_000 and "\x1f" not in value
    if name in {"continues", "quoted"}:
        return isinstance(value, bool)
    if name in {"level", "start", "colspan", "rowspan"}:
        return isinstance(value, int) and not isinstance(value, bool)
    return False


def test_sec_17_an_unknown_attribute_is_refused_on_every_part() -> None:
    for one in HONEST:
        for path, _ in parts(one):
            for name in ("onerror", "style", "class", "src", "__proto__"):
                with pytest.raises(Invalid):
                    check_closed(with_value(one, path, name, "x"))


def test_every_attribute_of_the_schema_is_among_those_tried() -> None:
    tried = {name for _, _, name in places()}
    known = itertools.chain(
        (name for node in schema().nodes.values() for name in node.attrs),
        (name for mark in schema().marks.values() for name in mark.attrs),
    )
    assert set(known) - tried == {"colspan", "rowspan"}  # see test_gate


@pytest.mark.parametrize("one", HONEST, ids=lambda one: str(one["type"]))
def test_every_honest_block_goes_through_the_gate_and_comes_out(one: Block) -> None:
    updates: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        updates.append(bytes(event.update))

    page: Draft = Doc(client_id=7)
    server: Draft = Doc(client_id=9)
    page.observe(keep)
    text.put_block(page, one, after=None)
    again = {**one, "attrs": {**one["attrs"], "lang": "pt"}}
    text.change_block(page, again)
    for update in updates:
        check_update(update, clients={7}, state=state_of(server.get_state()))
        server.apply_update(update)
    assert text.read_block(server, "b1") == again
