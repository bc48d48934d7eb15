"""What the page of a document shows: the text, where it stands, and the rail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consensus.archive.models import ChainKind
from consensus.archive.queries import last_seq
from consensus.coalitions.models import StakeholderGroup
from consensus.comments.view import open_to_guests
from consensus.deliberation.heard import heard_in
from consensus.deliberation.need import WHOLE, Need
from consensus.deliberation.panel import (
    document_panel,
)
from consensus.deliberation.panel_view import Panel
from consensus.deliberation.shown_levels import NO_LEVEL, ShownLevel, shown_levels
from consensus.deliberation.standing import (
    SHORT,
    says_on,
)
from consensus.deliberation.suggestion_notes import margin_notes
from consensus.documents.access import Asker
from consensus.documents.models import (
    AFTER_WINDOW,
    EDITABLE,
    Document,
    OutputPath,
    Stage,
)
from consensus.drafting.queries import blocks_of, removed_blocks
from consensus.publication.models import Version
from consensus.publication.queries import latest_version
from consensus.wordings.numbering import numbered
from consensus.workspace.block_view import BlockView, BlockViews
from consensus.workspace.duties.all import duties_in
from consensus.workspace.going_on import missing_to_go_on
from consensus.workspace.home import time_left
from consensus.workspace.reading_order import notes_of, with_item_numbers


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
    missing: str
    """What is missing to go on, in one sentence."""
    needs: Sequence[Need]
    """What waits for the reader; `open_to` is what they can do besides."""
    open_to: Sequence[Need]
    groups: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    whole: Panel
    whole_open: bool
    taking_part: int
    members: int
    level: ShownLevel
    version: Version | None
    """What was published of it last, or None."""
    for_guests: bool
    """Whether the reader, who has no seat here, is asked for comments now."""
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
    build = BlockViews(
        session, document, asker, heard, shown_levels(session, document),
        notes_of([row.content for row in rows]), opened, secret,
        margin_notes(session, document),
    )  # fmt: skip
    contents = with_item_numbers([row.content for row in rows])
    labels = [label for _, label in numbered([row.content for row in rows])]
    views = [
        build.view(row, content, label)
        for row, content, label in zip(rows, contents, labels, strict=True)
    ]
    groups = [g for g in StakeholderGroup if heard.sizes.get(g)]
    said = [one for view in views for one in view.said] + says_on(heard, None)
    people = {one.member_id for one in said if not one.departed}
    duties = duties_in(session, document, asker)
    return DocumentView(
        document=document,
        asker=asker,
        blocks=[view for view in views if view.row.kind != "note"],
        notes=[view for view in views if view.row.kind == "note"],
        removed=[build.view(row, row.content, "") for row in gone],
        numbers=build.notes.numbers,
        stages=stage_lines(document),
        left=left_of(document),
        missing=missing_to_go_on(session, document),
        needs=duties.must,
        open_to=duties.can,
        groups=[
            {"name": g.label, "short": SHORT[g], "size": heard.sizes[g]} for g in groups
        ],
        rows=[build.map_row(view, groups) for view in views if view.row.kind != "note"],
        whole=document_panel(session, document, asker),
        whole_open=opened == WHOLE,
        taking_part=len(people),
        members=sum(heard.sizes.values()),
        level=build.levels.get(None, NO_LEVEL),
        version=latest_version(session, document.id),
        for_guests=(
            document.stage is Stage.PUBLIC_COMMENT
            and open_to_guests(session, document, asker)
        ),
        last_seq=seq,
    )


PATH = (
    Stage.DRAFTING, Stage.MEMBER_REVIEW, Stage.REVISION, Stage.CONSENSUS_CALL,
    Stage.ASSESSMENT, Stage.PUBLISHED,
)  # fmt: skip
"""The stages in the order in which a text goes through them the first time."""

NOTICE_PATH = (Stage.DRAFTING, Stage.NOTICE, Stage.AFTER_NOTICE, Stage.PUBLISHED)
"""The same where no level is claimed: a review and comment are as editors wish."""


_NOTICED = {Stage.NOTICE, Stage.AFTER_NOTICE}


def stage_lines(document: Document) -> list[StageLine]:
    """The stages of the path, with what is done and where the text is (6.1)."""
    now = document.stage_now
    is_noticed = document.path is not OutputPath.CONSENSUS or now in _NOTICED
    path = list(NOTICE_PATH if is_noticed else PATH)
    if now not in path and now not in EDITABLE:  # parked, closed, or gone
        return [StageLine(now.label, "now", _since(document, now))]
    if now not in path:
        later = Stage.NOTICE if is_noticed else Stage.REVISION
        path.insert(path.index(later), now)
    here = path.index(now)
    return [
        StageLine(one.label, _state(i, here), _note(one, now, document))
        for i, one in enumerate(path)
    ]


_INSTEAD = {
    Stage.PARKED: "It goes on from the stage {} when it is taken up again",
    Stage.CLOSED_WITHOUT_OUTPUT: "The record is kept",
    Stage.SUPERSEDED: "A newer output takes its place; the text stays readable",
    Stage.WITHDRAWN: "The text and its annex stay readable",
}


def _since(document: Document, now: Stage) -> str:
    before = document.parked_from
    return _INSTEAD[now].format(f"“{before.label}”" if before else "")


def _state(place: int, here: int) -> str:
    return "done" if place < here else "now" if place == here else "next"


def _note(stage: Stage, now: Stage, document: Document) -> str:
    closes = document.closes_at
    if stage is not now or stage not in AFTER_WINDOW or closes is None:
        return ""
    return f"Closes {closes:%A} {closes.day} {closes:%B %Y, %H:%M} UTC"


def left_of(document: Document) -> str:
    """How long the window or call that is open still lasts; empty if none is."""
    closes = document.closes_at
    if document.stage_now not in AFTER_WINDOW or closes is None:
        return ""
    return time_left(closes)
