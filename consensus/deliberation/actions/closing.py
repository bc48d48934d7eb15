"""What ends because its time is over: windows of review, and calls (domain.md 6.1)."""

from sqlalchemy.orm import Session

from consensus.deliberation.actions.calls import close_if_due
from consensus.deliberation.actions.deciding import end_decisions_if_due
from consensus.deliberation.actions.noticing import close_notice_if_due
from consensus.deliberation.actions.reviewing import close_window_if_due
from consensus.documents.models import Document


def close_what_is_due(session: Session, document: Document) -> None:
    """
    Note the end of a window or call whose time is over, before anything else is done.

    A deed finds the text then at the stage that people see. Safe to repeat.
    """
    close_window_if_due(session, document)
    close_if_due(session, document)
    close_notice_if_due(session, document)
    end_decisions_if_due(session, document)
