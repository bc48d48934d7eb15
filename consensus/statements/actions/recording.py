"""Writing what happens to statements into the record, with receipts for signers."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.receipts import new_nonce, receipt_hash
from consensus.archive.verbs import Verb
from consensus.deliberation.statement_models import (
    SignatureReceipt,
    Statement,
    StatementSignature,
    StatementState,
)
from consensus.statements.machine import RULES, Move, check_move
from consensus.statements.queries import words_of
from consensus.statements.signatories import signatory


def move(
    session: Session,
    statement: Statement,
    step: Move,
    *,
    by: StatementSignature | None,
) -> None:
    """Take a step of the table that brings no words; None is the clock."""
    check_move(step, statement.state)
    before, after = statement.state, RULES[step].after or statement.state
    set_state(statement, after)
    facts = {
        "statement": statement.number,
        "move": str(step),
        "before": str(before),
        "after": str(after),
    }
    deed = Deed(Verb.STATEMENT_MOVED, statement.name, facts)
    actor = actor_of(by) if by else CLOCK
    record(session, ChainKind.DOCUMENT, statement.document_id, deed, by=actor)


def set_state(statement: Statement, state: StatementState) -> None:
    """Put a statement into a state; the first filing counts for the order."""
    now = clock.now()
    if state is StatementState.FILED:
        statement.filed_at = now
    elif state is not StatementState.LOCKED:
        statement.filed_at = None
    statement.state, statement.state_at = state, now


def record_signed(
    session: Session,
    signature: StatementSignature,
    verb: Verb,
    facts: Mapping[str, object],
) -> None:
    """
    Record that somebody signs the words as they are now, and give them a receipt.

    The words lie beside the entry, so that what was signed can be compared (INV-2).
    """
    statement, at, nonce = signature.statement, clock.now(), new_nonce()
    words = words_of(statement).as_json()
    hash_ = receipt_hash(statement.name, words, at.isoformat(), nonce)
    told = {
        "statement": statement.number,
        "version": statement.version,
        **shown_facts(signature),
        "receipt": hash_,
        **facts,
    }
    who = signatory(signature.member, signature.attribution, signature.capacity)
    deed = Deed(verb, statement.name, told, words=words, identity=who)
    entry = record(
        session, ChainKind.DOCUMENT, statement.document_id, deed,
        by=actor_of(signature),
    )  # fmt: skip
    session.add(
        SignatureReceipt(
            signature_id=signature.id, nonce=nonce, hash=hash_, entry_seq=entry.seq,
            given_at=at,
        )
    )  # fmt: skip
    session.flush()


def shown_facts(signature: StatementSignature) -> dict[str, object]:
    """The facts that name a signature and how its holder chose to be shown."""
    return {
        "signature": signature.id,
        "attribution": str(signature.attribution),
        "capacity": str(signature.capacity),
    }


def actor_of(signature: StatementSignature) -> Actor:
    """The actor to record for what a signer does."""
    return Actor(signature.member.account_id, "member", str(signature.attribution))
