"""Who is told of hidden words: whoever wrote them, and who stands behind them."""

from sqlalchemy.orm import Session

from consensus.archive.models import Entry
from consensus.moderation.subjects import subject_told
from consensus.notifications.queries import reachable
from consensus.notifications.telling import Notice, document_of, words_of


def words_hidden(session: Session, entry: Entry) -> Notice | None:
    """The author hears which rule, why, and until when they can reword it (R26)."""
    notice = _notice(session, entry, "words_hidden", "Your words are hidden")
    return notice if notice and notice.facts["hiding"] else None


def words_shown(session: Session, entry: Entry) -> Notice | None:
    """The author hears that their words are shown again."""
    return _notice(session, entry, "words_shown", "Your words are shown again")


def _notice(session: Session, entry: Entry, template: str, event: str) -> Notice | None:
    document = document_of(session, entry)
    subject = subject_told(session, document, entry.facts)
    people = [one for one in (subject.author, *subject.joint) if one is not None]
    if not people:
        return None  # a guest: they have no account
    facts = {
        "document": document,
        "coalition": document.coalition,
        "subject": subject,
        "hiding": subject.row.hiding,
        "reason": words_of(entry)["reason"],
    }
    subject_line = f"[{document.coalition.acronym}] {event}: {subject.what}"
    return Notice(
        template, f"{subject_line} to {document.title}", reachable(people), facts
    )
