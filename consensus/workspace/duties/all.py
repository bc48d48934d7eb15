"""Everything that needs one person, in one document and in all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from consensus.accounts.models import Account
from consensus.deliberation.need import Need
from consensus.deliberation.needs import needs_of
from consensus.deliberation.queries import concerned_documents
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.documents.queries import unfinished_of
from consensus.workspace.duties.challenging import challenges_waiting
from consensus.workspace.duties.commenting import comments_waiting
from consensus.workspace.duties.leading import due_from
from consensus.workspace.duties.speaking import open_to_speak
from consensus.workspace.duties.stating import statements_waiting

_LATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Duties:
    """What needs a person in one document: what others wait for, and what is open."""

    document: Document
    must: tuple[Need, ...]
    can: tuple[Need, ...]


def duties_in(session: Session, document: Document, asker: Asker) -> Duties:
    """
    What waits for this reader in one document in any of their roles, soonest first.

    Nothing for who has no seat in its coalition.
    """
    seat = asker.member
    if seat is None:
        return Duties(document, (), ())
    found = [
        *needs_of(session, document, asker),
        *open_to_speak(session, document, asker, seat),
        *comments_waiting(session, document, asker),
        *statements_waiting(session, document, asker, seat),
        *challenges_waiting(session, document, asker),
        *due_from(session, document, asker, seat),
    ]
    return Duties(
        document,
        tuple(_soonest(one for one in found if one.must)),
        tuple(_soonest(one for one in found if not one.must)),
    )


def duties_of(session: Session, account: Account) -> list[Duties]:
    """What waits for a person in all texts of their coalitions; without empty ones."""
    opened = (
        open_document(session, one, account, to=Act.READ)
        for one in _documents(session, account)
    )
    found = [duties_in(session, document, asker) for document, asker in opened]
    return [one for one in found if one.must or one.can]


def _soonest(needs: Iterable[Need]) -> list[Need]:
    """What ends by a time first; the rest in the order found."""
    return sorted(needs, key=lambda one: one.until or _LATE)


def _documents(session: Session, account: Account) -> list[int]:
    """Where the person spoke or edits, and every text of theirs that is not out yet."""
    return sorted(
        {*unfinished_of(session, account), *concerned_documents(session, account)},
        reverse=True,
    )
