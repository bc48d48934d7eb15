"""Moves of a comment from state to state, each recorded (domain.md 6.8)."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.comments.actions.making import facts_of
from consensus.comments.machine import Move, after
from consensus.comments.models import Comment, CommentState, Disposition
from consensus.comments.queries import comments_of

REPLY_WITHIN = timedelta(days=14)
"""After this an author's silence is `no_reply` (domain.md 6.8)."""


def move(
    session: Session, comment: Comment, step: Move, *, by: Actor, note: str = ""
) -> None:
    """Make a move that the table allows (`Refused` otherwise) and record it."""
    before = comment.state
    comment.state, comment.state_at = after(step, before, comment.name), clock.now()
    facts = {
        **facts_of(comment),
        "move": step.name.lower(),
        "before": str(before),
        "after": str(comment.state),
    }
    deed = Deed(
        Verb.COMMENT_MOVED, comment.name, facts, words={"note": note} if note else None
    )
    record(session, ChainKind.DOCUMENT, comment.document_id, deed, by=by)


def acknowledge(session: Session, comment: Comment) -> None:
    """Note that a comment has been received; its receipt goes out by mail."""
    if comment.state is CommentState.NEW:
        move(session, comment, Move.ACKNOWLEDGE, by=CLOCK)


def attend_to_comments(session: Session, document_id: int) -> None:
    """What the clock does with a text's comments: receipts, and silence as no reply."""
    for comment in comments_of(session, document_id, Comment.state == CommentState.NEW):
        acknowledge(session, comment)
    over = clock.now() - REPLY_WITHIN
    silent = comments_of(
        session, document_id, Comment.state == CommentState.DISPOSED,
        Comment.state_at <= over, Comment.disposition != Disposition.WITHDRAWN,
    )  # fmt: skip
    for comment in silent:
        move(session, comment, Move.SILENCE, by=CLOCK)


def documents_with_comments_due(session: Session) -> list[int]:
    """The texts whose comments the clock has something to do with."""
    over = clock.now() - REPLY_WITHIN
    is_silent = (
        (Comment.state == CommentState.DISPOSED)
        & (Comment.state_at <= over)
        & (Comment.disposition != Disposition.WITHDRAWN)
    )
    return list(
        session.scalars(
            select(Comment.document_id)
            .where((Comment.state == CommentState.NEW) | is_silent)
            .distinct()
            .order_by(Comment.document_id)
        )
    )
