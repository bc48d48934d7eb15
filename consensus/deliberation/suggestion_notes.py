"""The open suggestions as notes beside a text: a line or two of each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.deliberation.objection_view import name_shown
from consensus.deliberation.suggestion_models import Suggestion, SuggestionKind
from consensus.deliberation.suggestion_queries import open_suggestions
from consensus.documents.models import Document
from consensus.wordings.canonical import plain_text

LONGEST = 140  # characters of the suggested words in a note

_TITLES = {
    SuggestionKind.WORDING: "Suggested rewording",
    SuggestionKind.AFTER: "Suggested new paragraph",
    SuggestionKind.REMOVAL: "Suggested removal",
}


@dataclass(frozen=True)
class MarginNote:
    """One note: what it is, the words, who suggests it as they chose to be shown."""

    number: int
    name: str
    title: str
    words: str
    by: str
    at: datetime


def margin_notes(
    session: Session, document: Document
) -> dict[str | None, list[MarginNote]]:
    """The notes by block, the oldest first; None for the start of the text."""
    return {
        block_id: [_note(one) for one in waiting]
        for block_id, waiting in open_suggestions(session, document.id).items()
    }


def _note(one: Suggestion) -> MarginNote:
    words = " ".join(plain_text(one.content).split()) if one.content else one.reason
    short = words if len(words) <= LONGEST else words[:LONGEST].rstrip() + "…"
    by = name_shown(one.member, one.attribution)
    return MarginNote(one.number, one.name, _TITLES[one.kind], short, by, one.made_at)
