"""What an objection's own holder is told of it: their words, and the text's."""

from typing import Any

from sqlalchemy.orm import Session

from consensus.deliberation.models import Holder, Objection, TargetKind
from consensus.documents.models import Document
from consensus.drafting.queries import any_block_of, labels
from consensus.wordings.canonical import plain_text


def objection_told(
    session: Session, document: Document, holder: Holder
) -> dict[str, Any]:
    """
    An objection as its holder is reminded of it: its reason, what it is to, the words
    objected to and the words now (None if the paragraph is gone), the last answer.
    """
    objection = holder.objection
    return {
        "objection": objection,
        "state": str(holder.state),
        "place": _place(session, document, objection),
        "words_then": holder.wording.text if holder.wording else None,
        "words_now": _words_now(session, document, objection),
        "answer": objection.answers[-1].text if objection.answers else None,
        "is_removal": objection.target is TargetKind.REMOVAL,
    }


def _place(session: Session, document: Document, objection: Objection) -> str:
    if objection.block_id is None:
        return "the whole document"
    return labels(session, document.id).get(objection.block_id, "a removed paragraph")


def _words_now(
    session: Session, document: Document, objection: Objection
) -> str | None:
    if objection.block_id is None:
        return None
    block = any_block_of(session, document.id, objection.block_id)
    return None if block.deleted else plain_text(block.content)
