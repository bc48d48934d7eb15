"""
What only a record custodian does: see who stands behind a hidden name (domain.md 8,
note h), and void what an impersonator said (R29). Each is recorded; no coordinator can.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record, withhold_words
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.machine import Move, Who, check_move
from consensus.deliberation.models import (
    Ending,
    Holder,
    HolderMove,
    HolderState,
    Objection,
    Position,
)
from consensus.documents.models import Document
from consensus.errors import Invalid, NotFound, Refused


class Ground(StrEnum):
    """For what a custodian may see who stands behind a hidden name."""

    LEGAL_DUTY = "legal_duty"
    IMPERSONATION = "impersonation"


GROUND_WORDS = {
    Ground.LEGAL_DUTY: "A legal duty",
    Ground.IMPERSONATION: "Proven impersonation",
}


@dataclass(frozen=True)
class Act:
    """One hold of an objection, or one position: what custody is about."""

    key: str
    """`hold:12` or `position:7`, as a form sends it."""
    about: str
    """How the record names it."""
    row: Holder | Position

    @property
    def member(self) -> Member:
        """The member under whose name it was said."""
        return self.row.member

    @property
    def attribution(self) -> Attribution:
        """How much of them is shown."""
        return self.row.attribution

    @property
    def stands(self) -> bool:
        """Whether it is not void, and not ended."""
        if isinstance(self.row, Position):
            return self.row.ended_at is None
        return self.row.state is not HolderState.VOIDED


def acts_in(session: Session, document: Document) -> list[Act]:
    """Every hold and every position in a document that stands, in order."""
    holds = session.scalars(
        select(Holder)
        .join(Objection)
        .where(Objection.document_id == document.id)
        .order_by(Holder.id)
    )
    taken = session.scalars(
        select(Position)
        .where(Position.document_id == document.id, Position.ended_at.is_(None))
        .order_by(Position.id)
    )
    found = [Act(f"hold:{one.id}", one.objection.name, one) for one in holds]
    found += [Act(f"position:{one.id}", f"position:{one.id}", one) for one in taken]
    return [one for one in found if one.stands]


def act_called(session: Session, document: Document, key: str) -> Act:
    """One of them by what a form sent; NotFound if it is not there."""
    for one in acts_in(session, document):
        if one.key == key:
            return one
    raise NotFound("Choose an objection or a position of this text.")


def see_identity(
    session: Session, document: Document, act: Act, ground: Ground, reason: str, *,
    by: Actor,
) -> Member:  # fmt: skip
    """
    Who stands behind a hidden name, on a ground and a written reason.

    The access is in the document's record, with its ground; the reason lies beside it
    and is not public, since it may tell of whom it is.
    """
    if act.attribution is Attribution.NAMED:
        raise Refused("This was said under a name that everybody can read.")
    if not reason:
        raise Invalid("Write the reason: without one nobody sees who it is.")
    facts = {"ground": str(ground)}
    deed = Deed(Verb.IDENTITY_SEEN, act.about, facts, {"reason": reason})
    entry = record(session, ChainKind.DOCUMENT, document.id, deed, by=by)
    withhold_words(session, entry, withheld=True)
    return act.member


def void(
    session: Session, document: Document, act: Act, note: str, *, by: Actor, name: str
) -> None:
    """
    Void what somebody else said under a member's name, with a public note (R29).

    It counts nowhere from now on and stays on record. `name` is the custodian's.
    Refuses (`Invalid`) no note, and (`Refused`) what is void already.
    """
    if not note:
        raise Invalid("Write the note: it is public, and printed with the text.")
    facts: dict[str, object] = {}
    if isinstance(act.row, Holder):
        facts = _void_hold(session, document, act.row, by)
    else:
        act.row.ended_at, act.row.ending = clock.now(), Ending.VOIDED
        facts = {"position": act.row.id, "block": act.row.block_id}
    deed = Deed(Verb.VOIDED, act.about, facts, {"note": note}, {"name": name})
    record(session, ChainKind.DOCUMENT, document.id, deed, by=by)
    if isinstance(act.row, Holder):
        act.row.state_note = note


def _void_hold(
    session: Session, document: Document, held: Holder, by: Actor
) -> dict[str, object]:
    check_move(Move.VOID, held.state, who=Who.CUSTODIAN)
    before, now = held.state, clock.now()
    held.state, held.state_at = HolderState.VOIDED, now
    session.add(
        HolderMove(
            holder_id=held.id, move=str(Move.VOID), before=before, after=held.state,
            wording_id=held.wording_id, further=[one.id for one in held.further],
            draft_seq=held.words_seq, by_account=by.account_id, at=now,
        )
    )  # fmt: skip
    facts: dict[str, object] = {
        "objection": held.objection.number,
        "holder": held.id,
        "move": str(Move.VOID),
        "before": str(before),
        "after": str(held.state),
        "places": [[one.block_id, one.hash] for one in held.words],
        "draft_seq": held.words_seq,
    }
    deed = Deed(Verb.HOLDER_MOVED, held.objection.name, facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=by)
    return {"objection": held.objection.number, "holder": held.id}
