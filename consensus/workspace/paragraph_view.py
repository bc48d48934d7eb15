"""What the page of a paragraph's history shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from consensus.archive.models import ChainKind
from consensus.archive.queries import entries_of
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.suggestion_models import Suggestion
from consensus.deliberation.wording_history import history_of
from consensus.documents.models import Document
from consensus.drafting.authorship import MOST_UPDATES, NOBODY, SEVERAL, authorship_of
from consensus.drafting.models import DraftBlock, Lineage
from consensus.drafting.queries import any_block_of
from consensus.schema import Block
from consensus.wordings.comparing import Row, compare
from consensus.wordings.marked import marked
from consensus.wordings.queries import wordings_of_block
from consensus.workspace.compare_page import Shown


@dataclass(frozen=True)
class WordingStep:
    """One wording of a paragraph, with what changed since the one before."""

    number: int
    at: datetime | None
    """Since when something points at it; None: the words now, cited by nobody yet."""
    shown: Shown
    writers: Sequence[str]
    """Who changed the paragraph between the wording before and this one."""
    is_now: bool
    is_back: bool
    """Whether these are the words now and others were cited in between (B2)."""
    credits: Sequence[Suggestion] = ()
    """The suggestions whose adoption gave the paragraph these words."""


@dataclass(frozen=True)
class Event:
    """Something that happened to the paragraph as a whole."""

    op: str
    at: datetime
    other: str
    """Id of the other paragraph, or ""."""
    is_source: bool
    """Whether this paragraph is the one it was done to."""


@dataclass(frozen=True)
class ParagraphView:
    """Everything on the page of a paragraph's history."""

    row: DraftBlock
    wordings: list[WordingStep]
    """The newest first."""
    words: list[tuple[str, int]]
    """The words now in pieces, each with the place of its writer in `writers`."""
    writers: list[str]
    only_last: int
    """How many updates of the log were gone through, if not all; else 0."""
    events: list[Event]


def paragraph_view(
    session: Session, document: Document, block_id: str
) -> ParagraphView:
    """The history of a paragraph; NotFound if it never was in this text."""
    row = any_block_of(session, document.id, block_id)
    written = authorship_of(session, document.id, block_id)
    seats = {seat for _, seat in [*written.words, *[(0, s) for _, s in written.wrote]]}
    names = _names(session, seats)
    order = list(dict.fromkeys(seat for _, seat in written.words))
    return ParagraphView(
        row=row,
        wordings=_credited(session, row, _wordings(session, row, written.wrote, names)),
        words=[(text, order.index(seat) + 1) for text, seat in written.words],
        writers=[names[seat] for seat in order],
        only_last=MOST_UPDATES if written.since else 0,
        events=_events(session, document.id, block_id),
    )


def _wordings(
    session: Session,
    row: DraftBlock,
    wrote: Sequence[tuple[int, int]],
    names: dict[int, str],
) -> list[WordingStep]:
    wordings = wordings_of_block(session, row.document_id, row.block_id)
    places = _minted_at(session, row)
    steps: list[WordingStep] = []
    before: Block | None = None
    since = 0
    for wording in wordings:
        upto = places.get(wording.hash, since)
        is_now = wording.hash == row.hash and not row.deleted
        steps.append(
            WordingStep(
                wording.number, wording.minted_at, _shown(before, wording.content),
                _between(wrote, since, upto, names), is_now,
                is_now and wording is not wordings[-1],
            )
        )  # fmt: skip
        before, since = wording.content, upto
    if not row.deleted and row.hash not in {one.hash for one in wordings}:
        writers = _between(wrote, since, row.seq, names)
        steps.append(
            WordingStep(
                len(wordings) + 1,
                None,
                _shown(before, row.content),
                writers,
                True,
                False,
            )
        )
    return steps[::-1]


def _credited(
    session: Session, row: DraftBlock, steps: Sequence[WordingStep]
) -> list[WordingStep]:
    told = history_of(session, row.document_id, row).steps
    adopted = {step.number: step.credits for step in told}
    return [replace(one, credits=adopted.get(one.number, ())) for one in steps]


def _shown(before: Block | None, now: Block) -> Shown:
    old = [before] if before else []
    row: Row = compare(old, [now]).rows[-1]
    return Shown(row, marked(row.ops, row.old, row.new))


def _minted_at(session: Session, row: DraftBlock) -> dict[str, int]:
    """The place in the log at which each wording was minted, by its hash."""
    chain = (ChainKind.DOCUMENT, row.document_id)
    return {
        entry.facts["wording"]: entry.facts["draft_seq"]
        for entry in entries_of(
            session, chain, [Verb.WORDING_MINTED], about=f"block:{row.block_id}"
        )
    }


def _between(
    wrote: Sequence[tuple[int, int]], since: int, upto: int, names: dict[int, str]
) -> list[str]:
    return list(
        dict.fromkeys(names[seat] for seq, seat in wrote if since < seq <= upto)
    )


def _names(session: Session, seats: set[int]) -> dict[int, str]:
    """Editors write in a public role, so their names are shown (domain.md 8)."""
    rows = session.scalars(
        select(Member).where(Member.id.in_(seats)).options(joinedload(Member.account))
    )
    named = {one.id: one.account.name for one in rows}
    return {NOBODY: "somebody earlier", SEVERAL: "several people in turn", **named}


def _events(session: Session, document_id: int, block_id: str) -> list[Event]:
    lines = session.scalars(
        select(Lineage)
        .where(
            Lineage.document_id == document_id,
            or_(Lineage.from_id == block_id, Lineage.to_id == block_id),
        )
        .order_by(Lineage.id.desc())
    )
    return [_event(line, block_id) for line in lines]


def _event(line: Lineage, block_id: str) -> Event:
    is_source = line.from_id == block_id
    other = (line.to_id or "") if is_source else line.from_id
    return Event(line.op, line.at, other, is_source)
