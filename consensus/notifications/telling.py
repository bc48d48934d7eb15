"""A notice, and what every kind of notice is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consensus.accounts.models import Account
from consensus.archive.models import Entry, Part
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import latest_call
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document
from consensus.notifications.queries import members_to_tell


@dataclass(frozen=True)
class Notice:
    """What is to be told of an entry: a mail template, its facts, and to whom."""

    template: str
    subject: str
    to: Sequence[Account]
    facts: dict[str, Any]


def words_of(entry: Entry) -> dict[str, Any]:
    """What people wrote, as it lies beside an entry."""
    return next((one.value for one in entry.payloads if one.part is Part.WORDS), {})


def document_of(session: Session, entry: Entry) -> Document:
    """The document whose record an entry stands in."""
    document, _ = open_document(session, entry.chain.subject_id, None, to=Act.READ)
    return document


def to_members(
    session: Session, document: Document, template: str, event: str, **facts: object
) -> Notice:
    """A notice to every member and observer; `event` begins its subject."""
    coalition = document.coalition
    return Notice(
        template,
        f"[{coalition.acronym}] {event}: {document.title}",
        members_to_tell(session, coalition),
        {"document": document, "coalition": coalition, **facts},
    )


def call_of(session: Session, document: Document, entry: Entry) -> Call | None:
    """The call an entry is about, while no newer one has been opened."""
    call = latest_call(session, document)
    return call if call and call.round == entry.facts["call"] else None
