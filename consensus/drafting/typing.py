"""The record of what was typed: one entry for what a person typed in a while."""

from dataclasses import dataclass, field

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consensus.archive.actions import Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.documents.models import Document
from consensus.drafting.changing import as_editor
from consensus.drafting.models import DraftClient, DraftHead, DraftUpdate


@dataclass
class _Typed:
    """What one member typed since the last entry."""

    first: int
    last: int = 0
    blocks: dict[str, None] = field(default_factory=dict)


def record_typing(session: Session, document: Document) -> None:
    """
    Write into the record who typed in which paragraphs since it was written last.

    One `text.edited` (op `typed`) for each member; nothing if nobody typed. The
    document's chain must be locked before the draft is, as the door does for deeds.
    """
    head = session.get(DraftHead, document.id, populate_existing=True)
    if head is None or head.seq == head.typed_upto:
        return
    typed: dict[int, _Typed] = {}
    for seq, blocks, member_id in session.execute(_rows(document.id, head)).all():
        one = typed.setdefault(member_id, _Typed(seq))
        one.last = seq
        one.blocks |= dict.fromkeys(blocks)
    head.typed_upto = head.seq
    for member_id, one in typed.items():
        facts = {
            "draft_seq": one.last,
            "op": "typed",
            "from_seq": one.first,
            "blocks": list(one.blocks),
        }
        deed = Deed(Verb.TEXT_EDITED, "text", facts)
        actor = as_editor(session.get_one(Member, member_id))
        record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def _rows(document_id: int, head: DraftHead) -> Select[int, list[str], int]:
    """What was typed; what forms changed is in the record already."""
    return (
        select(DraftUpdate.seq, DraftUpdate.blocks, DraftClient.member_id)
        .join(
            DraftClient,
            (DraftClient.document_id == DraftUpdate.document_id)
            & (DraftClient.client_id == DraftUpdate.client_id),
        )
        .where(
            DraftUpdate.document_id == document_id,
            DraftUpdate.seq > head.typed_upto,
            DraftUpdate.seq <= head.seq,
            DraftClient.form.is_(False),
        )
        .order_by(DraftUpdate.seq)
    )
