"""Finding comments: of a text, of a paragraph, by number, by what they share."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from consensus.accounts.models import Account
from consensus.coalitions.models import Coalition, Member
from consensus.comments.machine import UNANSWERED
from consensus.comments.models import AnswerTemplate, Comment, Guest, ThreadPost
from consensus.documents.models import Document
from consensus.errors import NotFound


def _whole() -> list[ExecutableOption]:
    author, answerer = joinedload(Comment.member), joinedload(Comment.answerer)
    poster = selectinload(Comment.thread).joinedload(ThreadPost.member)
    return [
        author.joinedload(Member.account),
        author.selectinload(Member.terms),
        answerer.joinedload(Member.account),
        poster.joinedload(Member.account),
        poster.selectinload(Member.terms),
        selectinload(Comment.objections),
        joinedload(Comment.guest),
        joinedload(Comment.wording),
        joinedload(Comment.change),
    ]


def comments_of(
    session: Session, document_id: int, *where: ColumnElement[bool]
) -> Sequence[Comment]:
    """The comments to a text in the order received; `where` narrows them down."""
    return (
        session.scalars(
            select(Comment)
            .where(Comment.document_id == document_id, *where)
            .options(*_whole())
            .order_by(Comment.number)
        )
        .unique()
        .all()
    )


def guest_comments_by_group(session: Session, document_id: int) -> dict[str, int]:
    """How many comments guests made, by the group that they declared themselves."""
    rows = session.execute(
        select(Guest.group, func.count())
        .join(Comment, Comment.guest_id == Guest.id)
        .where(Comment.document_id == document_id)
        .group_by(Guest.group)
    )
    return {str(group): number for group, number in rows}


def comments_on(
    session: Session, document_id: int, block_id: str | None
) -> Sequence[Comment]:
    """The comments on one paragraph, oldest first; None: on the whole text."""
    return comments_of(
        session,
        document_id,
        Comment.block_id.is_(None)
        if block_id is None
        else Comment.block_id == block_id,
    )


def comment_of(session: Session, document_id: int, number: int) -> Comment:
    """One comment by its number in the text; NotFound if there is none."""
    found = comments_of(session, document_id, Comment.number == number)
    if not found:
        raise NotFound(f"There is no comment C-{number} to this text.")
    return found[0]


def comments_by_place(session: Session, document_id: int) -> dict[str | None, int]:
    """How many comments each paragraph has (None: the whole text)."""
    rows = session.execute(
        select(Comment.block_id, func.count())
        .where(Comment.document_id == document_id)
        .group_by(Comment.block_id)
    )
    return {block_id: count for block_id, count in rows.all()}  # noqa: C416


def identical_to(session: Session, comment: Comment) -> Sequence[Comment]:
    """The comments to the same text with the same words, itself among them (R21)."""
    return comments_of(
        session, comment.document_id, Comment.text_hash == comment.text_hash
    )


def campaigns(session: Session, document_id: int) -> dict[str, list[int]]:
    """The numbers of comments that share their words, by the hash of these (R21)."""
    found: dict[str, list[int]] = {}
    rows = session.execute(
        select(Comment.text_hash, Comment.number)
        .where(Comment.document_id == document_id)
        .order_by(Comment.number)
    )
    for name, number in rows:
        found.setdefault(name, []).append(number)
    return {name: numbers for name, numbers in found.items() if len(numbers) > 1}


def without_disposition(session: Session, document_id: int) -> Sequence[Comment]:
    """
    The comments received in a window to which no disposition was given (G1, INV-31).

    Late ones are among them only once the caller has admitted them (R22).
    """
    return comments_of(
        session, document_id, Comment.state.in_(UNANSWERED), Comment.in_window != ""
    )


def next_number(session: Session, document_id: int) -> int:
    """The number that the next comment to a text gets."""
    last = session.scalar(
        select(func.max(Comment.number)).where(Comment.document_id == document_id)
    )
    return (last or 0) + 1


def is_author(comment: Comment, account: Account | None) -> bool:
    """
    Whether an account is a comment's author: its member, or the guest who has joined
    since with the mail address that was checked then (scenario 17).
    """
    if account is None:
        return False
    if comment.member is not None:
        return comment.member.account_id == account.id
    return comment.guest is not None and comment.guest.email == account.email


def templates_for(session: Session, document: Document) -> Sequence[AnswerTemplate]:
    """The answers kept for a text and for all texts of its coalition, by title."""
    return session.scalars(
        select(AnswerTemplate)
        .where(
            AnswerTemplate.coalition_id == document.coalition_id,
            AnswerTemplate.retired_at.is_(None),
            AnswerTemplate.document_id.is_(None)
            | (AnswerTemplate.document_id == document.id),
        )
        .order_by(AnswerTemplate.title, AnswerTemplate.id)
    ).all()


def template_of(
    session: Session, coalition: Coalition, template_id: int
) -> AnswerTemplate:
    """One kept answer of a coalition; NotFound if it is not there."""
    found = session.get(AnswerTemplate, template_id)
    if found is None or found.coalition_id != coalition.id or found.retired_at:
        raise NotFound("There is no such kept answer.")
    return found
