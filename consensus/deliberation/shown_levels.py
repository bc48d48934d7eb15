"""Levels as pages may show them: after a call closed, advised apart from declared."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.deliberation.call_queries import (
    advised_codes,
    latest_round,
    standing_designations,
)
from consensus.deliberation.levels import UNCLAIMED, Level, ReadingCode
from consensus.documents.models import OUT, Document, Stage
from consensus.drafting.queries import blocks_of


@dataclass(frozen=True)
class ShownLevel:
    """What the reading advises and what the caller declared, for one target."""

    fixed: Level | None = None
    """What stands there on a path that claims no level."""
    advised: Level | None = None
    declared: Level | None = None
    rationale: str = ""
    caller: str = ""

    @property
    def code(self) -> str | None:
        """The declared level's code, else the advised one's, for the map."""
        level = self.declared or self.advised or self.fixed
        return str(level) if level else None


NO_LEVEL = ShownLevel()


def shown_levels(session: Session, document: Document) -> dict[str | None, ShownLevel]:
    """
    Levels by block id, None for the whole text; empty while people are still asked,
    so that nobody's words follow a level (domain.md 7.4). Where none is claimed, each
    block carries that (INV-19, R46).
    """
    if document.path in UNCLAIMED:
        blocks = [one.block_id for one in blocks_of(session, document.id)]
        return dict.fromkeys([None, *blocks], ShownLevel(UNCLAIMED[document.path]))
    if document.stage_now not in OUT | {Stage.ASSESSMENT}:
        return {}
    call = latest_round(session, document)
    if call is None or call.closed_at is None:
        return {}
    levels = {
        block_id: ShownLevel(advised=ReadingCode(code).level)
        for block_id, code in advised_codes(session, call).items()
    }
    for one in standing_designations(session, call):
        advised = levels.get(one.block_id, NO_LEVEL).advised
        levels[one.block_id] = ShownLevel(
            None, advised, one.level, one.rationale, one.caller.account.name
        )
    return levels
