"""
The consensus map: paragraphs by stakeholder group, as data (decisions.md 26).

Numbers of people and never a share or a rank: paragraphs come in the order of the
text, groups in theirs. What a cell must not tell is None (R18); levels are told only
after a call has closed (domain.md 7.4).
"""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from consensus.coalitions.models import StakeholderGroup
from consensus.deliberation.heard import Heard, heard_in
from consensus.deliberation.shown_levels import NO_LEVEL, ShownLevel, shown_levels
from consensus.deliberation.standing import (
    Counts,
    GroupStanding,
    by_group,
    counts_of,
    says_on,
)
from consensus.documents.models import Document
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import blocks_of
from consensus.wordings.canonical import plain_text
from consensus.wordings.numbering import numbered

FIRST_WORDS = 60  # characters of a paragraph in its row


@dataclass(frozen=True)
class MapRow:
    """One paragraph, or the whole text (block None)."""

    block: str | None
    label: str
    first_words: str
    counts: Counts
    level: ShownLevel
    groups: tuple[GroupStanding, ...]
    """Every group with members, in order; its counts are None where not shown."""

    def as_json(self) -> dict[str, Any]:
        """As plain JSON."""
        levels = {"advised": self.level.advised, "declared": self.level.declared}
        return {
            "block": self.block,
            "label": self.label,
            "first_words": self.first_words,
            "people": asdict(self.counts),
            "level": {key: str(one) if one else None for key, one in levels.items()},
            "groups": {
                one.name: None if one.counts is None else asdict(one.counts)
                for one in self.groups
            },
        }


@dataclass(frozen=True)
class ConsensusMap:
    """The whole map; `groups` are names and sizes of those with members."""

    groups: tuple[tuple[str, int], ...]
    rows: tuple[MapRow, ...]

    @property
    def hides(self) -> bool:
        """Whether some numbers are kept back (R18)."""
        return any(one.counts is None for row in self.rows for one in row.groups)

    def as_json(self) -> dict[str, Any]:
        """As plain JSON: groups, then rows in the order of the text."""
        return {
            "groups": [{"name": name, "members": size} for name, size in self.groups],
            "rows": [one.as_json() for one in self.rows],
        }


def consensus_map(session: Session, document: Document) -> ConsensusMap:
    """The map of a text as it reads now, the whole text in its last row."""
    heard = heard_in(session, document)
    levels = shown_levels(session, document)
    blocks = blocks_of(session, document.id)
    labels = [label for _, label in numbered([one.content for one in blocks])]
    rows = [
        _row(heard, levels, block, label)
        for block, label in zip(blocks, labels, strict=True)
    ]
    rows.append(_row(heard, levels, None, "The whole text"))
    present = [one for one in StakeholderGroup if heard.sizes.get(one)]
    groups = tuple((one.label, heard.sizes[one]) for one in present)
    return ConsensusMap(groups, tuple(rows))


def _row(
    heard: Heard,
    levels: dict[str | None, ShownLevel],
    block: DraftBlock | None,
    label: str,
) -> MapRow:
    said = says_on(heard, block)
    block_id = block.block_id if block else None
    words = " ".join(plain_text(block.content).split()) if block else ""
    short = words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rstrip()}…"
    present = [one for one in by_group(heard, said) if one.size]
    return MapRow(
        block_id, label, short, counts_of(heard, said),
        levels.get(block_id, NO_LEVEL), tuple(present),
    )  # fmt: skip
