"""
What authors do with their own entries in a published annex (R17, R24).

Nobody else can, in whatever role: each deed asks whether the seat is the author's.
"""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.models import Holder
from consensus.deliberation.statement_models import StatementSignature
from consensus.documents.models import Document
from consensus.errors import NotAllowed, Refused

OWN_ONLY = "Only the author of an entry can withdraw it or change how it is shown."


def retire_dissent(
    session: Session, document: Document, holder: Holder, *, by: Member
) -> None:
    """Withdraw one's own printed objection or dissent (R24)."""
    _must_be_own(holder, by)
    holder.retired_at = clock.now()
    facts = {"objection": holder.objection.number, "holder": holder.id}
    deed = Deed(Verb.DISSENT_RETIRED, holder.objection.name, facts)
    _record(session, document, deed, holder)


def retire_signature(
    session: Session, document: Document, signature: StatementSignature, *, by: Member
) -> None:
    """Withdraw one's own signature under a printed statement (R24)."""
    _must_be_own(signature, by)
    signature.retired_at = clock.now()
    statement = signature.statement
    facts = {"statement": statement.number, "signature": signature.id}
    deed = Deed(Verb.SIGNATURE_RETIRED, statement.name, facts)
    _record(session, document, deed, signature)


def _must_be_own(own: Holder | StatementSignature, by: Member) -> None:
    if own.member_id != by.id:
        raise NotAllowed(OWN_ONLY)
    if own.retired_at is not None:
        raise Refused("You have withdrawn this already.")


def _record(
    session: Session, document: Document, deed: Deed, own: Holder | StatementSignature
) -> None:
    actor = Actor(own.member.account_id, "member", str(own.attribution))
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
