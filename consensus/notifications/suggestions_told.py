"""What the author of a suggestion is told of it: their words, and what was said."""

from typing import Any

from sqlalchemy.orm import Session

from consensus.deliberation.suggestion_models import Suggestion
from consensus.deliberation.suggestion_view import place_name
from consensus.documents.models import Document
from consensus.drafting.queries import labels
from consensus.wordings.canonical import plain_text


def suggestion_told(
    session: Session, document: Document, suggestion: Suggestion
) -> dict[str, Any]:
    """
    A suggestion as its author is reminded of it: where it belongs, its words (None
    for a removal), the editors' answer and who gave it.
    """
    content = suggestion.content
    return {
        "suggestion": suggestion,
        "place": place_name(suggestion, labels(session, document.id)),
        "words": plain_text(content) if content else None,
        "answer": suggestion.answer,
        "settled_by": suggestion.settler.account.name if suggestion.settler else "",
    }
