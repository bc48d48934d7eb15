"""
Bringing one person's change of a paragraph onto words that moved on meanwhile.

A three-way merge of whole words on top of diff-match-patch: what two people changed
apart is put together, what they changed in one place is a collision that a person has
to settle. Nothing is ever guessed, and no HTML is compared: a word carries its marks,
links and footnote marks with it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from consensus.schema import Block, schema
from consensus.wordings.marked_words import (
    as_nodes,
    as_words,
    keeps_apart,
    marked_tokens,
)
from consensus.wordings.redline import token_changes


@dataclass(frozen=True)
class Place:
    """One place of a collision: its words at the base, in mine and in the current."""

    base: str
    mine: str
    current: str


@dataclass(frozen=True)
class Merged:
    """Both changes in one: inline nodes, neighbours with equal marks joined."""

    content: list[Block]


@dataclass(frozen=True)
class Collided:
    """Where both changed the same; empty if not the words but the kind or table did."""

    places: tuple[Place, ...]


@dataclass(frozen=True)
class _Hunk:
    """A row of base tokens, from `start` to before `end`, and what replaces them."""

    start: int
    end: int
    new: tuple[str, ...]


def rebase(
    base: list[Block], mine: list[Block], current: list[Block]
) -> Merged | Collided:
    """
    Bring the change from `base` to `mine` onto `current`; all three are inline nodes.

    The same change on both sides is made once. Changes that overlap collide, and so
    do those between which no word and no end of a sentence stands unchanged. Texts of
    more than 200,000 characters are refused (`Invalid`); where comparing runs out of
    time the changes are taken as larger, so that more collides but nothing is lost.
    """
    old = marked_tokens(base)
    ours, theirs = _hunks(old, marked_tokens(mine)), _hunks(old, marked_tokens(current))
    places = tuple(_collisions(old, ours, theirs))
    if places:
        return Collided(places)
    return Merged(as_nodes(_applied(old, sorted({*ours, *theirs}, key=_by_place))))


def rebase_block(base: Block, mine: Block, current: Block) -> Block | Collided:
    """
    The same for whole blocks: kind, attributes and content, cell by cell in a table.

    The block has the id of `current`. Kind and attributes go together: changed on
    both sides in different ways they collide, and so does a table whose rows or
    cells one side changed while the other changed its words.
    """
    heads = [_head(one) for one in (base, mine, current)]
    if heads[1] == heads[0]:
        head = current
    elif heads[2] in heads[:2]:
        head = mine
    else:
        return Collided(())
    content = _children(base, mine, current)
    if isinstance(content, Collided):
        return content
    kept = {key: value for key, value in head.items() if key != "content"}
    if "id" in current.get("attrs", {}):
        kept["attrs"] = {**head.get("attrs", {}), "id": current["attrs"]["id"]}
    return {**kept, "content": content} if content else kept


def _head(block: Block) -> tuple[str, str]:
    attrs = {
        name: value
        for name, value in block.get("attrs", {}).items()
        if name != "id" and value is not None
    }
    return block["type"], json.dumps(attrs, sort_keys=True)


def _children(base: Block, mine: Block, current: Block) -> list[Block] | Collided:
    rows: list[list[Block]] = [one.get("content", []) for one in (base, mine, current)]
    if all(_is_inline(child) for row in rows for child in row):
        merged = rebase(*rows)
        return merged if isinstance(merged, Collided) else merged.content
    if rows[1] == rows[0] or rows[1] == rows[2]:
        return rows[2]
    if rows[2] == rows[0]:
        return rows[1]
    if len({len(row) for row in rows}) != 1:
        return Collided(())
    return _each(zip(*rows, strict=True))


def _each(triples: Iterator[tuple[Block, ...]]) -> list[Block] | Collided:
    found: list[Block] = []
    places: tuple[Place, ...] = ()
    collided = False
    for triple in triples:
        one = rebase_block(*triple)
        if isinstance(one, Collided):
            collided, places = True, places + one.places
        else:
            found.append(one)
    return Collided(places) if collided else found


def _is_inline(node: Block) -> bool:
    return bool(schema().nodes[node["type"]].is_inline)


def _collisions(old: list[str], ours: list[_Hunk], theirs: list[_Hunk]) -> list[Place]:
    """The places where the two sides meet, each as wide as all that meets there."""
    meeting: list[list[_Hunk]] = []
    for hunk in sorted({*ours, *theirs}, key=_by_place):
        if meeting and _meet(old, max(one.end for one in meeting[-1]), hunk.start):
            meeting[-1].append(hunk)
        else:
            meeting.append([hunk])
    # One side's own changes never meet: they are one change then (`_hunks`).
    return [_place(old, group, ours, theirs) for group in meeting if len(group) > 1]


def _meet(old: list[str], end: int, start: int) -> bool:
    """Whether nothing stands between two changes that would keep them apart."""
    return not any(keeps_apart(token) for token in old[end:start])


def _place(
    old: list[str], group: list[_Hunk], ours: list[_Hunk], theirs: list[_Hunk]
) -> Place:
    start, end = min(one.start for one in group), max(one.end for one in group)
    base, mine, current = (
        _applied(old, [one for one in side if one in group], start, end)
        for side in ([], ours, theirs)
    )
    return Place(as_words(base), as_words(mine), as_words(current))


def _applied(
    old: list[str], hunks: list[_Hunk], start: int = 0, end: int | None = None
) -> list[str]:
    """The base tokens from `start` to `end` with some changes made, in their order."""
    made: list[str] = []
    place = start
    for hunk in hunks:
        made += [*old[place : hunk.start], *hunk.new]
        place = hunk.end
    return made + old[place : len(old) if end is None else end]


def _by_place(hunk: _Hunk) -> tuple[int, int]:
    return hunk.start, hunk.end


def _hunks(old: list[str], new: list[str]) -> list[_Hunk]:
    """What differs; changes of one side that nothing keeps apart are one change."""
    hunks: list[_Hunk] = []
    place = 0
    for was, now, changed in token_changes(old, new):
        end = place + len(was)
        if changed and hunks and _meet(old, hunks[-1].end, place):
            last = hunks.pop()
            kept = tuple(old[last.end : place])
            hunks.append(_Hunk(last.start, end, (*last.new, *kept, *now)))
        elif changed:
            hunks.append(_Hunk(place, end, tuple(now)))
        place = end
    return hunks
