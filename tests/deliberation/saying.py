"""Saying something of a text in a test, by the deeds that the pages use."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.actions.objections import Opposition, Said, oppose
from consensus.deliberation.actions.positions import Stand, take_document_position
from consensus.deliberation.call_queries import open_call_of
from consensus.deliberation.models import PositionKind
from consensus.documents.models import Document
from consensus.drafting.actions import edit_block
from consensus.drafting.queries import block_of
from consensus.drafting.seen import Seen, seen_now


@dataclass(frozen=True)
class Against:
    """What somebody opposes with, and to which block; None is the whole document."""

    block_id: str | None
    reason: str
    is_dissent: bool = False
    shown: Attribution = Attribution.NAMED
    seen: Seen | None = None
    """The words that were before them; None: those of now."""


def support_whole(
    session: Session, document: Document, seat: Member, kind: str
) -> None:
    """Take a position on the whole text that is put to the open call."""
    snapshot = open_call_of(session, document).snapshot
    note = "Noted." if kind == PositionKind.RESERVATION else ""
    stand = Stand(PositionKind(kind), note, Attribution.NAMED)
    take_document_position(session, document, snapshot, stand, by=seat)


def object_to(
    session: Session, document: Document, seat: Member, against: Against
) -> int:
    """Object or dissent to the words as they read now; the objection's number."""
    seen = against.seen
    if seen is None and against.block_id is not None:
        seen = seen_now(session, document.id, against.block_id)
    opposition = Opposition(
        Said(against.reason), against.shown, against.is_dissent,
        without_reason=not against.reason,
    )  # fmt: skip
    return oppose(session, document, seen, opposition, by=seat).objection.number


def reword(
    session: Session,
    document: Document,
    editor: Member,
    block_id: str,
    words: str,
    *,
    kind: str = "",
) -> None:
    """Give a paragraph other words, and another kind if one is named."""
    before = block_of(session, document.id, block_id)
    attrs = {"id": block_id, "level": 1} if kind == "heading" else None
    block = {
        **before.content,
        "content": [{"type": "text", "text": words}],
        "type": kind or before.content["type"],
        "attrs": attrs or before.content["attrs"],
    }
    edit_block(session, document, block, before.hash, by=editor)
