"""What the page of a document shows of one block, to one reader."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consensus.coalitions.models import StakeholderGroup
from consensus.deliberation.heard import Heard
from consensus.deliberation.holding import held_now
from consensus.deliberation.machine import LIVE
from consensus.deliberation.models import HolderState
from consensus.deliberation.panel import (
    paragraph_panel,
)
from consensus.deliberation.panel_view import Panel, Place, place_of
from consensus.deliberation.places import after
from consensus.deliberation.shown_levels import NO_LEVEL, ShownLevel
from consensus.deliberation.standing import (
    SHORT,
    Counts,
    Says,
    by_group,
    counts_of,
    people_in,
    says_on,
)
from consensus.deliberation.suggestion_notes import MarginNote
from consensus.documents.access import Asker
from consensus.documents.models import Document
from consensus.drafting.models import DraftBlock
from consensus.schema import Block
from consensus.workspace.reading_order import Notes


@dataclass(frozen=True)
class BlockView:
    """One block: its words, its place, and where people stand on these words."""

    row: DraftBlock
    said: list[Says]
    content: Block
    place: Place
    counts: Counts
    level: ShownLevel
    asked_again: int
    """People whom a change of these words would ask again (DESIGN.md 5.4)."""
    objections: int
    mine: str
    """The reader's own kind of position on these words, or ""."""
    changed: bool
    """Whether the words changed since the reader answered them."""
    panel: Panel | None
    suggestions: list[MarginNote]
    """The open suggestions here, the oldest first."""
    referrer: str
    """For a note: the block that refers to it, or ""."""


@dataclass(frozen=True)
class BlockViews:
    """Builds the views of all blocks from what was fetched once for the page."""

    session: Session
    document: Document
    asker: Asker
    heard: Heard
    levels: dict[str | None, ShownLevel]
    notes: Notes
    opened: str
    secret: str
    suggestions: dict[str | None, list[MarginNote]]

    def view(self, row: DraftBlock, content: Block, label: str) -> BlockView:
        """One block as this reader sees it; `label` is "" for a removed one."""
        said = says_on(self.heard, row)
        me = self.asker.member.id if self.asker.member else None
        own = next((one.kind for one in said if one.member_id == me), "")
        return BlockView(
            row=row,
            said=said,
            content=content,
            place=place_of(label, row),
            counts=counts_of(self.heard, said),
            level=self.levels.get(row.block_id, NO_LEVEL),
            asked_again=people_in(said),
            objections=self._objections(row),
            mine=own if own != "stale" else "",
            changed=own == "stale" or self._waits(row, me),
            panel=self._panel(row),
            suggestions=self.suggestions.get(row.block_id, []),
            referrer=self.notes.referrers.get(row.block_id, ""),
        )

    def map_row(
        self, view: BlockView, groups: list[StakeholderGroup]
    ) -> dict[str, Any]:
        """One row of the consensus map, small groups kept back (R18)."""
        shown = {one.short: one.counts for one in by_group(self.heard, view.said)}
        return {
            "number": view.place.number,
            "href": f"#{view.row.block_id}",
            "level": view.level.code,
            "cells": [shown.get(SHORT[g]) for g in groups],
        }

    def _objections(self, row: DraftBlock) -> int:
        standing = LIVE | {HolderState.RECHECK}
        return sum(
            any(
                held_now(self.session, self.document.id, holder).state in standing
                for holder in one.holders
            )
            for place in (row.block_id, after(row.block_id))
            for one in self.heard.objections.get(place, ())
        )

    def _waits(self, row: DraftBlock, me: int | None) -> bool:
        return any(
            holder.member_id == me
            and held_now(self.session, self.document.id, holder).state
            is HolderState.RECHECK
            for one in self.heard.objections.get(row.block_id, ())
            for holder in one.holders
        )

    def _panel(self, row: DraftBlock) -> Panel | None:
        if row.block_id != self.opened:
            return None
        return paragraph_panel(
            self.session, self.document, self.asker, row.block_id, secret=self.secret
        )
