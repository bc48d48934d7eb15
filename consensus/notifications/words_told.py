"""What an objection's own holder is told of it: their words, and the text's."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from consensus.deliberation.gaps import follower
from consensus.deliberation.holding import held_now
from consensus.deliberation.models import Holder, TargetKind
from consensus.documents.models import Document
from consensus.drafting.queries import labels
from consensus.wordings.canonical import plain_text


def objection_told(
    session: Session, document: Document, holder: Holder
) -> dict[str, Any]:
    """
    An objection as its holder is reminded of it: its reason, what it is to, the words
    objected to and the words now (None if the paragraph is gone), the last answer;
    for what is missing, what follows there now.
    """
    objection = holder.objection
    return {
        "objection": objection,
        "state": str(holder.state),
        "place": _place(session, document, holder),
        "words_then": _text(one.text for one in holder.words),
        "words_now": _text(
            plain_text(one.content)
            for one in held_now(session, document.id, holder).places
            if not one.deleted
        ),
        "answer": objection.answers[-1].text if objection.answers else None,
        "added": _added(session, document, holder),
        "is_removal": objection.target is TargetKind.REMOVAL,
    }


def _place(session: Session, document: Document, holder: Holder) -> str:
    if not holder.words:
        return "the whole document"
    names = labels(session, document.id)
    on = held_now(session, document.id, holder).blocks
    named = [names[one] for one in on if one in names]
    place = " and ".join(named) or "a removed paragraph"
    gap = holder.objection.target is TargetKind.OMISSION
    return f"what is missing after {place}" if gap else place


def _added(session: Session, document: Document, holder: Holder) -> str:
    """What stands where something was missing (R8); "" for other objections."""
    if holder.objection.target is not TargetKind.OMISSION:
        return ""
    block = follower(session, document.id, holder)
    return plain_text(block.content) if block else ""


def _text(words: Iterable[str]) -> str | None:
    return "\n".join(words) or None
