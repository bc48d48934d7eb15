"""Until when statements can be filed, and when those that were filed are locked."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.windows import in_words
from consensus.documents.models import OUT, Document
from consensus.errors import Refused


def must_be_open(session: Session, document: Document) -> Call:
    """
    The call whose statements can be written now; Refused once the time is over.

    They can be from the opening of the call until the statement window that follows
    the declaration has ended (domain.md 6.5), and again once the text is published:
    what is filed then is printed in Part 5 of a later edition of the annex (R25).
    """
    call = latest_call(session, document)
    if call is None or call.stopped_at is not None:
        raise Refused("Statements can be written once a consensus call is open.")
    if document.stage in OUT:
        return call
    ends = call.statements_close_at
    if ends is not None and ends <= clock.now():
        raise Refused(f"Statements could be filed until {in_words(ends)}.")
    return call


def is_over(call: Call | None) -> bool:
    """Whether the time for statements on a call has ended."""
    ends = call.statements_close_at if call else None
    return ends is not None and ends <= clock.now()
