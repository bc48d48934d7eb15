"""The clock’s part for statements: locking what was filed, inviting who objects."""

from flask import Flask

from consensus import clock
from consensus.documents.attending import attend
from consensus.statements.actions.inviting import invite_holders
from consensus.statements.actions.locking import lock_if_due
from consensus.statements.queries import documents_to_attend


def attend_to_statements(app: Flask) -> None:
    """Invite the holders of objections to write, and lock what was filed in time."""
    attend(
        app,
        lambda session: documents_to_attend(session, clock.now()),
        invite_holders,
        lock_if_due,
    )
