"""Answers kept for use again, for one text or for all texts of a coalition."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.coalitions.models import Member
from consensus.comments.actions.answering import Answer
from consensus.comments.models import AnswerTemplate, Disposition
from consensus.documents.models import Document
from consensus.errors import Invalid

LONGEST_TITLE = 120  # characters


def keep_answer(
    session: Session,
    document: Document,
    title: str,
    answer: Answer,
    *,
    by: Member,
    for_all_texts: bool,
) -> AnswerTemplate:
    """Keep an answer for this text, or for all texts of its coalition."""
    if not title or len(title) > LONGEST_TITLE:
        raise Invalid(f"Give it a title of {LONGEST_TITLE} characters at most.")
    if answer.disposition is Disposition.DUPLICATE:
        raise Invalid("A duplicate names one comment: it cannot be used again.")
    answer.check()
    kept = AnswerTemplate(
        coalition_id=document.coalition_id,
        document_id=None if for_all_texts else document.id,
        title=title, disposition=answer.disposition, text=answer.text,
        made_by=by.id, made_at=clock.now(),
    )  # fmt: skip
    session.add(kept)
    session.flush()
    return kept


def retire_answer(kept: AnswerTemplate) -> None:
    """Offer a kept answer no more; what was answered with it stays."""
    kept.retired_at = clock.now()
