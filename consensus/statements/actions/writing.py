"""What the lead of a statement does: announce, draft, open, edit (domain.md 6.5)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Attribution, Capacity, Member
from consensus.deliberation.statement_models import (
    SignatureState,
    Statement,
    StatementSignature,
    StatementState,
    StatementTarget,
)
from consensus.documents.hiding_models import HidingEnd
from consensus.documents.hidings import end_hiding
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed
from consensus.statements.actions.recording import (
    actor_of,
    move,
    record_signed,
    set_state,
    shown_facts,
)
from consensus.statements.machine import Move, check_move
from consensus.statements.queries import next_number, signature_by, words_of
from consensus.statements.signatories import signatory
from consensus.statements.windows import must_be_open
from consensus.statements.wording import Words, change_between, version_hash
from consensus.wordings.canonical import ChangeClass
from consensus.wordings.models import Wording


@dataclass(frozen=True)
class ShownAs:
    """How somebody signs: what they are shown with (R17), in which capacity (R19)."""

    attribution: Attribution
    capacity: Capacity


def announce(
    session: Session, document: Document, intent: str, shown_as: ShownAs, *, by: Member
) -> Statement:
    """
    Say that a statement will be filed, under a name for it; there are no words yet.

    Everybody sees the name. Whoever announces it leads it.
    """
    must_be_open(session, document)
    if not intent:
        raise Invalid("Give your statement a name: it is shown until there are words.")
    who, now = signatory(by, shown_as.attribution, shown_as.capacity), clock.now()
    statement = Statement(
        document_id=document.id, number=next_number(session, document.id),
        state=StatementState.INTENDED, state_at=now, intent=intent, intended_at=now,
        language=document.language,
    )  # fmt: skip
    lead = StatementSignature(
        statement=statement, member=by, is_lead=True, state=SignatureState.INTENDED,
        state_at=now, attribution=shown_as.attribution, capacity=shown_as.capacity,
    )  # fmt: skip
    session.add_all([statement, lead])
    session.flush()
    facts = {"statement": statement.number, "stage": str(document.stage_now)}
    deed = Deed(
        Verb.STATEMENT_ANNOUNCED, statement.name, facts | shown_facts(lead),
        words={"title": intent}, identity=who,
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor_of(lead))
    return statement


def draft(
    session: Session, document: Document, statement: Statement, words: Words, *,
    by: Member,
) -> None:  # fmt: skip
    """Keep the lead's words, which nobody else can read before they are opened."""
    must_be_open(session, document)
    lead = must_lead(statement, by)
    if statement.state is StatementState.INTENDED:
        move(session, statement, Move.DRAFT, by=lead)
    check_move(Move.OPEN, statement.state)
    _put(session, statement, words)


def open_for_signature(
    session: Session, document: Document, statement: Statement, words: Words, *,
    by: Member,
) -> None:  # fmt: skip
    """Let everybody read the words and members sign them; the lead signs first."""
    words.check()
    draft(session, document, statement, words, by=by)
    statement.version = version_hash(words)
    set_state(statement, StatementState.OPEN)
    _sign_as_lead(session, statement, must_lead(statement, by), "first", [])


def edit(
    session: Session, document: Document, statement: Statement, words: Words, *,
    is_correction: bool, by: Member,
) -> list[StatementSignature]:  # fmt: skip
    """
    Change words that are open for signature or filed; filed ones are open again.

    A change of substance voids the signatures of all others, who are returned and told
    (R14, scenario 7); a correction that the guard agrees to keeps them (C0, C1).
    """
    must_be_open(session, document)
    lead = must_lead(statement, by)
    is_filed = statement.state is StatementState.FILED
    check_move(Move.REVISE if is_filed else Move.EDIT, statement.state)
    words.check()
    change = change_between(words_of(statement), words, is_correction=is_correction)
    _put(session, statement, words)
    statement.version = version_hash(words)
    set_state(statement, StatementState.OPEN)
    voided = [
        one for one in statement.signed if change is ChangeClass.C2 and one is not lead
    ]
    for one in voided:
        one.state, one.state_at = SignatureState.VOID, clock.now()
    _sign_as_lead(session, statement, lead, str(change), voided)
    return voided


def must_lead(statement: Statement, by: Member) -> StatementSignature:
    """The lead's own signature; NotAllowed for anybody else."""
    own = signature_by(statement, by)
    if own is None or not own.is_lead:
        raise NotAllowed("Only the member who leads this statement can change it.")
    return own


def _sign_as_lead(
    session: Session,
    statement: Statement,
    lead: StatementSignature,
    change: str,
    voided: list[StatementSignature],
) -> None:
    now = clock.now()
    lead.state, lead.state_at, lead.signed_at = SignatureState.SIGNED, now, now
    lead.signed_version = statement.version
    end_hiding(statement, HidingEnd.REWORDED)
    session.flush()
    words = words_of(statement)
    facts = {
        "change": change,
        "kind": str(words.kind),
        "language": words.language,
        "targets": [one.as_json() for one in words.aims],
        "voided": [one.id for one in voided],
    }
    record_signed(session, lead, Verb.STATEMENT_WORDED, facts)


def _put(session: Session, statement: Statement, words: Words) -> None:
    statement.kind, statement.language = words.kind, words.language
    statement.title, statement.text = words.title, words.text
    if words.aims == words_of(statement).aims:
        return
    statement.targets = [
        StatementTarget(
            place=place, kind=aim.kind, block_id=aim.block,
            wording=_minted(session, statement.document_id, aim.block, aim.wording),
        )
        for place, aim in enumerate(words.aims)
    ]  # fmt: skip
    session.flush()


def _minted(
    session: Session, document_id: int, block: str | None, name: str | None
) -> Wording | None:
    if name is None:
        return None
    return session.scalars(
        select(Wording).where(
            Wording.document_id == document_id,
            Wording.block_id == block,
            Wording.hash == name,
        )
    ).one()
