"""What publication waits for: hidden dissent to be reworded, sent dissent recorded."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from consensus.deliberation.windows import in_words
from consensus.documents.hidings import rewordable
from consensus.documents.models import Document
from consensus.moderation.actions.passing_on import waiting
from consensus.moderation.models import SentKind
from consensus.publication.rules import CUSTODIAN, TIME, Need, Rule


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


def sent_dissent(session: Session, document: Document) -> Iterator[Need]:
    """An objection that a suspended member sent, and nobody has recorded yet (R6)."""
    for one in waiting(session, document.id):
        if one.kind is not SentKind.SIGNATURE:
            yield Need(
                Rule.SENT,
                "A suspended member sent an objection that is not recorded yet",
                CUSTODIAN,
                f"/documents/{document.id}/custodian",
            )
