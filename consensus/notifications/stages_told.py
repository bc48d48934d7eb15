"""What is told of a text that goes from one stage to another."""

from datetime import datetime

from sqlalchemy.orm import Session

from consensus.archive.models import Entry
from consensus.documents.window_models import WindowKind
from consensus.notifications.telling import Notice, document_of, to_members, words_of


def window_opened(session: Session, entry: Entry) -> Notice:
    """Every member and observer gets the notice of a review or a public comment."""
    document, facts = document_of(session, entry), entry.facts
    kind, closes = (
        WindowKind(facts["window"]),
        datetime.fromisoformat(facts["closes_at"]),
    )
    event = f"{kind.label}, until {closes.day} {closes:%B %Y}"
    return to_members(
        session, document, "window_opened", event,
        kind=kind, closes_at=closes, notice=words_of(entry)["notice"],
    )  # fmt: skip
