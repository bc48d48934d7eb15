"""
What becomes of positions and objections when the structure changes (domain.md 5.5).

The table is data; around it, pure functions say which change a list of steps amounts
to. Nothing here reads a database, so the log can be replayed with the same rules.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import regex

from consensus.schema import Block
from consensus.wordings.canonical import canonical_text, link_targets


class Change(StrEnum):
    """The rows of the table, but for a move to another document: no deed makes one."""

    MOVED = "moved"
    HEADING_CHANGED = "heading"
    SPLIT_SAME = "split"
    SPLIT_OTHER = "split with other text"
    MERGED_SAME = "merged"
    MERGED_OTHER = "merged with other text"
    REMOVED = "removed"
    RESTORED = "restored"


class ForPositions(StrEnum):
    """What happens to positions on the paragraph."""

    KEPT = "kept"
    CARRIED = "carried to all parts"
    CARRIED_IF_SAME = "carried for people who had the same kind on all of them"
    STALE = "on an earlier wording"
    KEPT_ON_TOMBSTONE = "kept with the removed paragraph"
    AS_BEFORE = "those of the wording that is back"


class ForObjections(StrEnum):
    """What happens to objections and dissents, which never end by it (R7)."""

    KEPT = "kept"
    LINKED_TO_ALL = "linked to all parts until their holder narrows them"
    ATTACHED = "attached to the joined paragraph"
    RECHECK = "their holder is asked again"
    AS_BEFORE = "as they stood on the wording that is back"


@dataclass(frozen=True)
class Effect:
    """One row: both columns, and whether the holders of objections are told."""

    positions: ForPositions
    objections: ForObjections
    told: bool = True


EFFECTS: dict[Change, Effect] = {
    Change.MOVED: Effect(ForPositions.KEPT, ForObjections.KEPT),
    Change.HEADING_CHANGED: Effect(ForPositions.KEPT, ForObjections.KEPT),
    Change.SPLIT_SAME: Effect(ForPositions.CARRIED, ForObjections.LINKED_TO_ALL),
    Change.SPLIT_OTHER: Effect(ForPositions.STALE, ForObjections.RECHECK),
    Change.MERGED_SAME: Effect(ForPositions.CARRIED_IF_SAME, ForObjections.ATTACHED),
    Change.MERGED_OTHER: Effect(ForPositions.STALE, ForObjections.RECHECK),
    Change.REMOVED: Effect(ForPositions.KEPT_ON_TOMBSTONE, ForObjections.RECHECK),
    Change.RESTORED: Effect(ForPositions.AS_BEFORE, ForObjections.AS_BEFORE),
}
"""The table of domain.md 5.5, row by row."""

CARRYING = frozenset(
    {ForObjections.KEPT, ForObjections.LINKED_TO_ALL, ForObjections.ATTACHED}
)
"""Effects that leave an objection standing as it stood, wherever its words went."""


@dataclass(frozen=True)
class Step:
    """One structure change in the log: at `seq`, `op` took words `from_id` `to_id`."""

    seq: int
    op: str  # split, merged, removed, restored, moved
    from_id: str
    to_id: str | None = None


@dataclass
class Family:
    """Blocks whose words flowed into one another, and where those words came from."""

    sources: list[str]
    """Blocks that stood before, in the order in which their words follow."""
    blocks: set[str]
    """Every block that held some of these words, the sources included."""
    first: dict[str, int] = field(default_factory=dict)
    """For each source the place in the log of the first step that touched it."""

    @property
    def is_merge(self) -> bool:
        """Whether words of several paragraphs came together."""
        return len(self.sources) > 1


def families(steps: Iterable[Step], live: Collection[str]) -> list[Family]:
    """
    The families that splits and merges make, in log order of the steps.

    `live` are the blocks that stand in the text in the end: a merged block that
    stands again has its own words back and is no part of the other.
    """
    of: dict[str, Family] = {}
    for step in steps:
        if step.to_id is None or not _counts(step, live):
            continue
        into, other = (step.from_id, step.to_id)
        if step.op == "merged":
            into, other = other, into
        family = of.setdefault(into, Family([into], {into}))
        family.first.setdefault(into, step.seq)
        _take_in(family, other, step, of)
    found = {id(family): family for family in of.values()}
    return list(found.values())


def places_after(
    blocks: Iterable[str], steps: Iterable[Step], live: Collection[str]
) -> set[str]:
    """Where words that stood in these blocks are to be looked for now, of `live`."""
    found = set(blocks)
    for step in steps:
        if step.to_id and step.from_id in found and _counts(step, live):
            found.add(step.to_id)
    return {one for one in found if one in live}


def change_of(
    family: Family, before: Sequence[Block], after: Sequence[Block]
) -> Change:
    """
    Which row of the table a family's change is: `before` are its sources' words in
    order, `after` those of its blocks that stand, in the order of the text.
    """
    same = bool(before and after) and same_together(before, after)
    if family.is_merge:
        return Change.MERGED_SAME if same else Change.MERGED_OTHER
    return Change.SPLIT_SAME if same else Change.SPLIT_OTHER


def same_together(before: Sequence[Block], after: Sequence[Block]) -> bool:
    """
    Whether two rows of blocks are the same words, however they are divided.

    The canonical texts are joined by one space, or by none in scripts that put no
    space between words. Kind and link targets are wording too, so all blocks must be
    of one kind and lead to the same places.
    """
    kinds = {block["type"] for block in (*before, *after)}
    return (
        len(kinds) == 1
        and joined(before) == joined(after)
        and _links(before) == _links(after)
    )


def joined(blocks: Iterable[Block]) -> str:
    """The canonical texts of blocks as one text, to be compared with another."""
    texts = (canonical_text(block) for block in blocks)
    return str(_NO_SPACE.sub("", " ".join(text for text in texts if text)))


_UNSPACED = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
    r"\u3000-\u303f\uff01-\uff65"
)
_NO_SPACE = regex.compile(rf"(?<=[{_UNSPACED}])\s+|\s+(?=[{_UNSPACED}])")


def _counts(step: Step, live: Collection[str]) -> bool:
    return step.op == "split" or (step.op == "merged" and step.from_id not in live)


def _take_in(family: Family, other: str, step: Step, of: dict[str, Family]) -> None:
    """Let a family take in a part split off from it, or what was merged into it."""
    joining = of.get(other)
    if joining is family:
        return
    if joining is None:
        is_source = step.op == "merged"
        joining = Family([other] if is_source else [], {other})
        if is_source:
            joining.first[other] = step.seq
    family.sources += joining.sources
    family.blocks |= joining.blocks
    for source, seq in joining.first.items():
        family.first.setdefault(source, seq)
    of.update(dict.fromkeys(family.blocks, family))


def _links(blocks: Iterable[Block]) -> set[str]:
    return {target for block in blocks for target in link_targets(block)}
