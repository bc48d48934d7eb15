"""Levels as pages may show them: after a call closed, advised apart from declared."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.deliberation.call_queries import (
    latest_call,
    standing_designations,
    stored_readings,
)
from consensus.deliberation.levels import Level, ReadingCode
from consensus.documents.models import OUT, Document, Stage


@dataclass(frozen=True)
class ShownLevel:
    """What the reading advises and what the caller declared, for one target."""

    advised: Level | None = None
    declared: Level | None = None
    rationale: str = ""
    caller: str = ""

    @property
    def code(self) -> str | None:
        """The declared level's code, else the advised one's, for the map."""
        level = self.declared or self.advised
        return str(level) if level else None


NO_LEVEL = ShownLevel()


def shown_levels(session: Session, document: Document) -> dict[str | None, ShownLevel]:
    """
    Levels by block id, None for the whole text; empty while people are still asked,
    so that nobody's words follow a level (domain.md 7.4).
    """
    if document.stage_now not in OUT | {Stage.ASSESSMENT}:
        return {}
    call = latest_call(session, document)
    if call is None or call.closed_at is None:
        return {}
    levels = {
        block_id: ShownLevel(advised=ReadingCode(row.code).level)
        for block_id, row in stored_readings(session, call).items()
    }
    for one in standing_designations(session, call):
        advised = levels.get(one.block_id, NO_LEVEL).advised
        levels[one.block_id] = ShownLevel(
            advised, one.level, one.rationale, one.caller.account.name
        )
    return levels
