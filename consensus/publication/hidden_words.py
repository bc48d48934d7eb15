"""What hidden dissent asks of publication: that its author had time to reword (R26)."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from consensus.deliberation.windows import in_words
from consensus.documents.hidings import rewordable
from consensus.documents.models import Document
from consensus.publication.rules import TIME, Need, Rule


def hidden_dissent(session: Session, document: Document) -> Iterator[Need]:
    """Dissent that its author can still say otherwise; no stub is printed before."""
    for one in rewordable(session, document.id):
        until = in_words(one.until)
        yield Need(
            Rule.HIDDEN,
            f"{one.what} is hidden, and its author can say it otherwise until {until}",
            TIME,
            f"/documents/{document.id}/hidden",
        )
