"""What the clock does: it locks what was filed once the window has ended (6.5)."""

from sqlalchemy.orm import Session

from consensus.deliberation.assessment import store_readings
from consensus.deliberation.call_models import Call, CallKind
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.statement_models import StatementState
from consensus.deliberation.windows import is_open
from consensus.documents.models import HEARD, OUT, Document
from consensus.statements.actions.recording import move
from consensus.statements.machine import Move
from consensus.statements.queries import statements_of
from consensus.statements.windows import is_over


def lock_if_due(session: Session, document: Document) -> int:
    """
    Lock what was filed if the time is over; how many were locked.

    The reading is computed once more with their signers counted (domain.md 7.2). Once
    the text is published no reading changes: what is locked then is printed in a later
    edition of the annex (R25), also where the window ran on after publication (R45).
    """
    call = latest_call(session, document)
    if call is None or not _is_time(document, call):
        return 0
    due = [
        one
        for one in statements_of(session, document.id)
        if one.state is StatementState.FILED
    ]
    for statement in sorted(due, key=lambda one: (one.filed_at, one.number)):
        move(session, statement, Move.LOCK, by=None)
    is_read = document.stage in HEARD and call.kind is CallKind.CONSENSUS
    if due and is_read:
        session.flush()
        store_readings(session, document, call)
    return len(due)


def _is_time(document: Document, call: Call) -> bool:
    if document.stage in OUT:
        return not is_open(call.statements_close_at)
    return document.stage in HEARD and is_over(call)
