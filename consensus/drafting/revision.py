"""
What a revised file would do to a text, worked out without touching it.

The blocks of the file are given the ids of the blocks they are (`matching`). What a
file cannot say (a recommendation, a paragraph's own language) stays as it is in the
text.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from consensus.drafting.changing import new_block_id
from consensus.drafting.matching import Matching, family_of, match_blocks
from consensus.schema import Block
from consensus.wordings.canonical import canonical_text, wording_hash

_FROM_FILES = frozenset({"paragraph", "heading", "list_item", "quotation"})
_UNSAID = ("lang", "dir")  # attributes that a file leaves out without meaning it
_FEWEST_WORDS = 4  # of a removed block that comes back: "Introduction" is no return


@dataclass(frozen=True)
class Standing:
    """A block of the text as it stands: its place, and whether it was removed."""

    block: Block
    order: str
    deleted: bool = False

    @property
    def id(self) -> str:
        """The block's id."""
        return str(self.block["attrs"]["id"])


@dataclass(frozen=True)
class Revision:
    """
    The text as the file has it, and how it comes about.

    `blocks` are in the file's order, under the ids that they will have. Every id of a
    block that stands now is in exactly one of `kept`, `changed` and `gone`.
    """

    blocks: list[Block]
    kept: list[str]  # ids; the words are the same
    changed: list[str]  # ids; other words, kind or links
    added: list[str]  # ids of new blocks
    back: list[str]  # ids of blocks that had been removed and stand there again
    gone: list[str]  # ids
    moved: list[str]  # ids, some kept, some changed
    steady: list[str]  # ids that keep their place, in order
    split: dict[str, str]  # id of a new block -> the block it was a part of
    merged: dict[str, str]  # id of a gone block -> the block that took its words in
    dressed: list[str]  # ids; the same words, otherwise written: marks, level, language

    @property
    def changes_nothing(self) -> bool:
        """Whether the text would stay to the letter as it is."""
        touched = [self.changed, self.added, self.back, self.gone, self.moved]
        return not any([*touched, self.dressed])


def plan_revision(standing: Sequence[Standing], new: Sequence[Block]) -> Revision:
    """
    What has to happen so that a text reads like a file.

    `standing` are all blocks in the order of the text, removed ones included; `new`
    are the file's, whose ids are given up. Takes some seconds for thousands of blocks.
    """
    there = [one for one in standing if not one.deleted]
    matching = match_blocks([one.block for one in there], new)
    back = _returning([one for one in standing if one.deleted], new, matching)
    before = {place: there[old] for place, old in matching.kept.items()} | back
    ids = [
        before[place].id if place in before else new_block_id()
        for place in range(len(new))
    ]
    blocks = _under_ids(new, ids, before)
    return _revision(blocks, there, matching, {one.id for one in back.values()})


def _revision(
    blocks: list[Block], there: list[Standing], matching: Matching, back: set[str]
) -> Revision:
    before = {one.id: one for one in there}
    ids = [str(block["attrs"]["id"]) for block in blocks]
    stays = [(one, block) for one, block in zip(ids, blocks, strict=True)
             if one in before]  # fmt: skip
    run = rising([before[one].order for one, _ in stays])
    steady = [one for place, (one, _) in enumerate(stays) if place in run]

    def where(test: Callable[[Block, Block], bool]) -> list[str]:
        return [one for one, block in stays if test(before[one].block, block)]

    return Revision(
        blocks=blocks,
        kept=where(_same_words),
        changed=where(lambda old, new: not _same_words(old, new)),
        added=[one for one in ids if one not in before and one not in back],
        back=[one for one in ids if one in back],
        gone=[one.id for one in there if one.id not in set(ids)],
        moved=[one for one, _ in stays if one not in set(steady)],
        steady=steady,
        split={ids[new]: there[old].id for new, old in matching.split.items()},
        merged={there[old].id: there[to].id for old, to in matching.merged.items()},
        dressed=where(lambda old, new: _same_words(old, new) and not _alike(old, new)),
    )


def rising(places: Sequence[str]) -> set[int]:
    """
    Indices of a longest strictly rising run, not necessarily side by side.

    What is in it need not be moved to bring all into the given order.
    """
    ends: list[tuple[str, int]] = []  # the least last place of a run of each length
    before: list[int | None] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place, key=lambda end: end[0])
        before.append(ends[length - 1][1] if length else None)
        ends[length : length + 1] = [(place, index)]
    run: set[int] = set()
    last = ends[-1][1] if ends else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run


def _returning(
    removed: list[Standing], new: Sequence[Block], matching: Matching
) -> dict[int, Standing]:
    """Places in the file where a removed block stands again, word for word."""
    by_words = {wording_hash(one.block): one for one in removed}
    found: dict[int, Standing] = {}
    for place, block in enumerate(new):
        if place in matching.kept or place in matching.split:
            continue
        if len(canonical_text(block).split()) >= _FEWEST_WORDS:
            one = by_words.pop(wording_hash(block), None)
            if one is not None:
                found[place] = one
    return found


def _under_ids(
    new: Sequence[Block], ids: list[str], before: dict[int, Standing]
) -> list[Block]:
    """The blocks under their ids, with marks and links that lead to these."""
    named = {
        block["attrs"]["id"]: block_id for block, block_id in zip(new, ids, strict=True)
    }
    return [
        _led(_as_before(block, before.get(place)), ids[place], named)
        for place, block in enumerate(new)
    ]


def _as_before(block: Block, before: Standing | None) -> Block:
    """A block with what its file could not say of the block that it is."""
    if before is None:
        return block
    old, attrs = before.block, dict(block["attrs"])
    for name in _UNSAID:
        if old["attrs"].get(name) is not None:
            attrs.setdefault(name, old["attrs"][name])
    own = old["type"] not in _FROM_FILES and family_of(old["type"]) == "words"
    if block["type"] == "paragraph" and own:
        return {**block, "type": old["type"], "attrs": {**old["attrs"], **attrs}}
    return {**block, "attrs": attrs}


def _led(block: Block, block_id: str, named: dict[str, str]) -> Block:
    renamed: Block = {**block, "attrs": {**block["attrs"], "id": block_id}}
    if "content" in block:
        renamed["content"] = [_led_node(node, named) for node in block["content"]]
    return renamed


def _led_node(node: Block, named: dict[str, str]) -> Block:
    led = dict(node)
    if node["type"] == "footnote":
        note = node["attrs"]["note"]
        led["attrs"] = {**node["attrs"], "note": named.get(note, note)}
    if "content" in node:
        led["content"] = [_led_node(child, named) for child in node["content"]]
    if "marks" in node:
        led["marks"] = [_led_mark(mark, named) for mark in node["marks"]]
    return led


def _led_mark(mark: Block, named: dict[str, str]) -> Block:
    href = mark.get("attrs", {}).get("href", "")
    if href.startswith("#") and href[1:] in named:
        return {**mark, "attrs": {**mark["attrs"], "href": f"#{named[href[1:]]}"}}
    return mark


def _same_words(old: Block, new: Block) -> bool:
    return wording_hash(old) == wording_hash(new)


def _alike(old: Block, new: Block) -> bool:
    """Whether two blocks are the same to the letter, in the same dress."""
    return _said(old) == _said(new)


def _said(block: Block) -> tuple[Any, ...]:
    attrs = {k: v for k, v in block["attrs"].items() if v is not None}
    return block["type"], attrs, block.get("content", [])
