"""What a caller must know about a call beside what people said (domain.md 7.3)."""

from sqlalchemy.orm import Session

from consensus.coalitions.models import Role
from consensus.deliberation.call_models import Call
from consensus.deliberation.editorial import edits_during
from consensus.deliberation.voices import Context
from consensus.documents.access import members_with_role
from consensus.documents.models import Document


def context_of(session: Session, document: Document, call: Call) -> Context:
    """The circumstances of a call, for the flags of its readings."""
    edits = edits_during(session, document.id, call.opens_at, call.closes_at)
    return Context(
        caller_drafted=_caller_drafted(session, document),
        urgent=call.urgent,
        editorial_changes=len(edits),
    )


def _caller_drafted(session: Session, document: Document) -> bool:
    editors = {one.id for one in members_with_role(session, document, Role.EDITOR)}
    callers = {one.id for one in members_with_role(session, document, Role.CALLER)}
    return bool(editors & callers)
