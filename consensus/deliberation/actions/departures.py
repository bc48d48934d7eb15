"""Holders who leave the coalition: their objections stay (R4, R5, INV-37)."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import SeatStatus
from consensus.deliberation.models import Holder
from consensus.deliberation.queries import objections_of
from consensus.documents.models import Document


def note_departures(session: Session, document: Document) -> None:
    """
    Write down which holders have left since, and which have come back.

    An objection of somebody who left is answered and printed like any other, with the
    line that its author has since left.
    """
    for objection in objections_of(session, document.id):
        for holder in objection.holders:
            has_left = holder.member.status is SeatStatus.FORMER
            if has_left != (holder.departed_at is not None):
                _note(session, document, holder, has_left=has_left)


def _note(
    session: Session, document: Document, holder: Holder, *, has_left: bool
) -> None:
    holder.departed_at = clock.now() if has_left else None
    facts = {"objection": holder.objection.number, "holder": holder.id}
    verb = Verb.HOLDER_DEPARTED if has_left else Verb.HOLDER_RETURNED
    deed = Deed(verb, holder.objection.name, facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=CLOCK)
