"""Which mails a comment's author is owed, and what they hold."""

from collections.abc import Sequence
from datetime import timedelta

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.models import AccountState
from consensus.comments.models import Comment
from consensus.comments.queries import comment_of
from consensus.errors import NotFound

NEWS_FOR = timedelta(days=7)
"""After this nobody is told any more: a restored or made-up past is not news."""

_SALT = "comment/1"


def owed(session: Session) -> Sequence[tuple[int, int]]:
    """Document and number of the comments whose authors are owed a mail."""
    since = clock.now() - NEWS_FOR
    receipt = Comment.receipt_mailed_at.is_(None) & (Comment.received_at > since)
    answer = (
        Comment.answer_mailed_at.is_(None)
        & Comment.answered_by.is_not(None)
        & (Comment.answered_at > since)
    )
    rows = session.execute(
        select(Comment.document_id, Comment.number)
        .where(or_(receipt, answer))
        .order_by(Comment.id)
    )
    return [(document, number) for document, number in rows]


def owes_answer(comment: Comment) -> bool:
    """Whether the mail that is due tells of an answer; else it is the receipt."""
    return comment.answered_by is not None and comment.answer_mailed_at is None


def note_mailed(session: Session, document_id: int, number: int) -> None:
    """Keep that the mail that was due has been sent."""
    comment, now = comment_of(session, document_id, number), clock.now()
    if owes_answer(comment):
        comment.answer_mailed_at = now
    comment.receipt_mailed_at = comment.receipt_mailed_at or now


def address_of(comment: Comment) -> str:
    """The author's mail address, "" where there is none to write to."""
    if comment.guest is not None:
        return comment.guest.email
    if comment.member is None or comment.member.left_at is not None:
        return ""
    account = comment.member.account
    return (account.email or "") if account.state is AccountState.ACTIVE else ""


def guest_token(secret: str, comment: Comment) -> str:
    """What opens a guest's own comment to them, in links that only they are mailed."""
    made = URLSafeSerializer(secret, salt=_SALT).dumps(
        [comment.document_id, comment.number]
    )
    return made.decode() if isinstance(made, bytes) else made


def guests_comment(
    session: Session, document_id: int, secret: str, token: str
) -> Comment:
    """The comment that a guest's link opens; NotFound for a link we never made."""
    try:
        document, number = URLSafeSerializer(secret, salt=_SALT).loads(token)
    except (BadData, ValueError) as error:
        raise NotFound("This link opens no comment.") from error
    if document != document_id:
        raise NotFound("This link opens no comment.")
    return comment_of(session, document_id, number)
