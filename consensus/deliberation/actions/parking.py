"""Parking a text and taking it up again (domain.md 6.1)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind, Entry
from consensus.archive.queries import entries_of
from consensus.archive.verbs import Verb
from consensus.deliberation.call_models import Call, CallKind
from consensus.deliberation.windows import end_of_day
from consensus.documents.models import AFTER_WINDOW, ASKED, Document
from consensus.documents.queries import unclosed_window
from consensus.documents.stage_moves import StageMove, move_stage
from consensus.documents.window_models import Window
from consensus.errors import Invalid


def park(session: Session, document: Document, reason: str, *, actor: Actor) -> None:
    """
    Set a text aside for a while; nothing said about it is touched.

    The reason is recorded and told to every member (`Invalid` without one). An open
    window stands still: it gets its days back when the text is taken up again.
    """
    if not reason:
        raise Invalid(
            "Say why the text is parked: it is recorded and told to everyone."
        )
    before = document.stage
    move_stage(document, StageMove.PARK)
    deed = Deed(
        Verb.DOCUMENT_PARKED, "document", {"before": str(before)}, {"reason": reason}
    )
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def resume(session: Session, document: Document, *, actor: Actor) -> None:
    """
    Take a parked text up again, at the stage it was parked from.

    A window or call that was open then is open for as long as it still had to run,
    to the end of that day: parking takes nobody's days away (INV-27).
    """
    standing = _standing(session, document)
    closes_at = None
    if standing is not None:
        left = standing.closes_at - parked_at(session, document)
        days = max(left.days, 0) + 1
        standing.closes_at = closes_at = end_of_day(clock.now(), days)
        if isinstance(standing, Call) and standing.kind is CallKind.NOTICE:
            standing.statements_close_at = closes_at
    move_stage(document, StageMove.RESUME, closes_at=closes_at)
    facts = {
        "stage": str(document.stage),
        "closes_at": closes_at.isoformat() if closes_at else None,
    }
    deed = Deed(Verb.DOCUMENT_RESUMED, "document", facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def parked_at(session: Session, document: Document) -> datetime:
    """When a parked document was parked last, UTC."""
    return _parking(session, document).at


def why_parked(session: Session, document: Document) -> str:
    """The reason given for parking a document that is parked now."""
    payloads = _parking(session, document).payloads
    return str(next(one.value["reason"] for one in payloads))


def _parking(session: Session, document: Document) -> Entry:
    chain = (ChainKind.DOCUMENT, document.id)
    return entries_of(session, chain, [Verb.DOCUMENT_PARKED], at_most=1)[0]


def _standing(session: Session, document: Document) -> Window | Call | None:
    """The window or call that was open when the text was parked."""
    if document.parked_from not in AFTER_WINDOW:
        return None
    if document.parked_from not in ASKED:
        return unclosed_window(session, document)
    return session.scalars(
        select(Call)
        .where(Call.document_id == document.id)
        .order_by(Call.round.desc())
        .limit(1)
    ).one()
