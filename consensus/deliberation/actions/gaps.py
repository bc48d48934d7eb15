"""Asking who misses something again, once a paragraph was added there (R8)."""

from sqlalchemy.orm import Session

from consensus.deliberation.actions.holders import moved
from consensus.deliberation.gaps import follower
from consensus.deliberation.lineage import steps_since
from consensus.deliberation.machine import LIVE, Move
from consensus.deliberation.models import Holder, HolderState, TargetKind
from consensus.deliberation.queries import objections_of
from consensus.documents.models import Document
from consensus.drafting.queries import block_as_of


def ask_about_additions(session: Session, document: Document) -> None:
    """
    Ask each holder who misses something after a paragraph whether what was added
    there since meets it; if it was taken away again, nobody needs to answer.
    """
    for objection in objections_of(session, document.id):
        if objection.target is TargetKind.OMISSION:
            for holder in objection.holders:
                _bring_up(session, document, holder)


def _bring_up(session: Session, document: Document, holder: Holder) -> None:
    if holder.state in LIVE and _was_added(session, document.id, holder):
        moved(session, document, holder, Move.WORDS_CHANGED, HolderState.RECHECK)
    elif holder.state is HolderState.RECHECK and not _was_added(
        session, document.id, holder
    ):
        before = holder.moves[-1].before or HolderState.RAISED
        moved(session, document, holder, Move.WORDS_RESTORED, before)


def _was_added(session: Session, document_id: int, holder: Holder) -> bool:
    """Whether the next block is one that was not there when the holder last spoke."""
    block = follower(session, document_id, holder)
    if block is None:
        return False
    since = holder.words_seq
    steps = steps_since(session, document_id, since)
    if any(one.op == "split" and one.to_id == block.block_id for one in steps):
        return False  # words that stood there before, in a paragraph of their own
    return block_as_of(session, document_id, block.block_id, since) is None
