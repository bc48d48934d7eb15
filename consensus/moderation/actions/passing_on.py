"""What suspended members send through a record custodian, who records it (R6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Attribution, Capacity, Member
from consensus.deliberation.actions.objections import Opposition, Said, oppose
from consensus.documents.models import Document
from consensus.drafting.seen import Seen, seen_now
from consensus.errors import Invalid, NotFound, Refused
from consensus.moderation.models import Sent, SentKind
from consensus.statements.actions.signing import sign
from consensus.statements.actions.writing import ShownAs
from consensus.statements.queries import statement_of


@dataclass(frozen=True)
class ToSend:
    """What somebody wants to be recorded: an objection's words, or a signature."""

    kind: SentKind
    attribution: Attribution
    block_id: str | None = None
    words: str = ""
    statement: int | None = None


def send(session: Session, document: Document, what: ToSend, *, by: Member) -> Sent:
    """
    Send an objection or a signature to the record custodians; whoever calls has found
    that the member is suspended.

    One objection for each call (R6): a second is refused. Refuses (`Invalid`) an
    objection without words. It is bound to the words as they are now.
    """
    made = Sent(
        document_id=document.id, member=by, kind=what.kind, round=document.round,
        block_id=what.block_id, words=what.words, statement=what.statement,
        attribution=what.attribution, sent_at=clock.now(), passed_on_at=None,
    )  # fmt: skip
    if what.kind is SentKind.SIGNATURE:
        statement = statement_of(session, document.id, what.statement or 0)
        made.version = statement.version
    else:
        _check_objection(session, document, what, by)
        if what.block_id is not None:
            seen = seen_now(session, document.id, what.block_id)
            made.hash, made.draft_seq = seen.hash, seen.seq
    session.add(made)
    session.flush()
    # By nobody and without words: what was said is recorded when it is passed on.
    deed = Deed(Verb.SENT_THROUGH, "document", {"kind": str(what.kind)})
    record(session, ChainKind.DOCUMENT, document.id, deed, by=Actor(None, "member"))
    return made


def pass_on(session: Session, document: Document, sent: Sent, *, by: Actor) -> str:
    """
    Record what a suspended member sent, as theirs; a custodian does, and can refuse
    none of it. Returns what became of it, in a sentence. What the rules do not allow
    any more, such as a signature after the time for statements, is told its author.
    """
    if sent.passed_on_at is not None:
        raise Refused("This is passed on already.")
    sent.passed_on_at = clock.now()
    facts: dict[str, object] = {"kind": str(sent.kind), "sent": sent.id}
    try:
        with session.begin_nested():
            about = _deed(session, document, sent)
    except Refused as refusal:
        sent.refusal = str(refusal)
        about, facts["refused"] = "document", True
    deed = Deed(Verb.PASSED_ON, about, facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=by)
    return sent.refusal or f"Recorded as {about}."


def waiting(session: Session, document_id: int) -> Sequence[Sent]:
    """What members sent that no custodian has passed on yet, oldest first."""
    wanted = select(Sent).where(
        Sent.document_id == document_id, Sent.passed_on_at.is_(None)
    )
    return session.scalars(wanted.order_by(Sent.id)).all()


def sent_by(session: Session, document_id: int, member: Member) -> Sequence[Sent]:
    """What a member sent about a document, oldest first."""
    wanted = select(Sent).where(
        Sent.document_id == document_id, Sent.member_id == member.id
    )
    return session.scalars(wanted.order_by(Sent.id)).all()


def sent_numbered(session: Session, document_id: int, sent_id: int) -> Sent:
    """One thing that was sent about a document; NotFound if there is none such."""
    found = session.get(Sent, sent_id)
    if found is None or found.document_id != document_id:
        raise NotFound("There is no such thing to pass on.")
    return found


def _check_objection(
    session: Session, document: Document, what: ToSend, by: Member
) -> None:
    if not what.words:
        raise Invalid("Write what you object to, and why.")
    before = sent_by(session, document.id, by)
    same = [one for one in before if one.round == document.round]
    if any(one.kind is not SentKind.SIGNATURE for one in same):
        raise Refused(
            "You have sent your objection for this call. While your posting is "
            "suspended you can send one in each call."
        )


def _deed(session: Session, document: Document, sent: Sent) -> str:
    if sent.kind is SentKind.SIGNATURE:
        statement = statement_of(session, document.id, sent.statement or 0)
        shown_as = ShownAs(sent.attribution, Capacity.PERSONAL)
        sign(session, document, statement, sent.version, shown_as, by=sent.member)
        return statement.name
    seen = Seen(sent.block_id, sent.hash, sent.draft_seq) if sent.block_id else None
    opposition = Opposition(
        Said(sent.words), sent.attribution, sent.kind is SentKind.DISSENT
    )
    return oppose(session, document, seen, opposition, by=sent.member).objection.name
