"""The open suggestions as notes beside a text: a line or two of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.deliberation.suggestion_models import Suggestion, SuggestionKind
from consensus.deliberation.suggestion_queries import open_suggestions
from consensus.deliberation.suggestion_view import changes_of
from consensus.deliberation.wording_history import Redline
from consensus.documents.models import Document
from consensus.documents.pseudonyms import Naming, naming_in
from consensus.wordings.redline import Op

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
    changes: Redline
    """What is removed and added; the words between are left out."""
    by: str
    at: datetime


def margin_notes(
    session: Session, document: Document
) -> dict[str | None, list[MarginNote]]:
    """The notes by block, the oldest first; None for the start of the text."""
    naming = naming_in(session, document.id)
    return {
        block_id: [_note(one, naming) for one in waiting]
        for block_id, waiting in open_suggestions(session, document.id).items()
    }


def _note(one: Suggestion, naming: Naming) -> MarginNote:
    by = naming(one.member, one.attribution)
    title, changes = _TITLES[one.kind], list(_in_short(changes_of(one)))
    return MarginNote(one.number, one.name, title, changes, by, one.made_at)


def _in_short(changes: Redline) -> Iterator[tuple[Op, str]]:
    """Only what changes, as far as there is room."""
    room = LONGEST
    for index, (op, text) in enumerate(changes):
        if op == "=":
            if 0 < index < len(changes) - 1:
                yield "=", " … "
        elif len(text) > room:
            yield op, text[:room].rstrip() + "…"
            return
        else:
            yield op, text
            room -= len(text)
