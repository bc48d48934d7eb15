"""What members do with their own signatures: sign, file, withdraw, be shown (R14)."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consensus import clock
from consensus.archive.actions import (
    Deed,
    locked_chain,
    public_name,
    record,
    withhold_identity,
)
from consensus.archive.models import Chain, ChainKind, Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.statement_models import (
    SignatureState,
    Statement,
    StatementSignature,
    StatementState,
)
from consensus.documents.models import OUT, Document
from consensus.errors import NotAllowed, Refused
from consensus.statements.actions.recording import (
    actor_of,
    move,
    record_signed,
    set_state,
)
from consensus.statements.actions.writing import ShownAs
from consensus.statements.machine import Move, check_move
from consensus.statements.queries import signature_by
from consensus.statements.signatories import signatory
from consensus.statements.windows import must_be_open


def sign(
    session: Session,
    document: Document,
    statement: Statement,
    version: str,
    shown_as: ShownAs,
    *,
    by: Member,
) -> StatementSignature:
    """
    Sign the words that were read: `version` is the hash the page was shown with.

    Refused if they have changed meanwhile, so nobody signs what they did not read.
    """
    must_be_open(session, document)
    check_move(Move.SIGN, statement.state)
    if statement.hiding is not None:
        raise Refused(
            "Its words are hidden, so nobody can read what they would sign. It can be "
            "signed once its lead has said them otherwise, or they are shown again."
        )
    if version != statement.version:
        raise Refused(
            "The statement was changed while you were reading, so you have not signed "
            "it. Read it again as it is now."
        )
    own = signature_by(statement, by)
    if own is not None and own.state is SignatureState.SIGNED:
        raise Refused("You have signed this statement already.")
    signature = own or StatementSignature(statement=statement, member=by, is_lead=False)
    now = clock.now()
    signature.state, signature.state_at = SignatureState.SIGNED, now
    signature.attribution = shown_as.attribution
    signature.capacity = shown_as.capacity
    signature.signed_version, signature.signed_at = version, now
    session.add(signature)
    session.flush()
    record_signed(session, signature, Verb.STATEMENT_SIGNED, {})
    return signature


def file(
    session: Session, document: Document, statement: Statement, *, by: Member
) -> None:
    """File it: from the end of the statement window on it will be printed (6.5)."""
    must_be_open(session, document)
    own = signature_by(statement, by)
    if own is not None and own.state is SignatureState.INTENDED:
        check_move(Move.FILE, statement.state)  # there are no words to file yet
    move(session, statement, Move.FILE, by=must_have_signed(statement, by))


def withdraw(
    session: Session, document: Document, statement: Statement, *, by: Member
) -> None:
    """
    Take one's own signature back, or the whole statement if nobody else signed it.

    If the lead does, the first remaining signer leads (domain.md 6.5). Refused once it
    is printed: then it is `publication.retiring` (R24).
    """
    own = signature_by(statement, by)
    if own is not None and own.state is SignatureState.INTENDED:
        own.state, own.state_at = SignatureState.WITHDRAWN, clock.now()
        move(session, statement, Move.GIVE_UP, by=own)
        return
    own = must_have_signed(statement, by)
    check_move(Move.UNSIGN, statement.state)
    if document.stage in OUT and statement.state is StatementState.LOCKED:
        raise Refused(
            "This statement is printed. On the page of the published text you can "
            "withdraw from it: the next edition of its annex then says so."
        )
    own.state, own.state_at = SignatureState.WITHDRAWN, clock.now()
    heir = _hand_on(statement, own)
    if not statement.signed:
        set_state(statement, StatementState.WITHDRAWN)
    facts = {
        "statement": statement.number,
        "signature": own.id,
        "lead": heir.id if heir else None,
        "after": str(statement.state),
    }
    deed = Deed(Verb.SIGNATURE_WITHDRAWN, statement.name, facts)
    record(
        session, ChainKind.DOCUMENT, statement.document_id, deed, by=actor_of(own)
    )  # fmt: skip


def show_otherwise(
    session: Session, statement: Statement, shown_as: ShownAs, *, by: Member
) -> None:
    """Be shown otherwise with one's own signature from here on (R17)."""
    own = signature_by(statement, by)
    if own is None or own.state is SignatureState.WITHDRAWN:
        raise NotAllowed("Only whoever signed can change how they are shown.")
    who = signatory(by, shown_as.attribution, shown_as.capacity)
    before = actor_of(own)
    own.attribution, own.capacity = shown_as.attribution, shown_as.capacity
    for entry in _entries_naming(session, own):
        withhold_identity(session, entry)
    chain = locked_chain(session, ChainKind.DOCUMENT, statement.document_id)
    facts = {
        "statement": statement.number,
        "signature": own.id,
        "attribution": str(shown_as.attribution),
        "capacity": str(shown_as.capacity),
        "pseudonym": public_name(session, chain, actor_of(own)),
    }
    deed = Deed(Verb.ATTRIBUTION_CHANGED, statement.name, facts, identity=who)
    record(session, ChainKind.DOCUMENT, statement.document_id, deed, by=before)


def must_have_signed(statement: Statement, by: Member) -> StatementSignature:
    """A person's own valid signature; NotAllowed for anybody else (INV-9)."""
    own = signature_by(statement, by)
    if own is None or own.state is not SignatureState.SIGNED:
        raise NotAllowed("Only whoever has signed this statement can do that.")
    return own


def _hand_on(
    statement: Statement, leaving: StatementSignature
) -> StatementSignature | None:
    """Who leads from here on; None if nobody has to take over."""
    heirs = sorted(statement.signed, key=lambda one: (one.signed_at, one.id))
    if not leaving.is_lead or not heirs:
        return None
    leaving.is_lead, heirs[0].is_lead = False, True
    return heirs[0]


def _entries_naming(session: Session, own: StatementSignature) -> list[Entry]:
    """The entries beside which the signer's names lie, for this statement."""
    about = select(Entry).join(Chain).where(
        Chain.kind == ChainKind.DOCUMENT,
        Chain.subject_id == own.statement.document_id,
        Entry.object == own.statement.name,
    )  # fmt: skip
    entries = session.scalars(about.options(selectinload(Entry.payloads)))
    return [one for one in entries if one.facts.get("signature") == own.id]
