"""The editors' part: answering objections and asking what is meant (6.4, R2)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.actions.holders import moved
from consensus.deliberation.machine import Move, Who, check_move
from consensus.deliberation.models import (
    Answer,
    Disposition,
    HolderState,
    Objection,
)
from consensus.documents.models import Document
from consensus.errors import Invalid, Refused


@dataclass(frozen=True)
class Reply:
    """What the editors answer, and what they say was done."""

    text: str
    disposition: Disposition
    same_as: int | None = None
    """For `DUPLICATE`: the number of the answered objection that this one repeats."""


def answer(
    session: Session,
    document: Document,
    objection: Objection,
    reply: Reply,
    *,
    by: Member,
    actor: Actor,
) -> Answer:
    """
    Reply for the editors: whoever waits for an answer is asked whether it is met.

    An answer never ends an objection. To a dissent or a maintained objection it may
    be given too and changes nothing. What repeats an answered objection is answered by
    pointing to that answer (R32); `Invalid` if there is none.
    """
    if objection.document_id != document.id:
        raise Refused("There is no such objection here.")
    text = _text_of(session, objection, reply)
    made = Answer(
        objection=objection, round=len(objection.answers) + 1, text=text,
        disposition=reply.disposition, same_as=reply.same_as, member=by,
        at=clock.now(),
    )  # fmt: skip
    session.add(made)
    record(
        session, ChainKind.DOCUMENT, document.id,
        Deed(
            Verb.OBJECTION_ANSWERED, objection.name,
            {
                "objection": objection.number,
                "round": made.round,
                "disposition": str(reply.disposition),
                **({"same_as": reply.same_as} if reply.same_as else {}),
            },
            words={"text": text},
            identity={"name": by.account.name},
        ),
        by=actor,
    )  # fmt: skip
    for holder in objection.holders:
        if holder.state is HolderState.RAISED:
            moved(session, document, holder, Move.ANSWER, HolderState.ANSWERED,
                  by=actor)  # fmt: skip
    return made


def _text_of(session: Session, objection: Objection, reply: Reply) -> str:
    """The answer's words; one that points to another needs none of its own."""
    if reply.disposition is not Disposition.DUPLICATE:
        if not reply.text:
            raise Invalid("Write the answer: it is printed with the objection.")
        return reply.text
    other = reply.same_as
    if other is None or other == objection.number:
        raise Invalid("Give the number of the objection that this one repeats.")
    if not _is_answered(session, objection.document_id, other):
        raise Invalid(f"There is no answer to O-{other} yet that you could point to.")
    return reply.text or f"See the answer to O-{other}."


def _is_answered(session: Session, document_id: int, number: int) -> bool:
    found = select(Answer.id).join(Objection).where(
        Objection.document_id == document_id, Objection.number == number
    )  # fmt: skip
    return session.scalars(found.limit(1)).first() is not None


def ask_reason(
    session: Session, document: Document, objection: Objection, text: str,
    *, actor: Actor,
) -> None:  # fmt: skip
    """Ask once for a reason or for what is meant; after 7 days it stands (R2)."""
    waiting = [h for h in objection.holders if h.state is HolderState.RAISED]
    if not text:
        raise Invalid("Write what you want to ask.")
    if not waiting or was_asked(objection):
        raise Refused("The holder was asked before, or waits for no question now.")
    record(
        session, ChainKind.DOCUMENT, document.id,
        Deed(Verb.REASON_ASKED, objection.name, {"objection": objection.number},
             words={"text": text}),
        by=actor,
    )  # fmt: skip
    for holder in waiting:
        check_move(Move.ASK_REASON, holder.state, who=Who.EDITOR)
        holder.state_note = text
        moved(session, document, holder, Move.ASK_REASON, HolderState.ASKED, by=actor)


def was_asked(objection: Objection) -> bool:
    """Whether the editors have used their one question (R2)."""
    return any(
        move.after is HolderState.ASKED
        for holder in objection.holders
        for move in holder.moves
    )
