"""What authors say to an answer, and what members say in a thread."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.attribution import shown
from consensus.coalitions.models import Attribution, Member
from consensus.comments.actions.making import LONGEST_COMMENT, check_signs, facts_of
from consensus.comments.actions.moving import move
from consensus.comments.machine import Move
from consensus.comments.mentions import mentioned
from consensus.comments.models import (
    Comment,
    Disposition,
    RaisedFromComment,
    ThreadPost,
)
from consensus.documents.models import Document
from consensus.errors import Invalid, Refused

WITHDRAWN_BY_AUTHOR = "Withdrawn by its author."


def reply_to_answer(
    session: Session, comment: Comment, note: str, *, satisfied: bool, by: Actor
) -> None:
    """
    Say whether the answer satisfies; only the author does, within 14 days (6.8).

    Who `by` is must have been checked by the caller (`queries.is_author`, or the link
    mailed to a guest).
    """
    check_signs(note)
    if comment.disposition is Disposition.WITHDRAWN:
        raise Refused(f"{comment.name} was withdrawn by its author.")
    comment.author_note = note
    step = Move.SATISFIED if satisfied else Move.NOT_SATISFIED
    move(session, comment, step, by=by, note=note)


def withdraw(session: Session, comment: Comment, *, by: Actor) -> None:
    """Take one's own comment back before it is answered; it stays on record."""
    move(session, comment, Move.WITHDRAW, by=by)
    comment.disposition, comment.answer = Disposition.WITHDRAWN, WITHDRAWN_BY_AUTHOR


def discuss(
    session: Session,
    document: Document,
    comment: Comment,
    text: str,
    *,
    by: Member,
    actor: Actor,
) -> ThreadPost:
    """Say something in the thread of a comment; refuses (`Invalid`) no words."""
    if not text:
        raise Invalid("Write what you want to say.")
    check_signs(text)
    if len(text) > LONGEST_COMMENT:
        raise Invalid(f"A reply can be {LONGEST_COMMENT:,} characters long at most.")
    if comment.thread_closed_at is not None:
        raise Refused("This thread is closed: reopen it to go on.")
    attribution = Attribution(actor.attribution)
    post = ThreadPost(member=by, attribution=attribution, text=text, at=clock.now())
    comment.thread.append(post)
    session.flush()
    facts = {
        **facts_of(comment),
        "what": "said",
        "attribution": str(attribution),
        "mentioned": mentioned(session, document.coalition, text),
    }
    deed = Deed(
        Verb.COMMENT_DISCUSSED, comment.name, facts,
        words={"text": text}, identity=shown(by, attribution),
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    return post


def close_thread(
    session: Session, comment: Comment, *, closed: bool, by: Member, actor: Actor
) -> None:
    """
    Close a thread or open it again; that is no disposition and ends no comment.

    Refuses (`Refused`) to do what is done already.
    """
    if closed == (comment.thread_closed_at is not None):
        raise Refused(f"The thread is {'closed' if closed else 'open'} already.")
    comment.thread_closed_at = clock.now() if closed else None
    comment.thread_closed_by = by.id if closed else None
    facts = {**facts_of(comment), "what": "closed" if closed else "reopened"}
    deed = Deed(Verb.COMMENT_DISCUSSED, comment.name, facts)
    record(session, ChainKind.DOCUMENT, comment.document_id, deed, by=actor)


def note_objection(
    session: Session, comment: Comment, objection: int, *, by_author: bool, by: Actor
) -> None:
    """Link the objection that was raised from a comment, and record the link (R20)."""
    comment.objections.append(
        RaisedFromComment(objection=objection, by_author=by_author, at=clock.now())
    )
    session.flush()
    facts = {**facts_of(comment), "objection": objection, "by_author": by_author}
    deed = Deed(Verb.COMMENT_RAISED, comment.name, facts)
    record(session, ChainKind.DOCUMENT, comment.document_id, deed, by=by)
