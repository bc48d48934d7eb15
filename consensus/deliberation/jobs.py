"""The clock’s part for texts: closing calls that are over, attending to silence."""

from flask import Flask

from consensus import clock
from consensus.deliberation.actions.closing import close_what_is_due
from consensus.deliberation.actions.silence import attend_to_silence
from consensus.deliberation.call_queries import documents_due
from consensus.documents.attending import attend


def attend_to_documents(app: Flask) -> None:
    """Close the windows that are over and keep the rules of silence."""
    attend(
        app,
        lambda session: documents_due(session, clock.now()),
        close_what_is_due,
        attend_to_silence,
    )
