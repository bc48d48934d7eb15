"""What the page of a document shows: the text, where it stands, and the rail."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consensus.archive.models import ChainKind
from consensus.archive.queries import last_seq
from consensus.coalitions.models import StakeholderGroup
from consensus.deliberation.heard import Heard, heard_in
from consensus.deliberation.holding import held_now
from consensus.deliberation.machine import LIVE
from consensus.deliberation.models import HolderState
from consensus.deliberation.needs import WHOLE, Need, needs_of
from consensus.deliberation.panel import (
    document_panel,
    paragraph_panel,
)
from consensus.deliberation.panel_view import Panel, Place, place_of
from consensus.deliberation.shown_levels import NO_LEVEL, ShownLevel, shown_levels
from consensus.deliberation.standing import (
    SHORT,
    Counts,
    by_group,
    counts_of,
    people_in,
    says_on,
)
from consensus.documents.access import Asker
from consensus.documents.models import Document, Stage
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import blocks_of, removed_blocks
from consensus.schema import Block
from consensus.wordings.numbering import numbered
from consensus.workspace.home import time_left
from consensus.workspace.reading_order import Notes, notes_of, with_item_numbers


@dataclass(frozen=True)
class BlockView:
    """One block: its words, its place, and where people stand on these words."""

    row: DraftBlock
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
    referrer: str
    """For a note: the block that refers to it, or ""."""


@dataclass(frozen=True)
class StageLine:
    """One stage in the list of stages."""

    label: str
    state: str
    note: str


@dataclass(frozen=True)
class DocumentView:
    """Everything on the page of a document."""

    document: Document
    asker: Asker
    blocks: list[BlockView]
    notes: list[BlockView]
    removed: list[BlockView]
    numbers: dict[str, int]
    stages: list[StageLine]
    left: str
    needs: list[Need]
    groups: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    whole: Panel
    whole_open: bool
    taking_part: int
    members: int
    level: ShownLevel
    last_seq: int
    """The last deed of the record that this page shows; what comes later is news."""

    @property
    def stage_rows(self) -> list[tuple[str, str, str]]:
        """The stages as the page's macro takes them."""
        return [(one.label, one.state, one.note) for one in self.stages]

    @property
    def shows_levels(self) -> bool:
        """Whether any level is shown (domain.md 7.4: only after a call closed)."""
        return any(row["level"] for row in self.rows)

    @property
    def whole_kinds(self) -> tuple[str, ...]:
        """What can be said of the whole text now."""
        return self.whole.take.kinds if self.whole.take else ()


def document_view(
    session: Session, document: Document, asker: Asker, *, opened: str, secret: str
) -> DocumentView:
    """
    The page of a document for one reader; `opened` is the block whose panel is open,
    "whole-text" for the whole, or "".
    """
    seq = last_seq(session, ChainKind.DOCUMENT, document.id)  # before what is read
    rows = blocks_of(session, document.id)
    gone = removed_blocks(session, document.id)
    heard = heard_in(session, document)
    build = _Building(
        session, document, asker, heard, shown_levels(session, document),
        notes_of([row.content for row in rows]), opened, secret,
    )  # fmt: skip
    contents = with_item_numbers([row.content for row in rows])
    labels = [label for _, label in numbered([row.content for row in rows])]
    views = [
        build.view(row, content, label)
        for row, content, label in zip(rows, contents, labels, strict=True)
    ]
    groups = [g for g in StakeholderGroup if heard.sizes.get(g)]
    people = {
        one.member_id for row in rows for one in says_on(heard, row) if not one.departed
    }
    return DocumentView(
        document=document,
        asker=asker,
        blocks=[view for view in views if view.row.kind != "note"],
        notes=[view for view in views if view.row.kind == "note"],
        removed=[build.view(row, row.content, "") for row in gone],
        numbers=build.notes.numbers,
        stages=stage_lines(document),
        left=_left(document),
        needs=needs_of(session, document, asker),
        groups=[
            {"name": g.label, "short": SHORT[g], "size": heard.sizes[g]} for g in groups
        ],
        rows=[build.map_row(view, groups) for view in views if view.row.kind != "note"],
        whole=document_panel(session, document, asker),
        whole_open=opened == WHOLE,
        taking_part=len(people),
        members=sum(heard.sizes.values()),
        level=build.levels.get(None, NO_LEVEL),
        last_seq=seq,
    )


def stage_lines(document: Document) -> list[StageLine]:
    """The stages of the path, with what is done and where the text is (6.1)."""
    now = document.stage_now
    path = [Stage.DRAFTING, Stage.CONSENSUS_CALL, Stage.ASSESSMENT, Stage.PUBLISHED]
    if now is Stage.REVISION:
        path.insert(1, Stage.REVISION)
    here = path.index(now)
    return [
        StageLine(one.label, _state(i, here), _note(one, now, document))
        for i, one in enumerate(path)
    ]


def _state(place: int, here: int) -> str:
    return "done" if place < here else "now" if place == here else "next"


def _note(stage: Stage, now: Stage, document: Document) -> str:
    closes = document.call_closes_at
    if stage is not now or stage is not Stage.CONSENSUS_CALL or closes is None:
        return ""
    return f"Closes {closes:%A} {closes.day} {closes:%B %Y, %H:%M} UTC"


def _left(document: Document) -> str:
    closes = document.call_closes_at
    if document.stage_now is not Stage.CONSENSUS_CALL or closes is None:
        return ""
    return time_left(closes)


@dataclass(frozen=True)
class _Building:
    """What every block's view is built from."""

    session: Session
    document: Document
    asker: Asker
    heard: Heard
    levels: dict[str | None, ShownLevel]
    notes: Notes
    opened: str
    secret: str

    def view(self, row: DraftBlock, content: Block, label: str) -> BlockView:
        said = says_on(self.heard, row)
        me = self.asker.member.id if self.asker.member else None
        own = next((one.kind for one in said if one.member_id == me), "")
        return BlockView(
            row=row,
            content=content,
            place=place_of(label, row),
            counts=counts_of(self.heard, said),
            level=self.levels.get(row.block_id, NO_LEVEL),
            asked_again=people_in(said),
            objections=self._objections(row),
            mine=own if own != "stale" else "",
            changed=own == "stale" or self._waits(row, me),
            panel=self._panel(row),
            referrer=self.notes.referrers.get(row.block_id, ""),
        )

    def map_row(
        self, view: BlockView, groups: list[StakeholderGroup]
    ) -> dict[str, Any]:
        said = says_on(self.heard, view.row)
        shown = {one.short: one.counts for one in by_group(self.heard, said)}
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
            for one in self.heard.objections.get(row.block_id, ())
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
