"""The editors' part: answering objections and asking what is meant (6.4, R2)."""

from dataclasses import dataclass

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
    be given too and changes nothing.
    """
    if objection.document_id != document.id:
        raise Refused("There is no such objection here.")
    if not reply.text:
        raise Invalid("Write the answer: it is printed with the objection.")
    made = Answer(
        objection=objection, round=len(objection.answers) + 1, text=reply.text,
        disposition=reply.disposition, member=by, at=clock.now(),
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
            },
            words={"text": reply.text},
            identity={"name": by.account.name},
        ),
        by=actor,
    )  # fmt: skip
    for holder in objection.holders:
        if holder.state is HolderState.RAISED:
            moved(session, document, holder, Move.ANSWER, HolderState.ANSWERED,
                  by=actor)  # fmt: skip
    return made


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
