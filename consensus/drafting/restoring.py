"""
Bringing back what the text was: one paragraph's earlier wording, or a whole state.

An ordinary change: it goes through the same gate and log as any other, what is not in
the older text is removed and stays on record, and what was removed comes back under its
own id. Earlier positions on words that came back are current again (domain.md B2).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.archive.actions import Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.documents.models import Document
from consensus.drafting.changing import as_editor
from consensus.drafting.history import blocks_as_of
from consensus.drafting.log import lock
from consensus.drafting.queries import any_block_of
from consensus.drafting.revising import carry_out, standing_in
from consensus.drafting.revision import Revision, Standing, rising
from consensus.drafting.typing import record_typing
from consensus.errors import Invalid, Refused
from consensus.schema import Block, check_blocks, footnotes_in
from consensus.wordings.canonical import wording_hash
from consensus.wordings.models import Snapshot, Wording


@dataclass(frozen=True)
class Restoration:
    """What would come back, and what the text would then be."""

    about: str
    """What the record says it is about: `snapshot:3` or `block:b1`."""
    source: dict[str, object]
    """Where it comes from, as facts for the record."""
    revision: Revision


def text_restoration(
    session: Session, document: Document, snapshot: Snapshot
) -> Restoration:
    """What it takes to make the text read as a snapshot does; nothing is changed."""
    wanted = list(blocks_as_of(session, document.id, snapshot.draft_seq))
    about = f"snapshot:{snapshot.number}"
    source: dict[str, object] = {"snapshot": snapshot.number}
    standing = standing_in(session, document.id)
    return Restoration(about, source, _checked(revision_by_ids(standing, wanted)))


def wording_restoration(
    session: Session, document: Document, wording: Wording
) -> Restoration:
    """
    What it takes to give a paragraph an earlier wording; nothing is changed.

    A paragraph that was removed comes back in its old place, and so do the removed
    notes to which the words refer.
    """
    block: Block = wording.content
    any_block_of(session, document.id, wording.block_id)
    needed = {wording.block_id, *footnotes_in(block)}
    standing = standing_in(session, document.id)
    wanted = [
        block if one.id == wording.block_id else one.block
        for one in standing
        if not one.deleted or one.id in needed
    ]
    source: dict[str, object] = {
        "block": wording.block_id, "wording": wording.hash, "number": wording.number,
    }  # fmt: skip
    revision = _checked(revision_by_ids(standing, wanted))
    return Restoration(f"block:{wording.block_id}", source, revision)


def restore(
    session: Session, document: Document, restoration: Restoration, *, by: Member
) -> int:
    """
    Bring it back; returns the place in the log.

    Plan and carry out under one lock (`lock`). Refused where nothing would change.
    """
    lock(session, document.id)
    revision = restoration.revision
    if revision.changes_nothing:
        raise Refused("The text reads like this already. Nothing was changed.")
    record_typing(session, document)
    seq = carry_out(session, document, revision, by=by)
    written = [*revision.changed, *revision.dressed, *revision.added, *revision.back]
    facts = {
        **restoration.source, "draft_seq": seq, "blocks": written,
        "removed": revision.gone, "moved": revision.moved,
    }  # fmt: skip
    deed = Deed(Verb.TEXT_RESTORED, restoration.about, facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=as_editor(by))
    return seq


def revision_by_ids(standing: Sequence[Standing], wanted: list[Block]) -> Revision:
    """
    How a text comes to read as wanted, block by block under the same ids.

    `standing` are all blocks in the order of the text, removed ones included.
    """
    known = {one.id: one for one in standing}
    there = {one.id: one for one in standing if not one.deleted}
    ids = [str(block["attrs"]["id"]) for block in wanted]
    stays = [(one, block) for one, block in zip(ids, wanted, strict=True)
             if one in there]  # fmt: skip
    run = rising([there[one].order for one, _ in stays])
    steady = [one for place, (one, _) in enumerate(stays) if place in run]

    def where(test: Callable[[Block, Block], bool]) -> list[str]:
        return [one for one, block in stays if test(there[one].block, block)]

    return Revision(
        blocks=wanted,
        kept=where(_same_words),
        changed=where(lambda old, new: not _same_words(old, new)),
        added=[one for one in ids if one not in known],
        back=[one for one in ids if one in known and one not in there],
        gone=[one for one in there if one not in set(ids)],
        moved=[one for one, _ in stays if one not in set(steady)],
        steady=steady,
        split={},
        merged={},
        dressed=where(lambda old, new: _same_words(old, new) and old != new),
    )


def _same_words(old: Block, new: Block) -> bool:
    return old == new or wording_hash(old) == wording_hash(new)


def _checked(revision: Revision) -> Revision:
    try:
        check_blocks(revision.blocks)
    except Invalid as fault:
        raise Refused(f"This cannot be brought back as it is. {fault}") from fault
    return revision
