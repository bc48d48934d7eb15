"""
What a snapshot works out from the lineage of the text (domain.md 5.5, R7).

Holders are brought up to the words as they are by `holders.ask_again_if_changed`;
here the lineage goes into the record, positions follow their words, and holders hear
of what changed around them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.deliberation.heard import holders_on
from consensus.deliberation.lineage import (
    STRUCTURAL,
    Moved,
    is_bound_to,
    moved_since,
    steps_since,
)
from consensus.deliberation.machine import LIVE
from consensus.deliberation.models import Holder, HolderState, Position
from consensus.deliberation.places import after
from consensus.deliberation.queries import standing_positions
from consensus.documents.models import Document
from consensus.drafting.models import DraftBlock
from consensus.schema import Block
from consensus.wordings.actions import mint
from consensus.wordings.models import Snapshot
from consensus.wordings.structure import EFFECTS, Change, ForPositions, Step

_FOLLOWS = {ForPositions.CARRIED, ForPositions.CARRIED_IF_SAME}


def work_out_structure(
    session: Session, document: Document, before: Snapshot | None, snapshot: Snapshot
) -> None:
    """
    Record what was split, merged, removed, restored and moved since the snapshot
    before, let positions follow where the table lets them, and tell holders.
    """
    steps = steps_since(session, document.id, before.draft_seq if before else 0)
    if steps:
        facts = {
            "snapshot": snapshot.number,
            "steps": [[one.seq, one.op, one.from_id, one.to_id] for one in steps],
        }
        deed = Deed(Verb.TEXT_STRUCTURED, f"snapshot:{snapshot.number}", facts)
        record(session, ChainKind.DOCUMENT, document.id, deed, by=CLOCK)
    touched = {one.from_id for one in steps if one.op in STRUCTURAL}
    if touched:
        _carry_positions(session, document, touched, snapshot)
    _tell_of_surroundings(session, document, steps, before, snapshot)


def _carry_positions(
    session: Session, document: Document, touched: set[str], snapshot: Snapshot
) -> None:
    """Carry what was said of words that only stand in other paragraphs now."""
    standing = standing_positions(session, document.id)
    for position in standing:
        words = position.wording
        if words is None or position.block_id not in touched:
            continue
        for moved in moved_since(session, document.id, [words], position.draft_seq):
            _carry(session, document, position, moved, standing, snapshot)


def _carry(
    session: Session,
    document: Document,
    position: Position,
    moved: Moved,
    standing: Sequence[Position],
    snapshot: Snapshot,
) -> None:
    if EFFECTS[moved.change].positions not in _FOLLOWS:
        return
    origins = [
        _same_said(standing, position, block, words)
        for block, words in moved.sources.items()
    ]
    if not all(origins):
        return  # somebody who said one thing of one part and not of the other
    for block in moved.standing:
        carry_to(session, document, position, block, [o.id for o in origins if o])
    position.draft_seq = snapshot.draft_seq


def _same_said(
    standing: Sequence[Position], position: Position, block_id: str, words: Block
) -> Position | None:
    """What the same person said of another source, if it is the same."""
    for other in standing:
        if (
            other.block_id == block_id
            and (other.member_id, other.kind) == (position.member_id, position.kind)
            and other.wording is not None
            and is_bound_to(other.wording, words)
        ):
            return other
    return None


def carry_to(
    session: Session,
    document: Document,
    position: Position,
    block: DraftBlock,
    origins: list[int],
    *,
    edited_from: str | None = None,
) -> None:
    """
    Let a position follow its words to a block, unless its author spoke there.

    `origins` are the positions it stands for; `edited_from` is the hash of the earlier
    wording where the words follow an editorial change (5.3).
    """
    wording = mint(
        session, document.id, block.content, by="position", draft_seq=block.seq
    )
    said = standing_positions(session, document.id, block.block_id)
    mine = [one for one in said if one.member_id == position.member_id]
    if any(one.wording_id == wording.id for one in mine):
        return  # what they said of these words themselves comes first (B4)
    if _opposes(session, document, position.member_id, block.block_id):
        return  # nobody both supports and opposes the same words (B5)
    carried = Position(
        document_id=document.id, block_id=block.block_id, wording_id=wording.id,
        member=position.member, kind=position.kind, note=position.note,
        attribution=position.attribution, taken_at=clock.now(),
        draft_seq=block.seq, carried_from=position.id,
    )  # fmt: skip
    session.add(carried)
    session.flush()
    facts: dict[str, object] = {
        "position": carried.id,
        "from": sorted(origins),
        "kind": str(carried.kind),
        "attribution": str(carried.attribution),
        "block": block.block_id,
        "wording": wording.hash,
    }
    if edited_from is not None:
        facts["edited_from"] = edited_from
    deed = Deed(Verb.POSITION_CARRIED, f"block:{block.block_id}", facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=CLOCK)


def _opposes(
    session: Session, document: Document, member_id: int, block_id: str
) -> bool:
    return any(
        holder.member_id == member_id and holder.state in LIVE | {HolderState.RECHECK}
        for holder in holders_on(session, document.id, block_id)
    )


def _tell_of_surroundings(
    session: Session,
    document: Document,
    steps: Sequence[Step],
    before: Snapshot | None,
    snapshot: Snapshot,
) -> None:
    """Tell holders whose words are as they were that what stands around them is not."""
    moved = {one.from_id for one in steps if one.op == "moved"}
    under = _under_changed_headings(before, snapshot) - moved
    for change, blocks in ((Change.MOVED, moved), (Change.HEADING_CHANGED, under)):
        if EFFECTS[change].told:
            _tell(session, document, change, blocks)


def _tell(
    session: Session, document: Document, change: Change, blocks: Iterable[str]
) -> None:
    told: dict[int, Holder] = {}
    for block_id in sorted(blocks):
        here = holders_on(session, document.id, block_id)
        for holder in [*here, *holders_on(session, document.id, after(block_id))]:
            if holder.state in LIVE:
                told[holder.id] = holder
    for holder in told.values():
        facts = {
            "objection": holder.objection.number,
            "holder": holder.id,
            "about": str(change),
        }
        deed = Deed(Verb.HOLDER_TOLD, holder.objection.name, facts)
        record(session, ChainKind.DOCUMENT, document.id, deed, by=CLOCK)


def _under_changed_headings(before: Snapshot | None, now: Snapshot) -> set[str]:
    """Blocks of a section whose heading, at any level above them, reads otherwise."""
    then = {i.wording.block_id: i.wording for i in before.items} if before else {}
    found: set[str] = set()
    changed: list[int] = []  # levels of the changed headings that are open here
    for item in now.items:
        wording = item.wording
        if wording.kind == "heading":
            level = _level(wording.content)
            changed = [one for one in changed if one < level]
            was = then.get(wording.block_id)
            if was is not None and was.hash != wording.hash:
                changed.append(level)
        elif changed:
            found.add(wording.block_id)
    return found


def _level(heading: Any) -> int:
    return int(heading.get("attrs", {}).get("level") or 1)
