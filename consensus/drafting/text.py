"""
The shared text as blocks: reading it and changing it inside the Yjs document.

Every function that changes makes one transaction, hence one update for the log. None
of them checks who may: the log's gate and the deeds do.
"""

from typing import Any

from pycrdt import Map, XmlFragment

from consensus.drafting.order import between
from consensus.drafting.reading import Draft, Stored, block_map, read_stored
from consensus.drafting.rewriting import fill, rewrite
from consensus.errors import NotFound
from consensus.schema import Block


def read_blocks(doc: Draft) -> list[Block]:
    """The blocks of the text in order, without those that were removed."""
    return [one.block for one in in_order(doc) if not one.deleted]


def read_block(doc: Draft, block_id: str) -> Block:
    """One block as ProseMirror JSON, also when removed; NotFound if there is none."""
    return read_stored(doc, block_id).block


def in_order(doc: Draft) -> list[Stored]:
    """All blocks with their places, removed ones included."""
    block_ids: Any = block_map(doc)  # iterable, though its type does not say so
    stored = [read_stored(doc, block_id) for block_id in block_ids]
    return sorted(stored, key=lambda one: one.place)


def put_block(doc: Draft, block: Block, *, after: str | None) -> None:
    """Add a new block behind another one, or as the first (`after=None`)."""
    put_blocks(doc, [block], after=after)


def put_blocks(doc: Draft, blocks: list[Block], *, after: str | None) -> None:
    """Add new blocks in their order behind a block, or at the start of the text."""
    before, following = _gap(doc, after)
    with doc.transaction():
        for block in blocks:
            before = between(before, following)
            _put(doc, block, before)


def change_block(doc: Draft, block: Block) -> None:
    """
    Make the block with this id read as given, touching only what differs.

    Kind, attributes and content may all change; place and removal stay.
    """
    entry = _entry(doc, block["attrs"]["id"])
    attrs = _attrs(block)
    now = read_stored(doc, block["attrs"]["id"]).block
    with doc.transaction():
        if now["type"] != block["type"]:
            entry["t"] = block["type"]
        if _attrs(now) != attrs:
            entry["a"] = attrs
        rewrite(entry["c"], block.get("content", []))


def remove_block(doc: Draft, block_id: str, *, into: str | None = None) -> None:
    """Mark a block as removed, or as merged into another; its content stays."""
    entry = _entry(doc, block_id)
    with doc.transaction():
        entry["d"] = into or True


def restore_block(doc: Draft, block_id: str) -> None:
    """Take a removed block back into the text, at its old place."""
    entry = _entry(doc, block_id)
    with doc.transaction():
        if "d" in entry:
            del entry["d"]


def move_block(doc: Draft, block_id: str, *, after: str | None) -> None:
    """Give a block its place behind another one, or at the start."""
    entry = _entry(doc, block_id)
    key = between(*_gap(doc, after, leaving=block_id))
    with doc.transaction():
        entry["o"] = key


def put_at(doc: Draft, block: Block, order: str) -> None:
    """Add a new block at a place that the caller has worked out (`order`)."""
    with doc.transaction():
        _put(doc, block, order)


def place_at(doc: Draft, block_id: str, order: str) -> None:
    """Give a block a place that the caller has worked out."""
    entry = _entry(doc, block_id)
    with doc.transaction():
        entry["o"] = order


def _put(doc: Draft, block: Block, order: str) -> None:
    stored: dict[str, Any] = {"t": block["type"], "o": order, "c": XmlFragment()}
    if attrs := _attrs(block):
        stored["a"] = attrs
    blocks = block_map(doc)
    blocks[block["attrs"]["id"]] = Map(stored)
    if block["type"] != "figure":  # nobody types into a picture
        fill(blocks[block["attrs"]["id"]]["c"], block.get("content", []))


def _entry(doc: Draft, block_id: str) -> Map[Any]:
    entry = block_map(doc).get(block_id)
    if not isinstance(entry, Map):
        raise NotFound("There is no such paragraph in this text.")
    return entry


def _gap(
    doc: Draft, after: str | None, *, leaving: str | None = None
) -> tuple[str, str | None]:
    """The order keys on both sides of the place behind a block."""
    places = [one for one in in_order(doc) if one.id != leaving]
    index = 0
    if after is not None:
        ids = [one.id for one in places]
        if after not in ids:
            raise NotFound("There is no such paragraph in this text.")
        index = ids.index(after) + 1
    before = places[index - 1].order if index else ""
    return before, places[index].order if index < len(places) else None


def _attrs(block: Block) -> dict[str, Any]:
    return {
        name: value
        for name, value in sorted(block.get("attrs", {}).items())
        if name != "id" and value is not None
    }
