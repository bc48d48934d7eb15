"""The clock's part for challenges: what their time limits bring about."""

from flask import Flask

from consensus import clock
from consensus.challenges.actions.time_limits import keep_time
from consensus.challenges.queries import documents_due
from consensus.documents.attending import attend


def attend_to_challenges(app: Flask) -> None:
    """Keep the time limits of the challenges of every document."""
    attend(app, lambda session: documents_due(session, clock.now()), keep_time)
