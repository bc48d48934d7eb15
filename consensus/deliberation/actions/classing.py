"""
Declaring changes editorial when the text is offered: what was said follows (5.3).

The guard must agree with the editor. Whoever's words were taken along is told and can
contest it (`contesting`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.deliberation.actions.holders import moved
from consensus.deliberation.actions.structuring import carry_to
from consensus.deliberation.editorial import was_contested
from consensus.deliberation.editorial_models import EditorialChange
from consensus.deliberation.lineage import STRUCTURAL, steps_since
from consensus.deliberation.machine import LIVE, Move
from consensus.deliberation.models import TargetKind
from consensus.deliberation.queries import objections_of, standing_positions
from consensus.documents.models import Document
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import block_of, blocks_of
from consensus.errors import Invalid, Refused
from consensus.wordings.canonical import ChangeClass
from consensus.wordings.guard import declared_class, why_not_editorial
from consensus.wordings.models import Snapshot, Wording


@dataclass(frozen=True)
class Declared:
    """Why changes are editorial, by block id, and who says so."""

    why: Mapping[str, str]
    actor: Actor


@dataclass(frozen=True)
class Changed:
    """A paragraph that reads otherwise than when the text was last offered."""

    block: DraftBlock
    old: Wording
    why_not: str
    """Why the change cannot be editorial, as a phrase; "" if it can be."""


def changed_since(
    session: Session, document: Document, before: Snapshot | None
) -> Iterator[Changed]:
    """The paragraphs changed since a snapshot that stood in it, in text order."""
    if before is None:
        return
    then = {item.wording.block_id: item.wording for item in before.items}
    steps = steps_since(session, document.id, before.draft_seq)
    parted = {
        name
        for one in steps
        if one.op in STRUCTURAL
        for name in (one.from_id, one.to_id)
    }
    for block in blocks_of(session, document.id):
        old = then.get(block.block_id)
        if old is None or old.hash == block.hash:
            continue
        why_not = "it was divided or joined"
        if block.block_id not in parted:
            why_not = _why_not(session, document, old, block)
        yield Changed(block, old, why_not)


def class_changes(
    session: Session,
    document: Document,
    before: Snapshot | None,
    snapshot: Snapshot,
    declared: Declared,
) -> None:
    """
    Record which changes are editorial and let what was said follow them.

    Invalid without a word why; Refused for a change that cannot be editorial.
    """
    changes = {
        one.block.block_id: one for one in changed_since(session, document, before)
    }
    for block_id, why in declared.why.items():
        if block_id not in changes:
            raise Refused(
                "A paragraph that you declared editorial has not changed, or is new. "
                "Nothing was offered: look at the changes again."
            )
        change = changes[block_id]
        if change.why_not:
            raise Refused(
                f"This change cannot be editorial: {change.why_not}. "
                "Nothing was offered; offer it as a change of substance."
            )
        if not why:
            raise Invalid("Say in a word why the change is only editorial.")
        made = _classed(session, document, change, snapshot, why)
        _record(session, document, made, snapshot, declared.actor)
        _carry_positions(session, document, made)
        _take_holders_along(session, document, made, snapshot)


def _why_not(
    session: Session, document: Document, old: Wording, block: DraftBlock
) -> str:
    if was_contested(session, document.id, old, block.hash):
        return "somebody contested the same change before"
    return why_not_editorial(old.content, block.content, document.language)


def _classed(
    session: Session, document: Document, change: Changed, snapshot: Snapshot, why: str
) -> EditorialChange:
    new = next(
        item.wording
        for item in snapshot.items
        if item.wording.block_id == change.block.block_id
    )
    made = EditorialChange(
        document_id=document.id, block_id=change.block.block_id, old=change.old,
        new=new, snapshot=snapshot, why=why, declared_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _record(
    session: Session,
    document: Document,
    made: EditorialChange,
    snapshot: Snapshot,
    actor: Actor,
) -> None:
    agreed = declared_class(made.old.content, made.new.content, document.language)
    facts = {
        "snapshot": snapshot.number,
        "block": made.block_id,
        "from": made.old.hash,
        "to": made.new.hash,
        "class": str(ChangeClass.C1),
        "guard": str(agreed),
    }
    deed = Deed(
        Verb.WORDING_CLASSED, f"block:{made.block_id}", facts, words={"why": made.why}
    )
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def _carry_positions(
    session: Session, document: Document, made: EditorialChange
) -> None:
    block = block_of(session, document.id, made.block_id)
    for position in standing_positions(session, document.id, made.block_id):
        if position.wording_id == made.old_id:
            carry_to(
                session, document, position, block, [position.id],
                edited_from=made.old.hash,
            )  # fmt: skip


def _take_holders_along(
    session: Session, document: Document, made: EditorialChange, snapshot: Snapshot
) -> None:
    for objection in objections_of(session, document.id):
        if objection.target in {TargetKind.REMOVAL, TargetKind.OMISSION}:
            continue
        for holder in objection.holders:
            if holder.state in LIVE and made.old_id in holder.wording_ids:
                words = [made.new if w.id == made.old_id else w for w in holder.words]
                holder.stand_on(words, snapshot.draft_seq)
                moved(
                    session, document, holder, Move.WORDS_EDITED, holder.state,
                    by=CLOCK,
                )  # fmt: skip
