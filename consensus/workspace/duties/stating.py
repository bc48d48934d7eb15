"""Minority statements that wait for a signature, for their lead, for the editors."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.need import Need
from consensus.deliberation.statement_models import (
    SignatureState,
    Statement,
    StatementSignature,
    StatementState,
)
from consensus.deliberation.windows import is_open
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.statements.queries import signature_by, statements_of
from consensus.statements.view import can_announce


def statements_waiting(
    session: Session, document: Document, asker: Asker, seat: Member
) -> Iterator[Need]:
    """What a member must or can do about the statements to a text (6.5)."""
    call = latest_call(session, document)
    until = call.statements_close_at if call else None
    writes = can_announce(session, document, asker)
    for one in statements_of(session, document.id):
        own = signature_by(one, seat)
        if writes:
            yield from _of_signers(one, own, until)
        locked = one.state is StatementState.LOCKED and one.response is None
        if locked and asker.may(Act.RESPOND, document):
            where = "Once, after the whole statement, in a box of its own."
            yield _need(one, "to_respond", "can have a response", where, must=False)
    if writes and is_open(until):
        yield Need(
            "to_state", "p-dissent", "Minority statements can be filed",
            "What is filed is printed whole, with everybody who signs it.",
            href=f"/documents/{document.id}/statements", until=until, must=False,
        )  # fmt: skip


def _of_signers(
    one: Statement, own: StatementSignature | None, until: datetime | None
) -> Iterator[Need]:
    state = one.state
    if own is not None and own.state is SignatureState.VOID:
        where = "The words changed in substance. Read them, and sign again if you will."
        yield _need(one, "void", "has lost your signature", where, until)
    elif state in {StatementState.INTENDED, StatementState.DRAFTING}:
        if own is not None and own.is_lead:
            where = "You announced it: write it and open it for signature."
            yield _need(one, "to_write", "waits for your words", where, until)
    elif state is StatementState.OPEN and own is None:
        where = f"“{one.title}”. Sign it if it says what you hold."
        yield _need(one, "to_sign", "is open for signature", where, until, must=False)
    elif state is StatementState.OPEN and own is not None and own.is_lead:
        where = "It is printed only if it is filed."
        yield _need(one, "to_file", "is not filed yet", where, until)


def _need(
    one: Statement, kind: str, what: str, where: str, until: datetime | None = None,
    *, must: bool = True,
) -> Need:  # fmt: skip
    return Need(
        kind, "p-dissent", f"{one.name} {what}", where,
        href=f"/documents/{one.document_id}/statements/{one.number}",
        until=until if is_open(until) else None, must=must,
    )  # fmt: skip
