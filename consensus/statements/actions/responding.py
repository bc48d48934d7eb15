"""The editors' one response to a statement (domain.md 4, GroupResponse)."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.statement_models import (
    GroupResponse,
    Statement,
    StatementState,
)
from consensus.errors import Invalid, Refused


def respond(
    session: Session, statement: Statement, text: str, *, by: Member, actor: Actor
) -> GroupResponse:
    """
    Answer a statement once, for the editors; it is printed after it, in its own box.

    Only to words that can change no more, and never a second time.
    """
    if statement.state is not StatementState.LOCKED:
        raise Refused(
            "The editors respond once the statement can change no more: "
            "when the time for statements has ended."
        )
    if statement.response is not None:
        raise Refused("The editors have responded to this statement already.")
    if not text:
        raise Invalid("Write the response.")
    made = GroupResponse(
        statement_id=statement.id, text=text, member=by, at=clock.now()
    )
    statement.response = made
    session.add(made)
    session.flush()
    deed = Deed(
        Verb.STATEMENT_RESPONDED, statement.name, {"statement": statement.number},
        words={"text": text}, identity={"name": by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, statement.document_id, deed, by=actor)
    return made
