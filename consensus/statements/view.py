"""Statements as everybody may see them; what is only drafted is its lead's alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.coalitions.models import Attribution, Capacity, Member
from consensus.coalitions.shown_as import Choice, choices_for, default_choice
from consensus.deliberation.statement_models import (
    AGAINST,
    SignatureReceipt,
    SignatureState,
    Statement,
    StatementKind,
    StatementSignature,
    StatementState,
)
from consensus.documents.access import Act, Asker
from consensus.documents.hidings import Stub, stub_of
from consensus.documents.models import OUT, Document
from consensus.documents.pseudonyms import Naming, numbers_in
from consensus.drafting.queries import labels
from consensus.errors import Refused
from consensus.statements.machine import LABELS
from consensus.statements.queries import receipts_of, signature_by
from consensus.statements.signatories import signatory, signatory_line
from consensus.statements.targets import in_words
from consensus.statements.windows import must_be_open

KIND_WORDS = {
    StatementKind.DISSENT: "Dissent",
    StatementKind.PARTIAL_DISSENT: "Partial dissent",
    StatementKind.RESERVATION: "Reservation",
    StatementKind.CONCURRENCE: "Concurrence",
    StatementKind.ALTERNATIVE_TEXT: "Alternative text",
}
KIND_HINTS = {
    StatementKind.DISSENT: "You disagree with what you choose below.",
    StatementKind.PARTIAL_DISSENT: "You disagree with a part of it.",
    StatementKind.RESERVATION: "You can live with it, but want something noted.",
    StatementKind.CONCURRENCE: "You agree with the text, for other reasons.",
    StatementKind.ALTERNATIVE_TEXT: "You set other words beside it.",
}


@dataclass(frozen=True)
class Quoted:
    """One target: what it is in words, and the words of the text it is about."""

    what: str
    words: str


@dataclass(frozen=True)
class Signatory:
    """One signer as they chose to be shown; whether they signed an earlier text."""

    line: str
    signed_at: datetime | None
    is_lead: bool
    is_departed: bool
    signed_before_correction: bool


@dataclass(frozen=True)
class StatementView:
    """A statement, and what whoever asks can do with it now."""

    statement: Statement
    is_readable: bool
    """Whether the asker may read the words: all may, once it is open (6.5)."""
    targets: tuple[Quoted, ...]
    signatories: tuple[Signatory, ...]
    announced_by: str
    own: StatementSignature | None
    steps: frozenset[str]
    """What the asker can do now: write, edit, sign, file, withdraw, show, respond."""
    receipts: tuple[SignatureReceipt, ...]
    choices: list[Choice]
    default: str
    default_capacity: str
    speaks_for: str
    """The organisation that the asker's seat names, or ""."""
    stub: Stub | None = None
    """In the place of its words, where they are hidden (INV-11)."""
    may_moderate: bool = False

    @property
    def name(self) -> str:
        """M-3."""
        return self.statement.name

    @property
    def title(self) -> str:
        """Its title; before there are words to read, the name of the intent."""
        if self.stub is not None:
            return "words hidden"
        return self.statement.title if self.statement.version else self.statement.intent

    @property
    def kind(self) -> str:
        """The kind in words; "" while nobody else can read it."""
        return KIND_WORDS[self.statement.kind] if self.is_readable else ""

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return LABELS[self.statement.state]

    @property
    def holds_a_level(self) -> bool:
        """Whether a full consensus is not tenable where it is aimed (R15)."""
        filed = {StatementState.FILED, StatementState.LOCKED}
        return self.statement.kind in AGAINST and self.statement.state in filed


def view_of(
    session: Session, document: Document, asker: Asker, statement: Statement
) -> StatementView:
    """A statement for whoever asks."""
    own = signature_by(statement, asker.member)
    is_lead = own is not None and own.is_lead
    was_open = bool(statement.version)
    seat = asker.member
    choices = choices_for(session, document.coalition, seat) if seat else []
    places = labels(session, document.id)
    number_of = numbers_in(session, document.id)
    return StatementView(
        statement=statement,
        is_readable=was_open or is_lead,
        targets=tuple(
            Quoted(in_words(one, places), one.wording.text if one.wording else "")
            for one in statement.targets
        ) if was_open or is_lead else (),
        signatories=tuple(_signatory(one, number_of) for one in statement.signed),
        announced_by=_line(statement.signatures[0], number_of),
        own=own,
        steps=_steps(session, document, asker, statement, own),
        receipts=tuple(receipts_of(session, own)) if own else (),
        choices=choices,
        default=str(own.attribution) if own else default_choice(seat, choices),
        default_capacity=_capacity(own, seat),
        speaks_for=seat.term.organisation if seat else "",
        stub=stub_of(statement),
        may_moderate=asker.may(Act.MODERATE, document),
    )  # fmt: skip


def can_announce(session: Session, document: Document, asker: Asker) -> bool:
    """Whether the asker may begin a statement now."""
    if not asker.may(Act.STATE, document):
        return False
    try:
        must_be_open(session, document)
    except Refused:
        return False
    return True


def _capacity(own: StatementSignature | None, seat: Member | None) -> str:
    if own is not None:
        return str(own.capacity)
    return str(seat.term.capacity if seat else Capacity.PERSONAL)


def _signatory(one: StatementSignature, number_of: Naming) -> Signatory:
    return Signatory(
        _line(one, number_of), one.signed_at, one.is_lead,
        one.member.left_at is not None,
        one.signed_version != one.statement.version,
    )  # fmt: skip


def _line(one: StatementSignature, number_of: Naming) -> str:
    return signatory_line(_shown(one), number_of(one.member, one.attribution))


def _shown(one: StatementSignature) -> dict[str, object]:
    attribution = one.attribution
    if attribution is Attribution.ORGANISATION and not one.member.term.organisation:
        attribution = Attribution.GROUP  # the seat no longer names one
    return signatory(one.member, attribution, one.capacity)


def _steps(
    session: Session,
    document: Document,
    asker: Asker,
    statement: Statement,
    own: StatementSignature | None,
) -> frozenset[str]:
    found: set[str] = set()
    if can_announce(session, document, asker):
        found |= _writing_steps(statement, own)
    live = own is not None and own.state is not SignatureState.WITHDRAWN
    if live and asker.may(Act.END_OWN_SIGNATURE, document):
        found.add("show")
        is_printed = document.stage in OUT and statement.state is StatementState.LOCKED
        if own is not None and own.state is not SignatureState.VOID and not is_printed:
            found.add("withdraw")
    locked = statement.state is StatementState.LOCKED and statement.response is None
    if locked and asker.may(Act.RESPOND, document):
        found.add("respond")
    return frozenset(found)


def _writing_steps(statement: Statement, own: StatementSignature | None) -> set[str]:
    state, found = statement.state, set()
    if own is not None and own.is_lead:
        if state in {StatementState.INTENDED, StatementState.DRAFTING}:
            found.add("write")
        if state in {StatementState.OPEN, StatementState.FILED}:
            found.add("edit")
    has_signed = own is not None and own.state is SignatureState.SIGNED
    if state is StatementState.OPEN:
        found.add("file" if has_signed else "sign")
    if statement.hiding_id is not None:
        found.discard("sign")  # nobody can read what they would sign
    return found
