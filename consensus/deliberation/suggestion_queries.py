"""Finding suggestions: of a document, of a block, of their author."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from consensus.coalitions.models import Member
from consensus.deliberation.suggestion_models import Suggestion, SuggestionState
from consensus.errors import NotFound


def _whole() -> list[ExecutableOption]:
    author = joinedload(Suggestion.member)
    return [
        joinedload(Suggestion.wording),
        author.joinedload(Member.account),
        author.selectinload(Member.terms),
        joinedload(Suggestion.settler).joinedload(Member.account),
        joinedload(Suggestion.settler).selectinload(Member.terms),
    ]


def suggestions_of(
    session: Session, document_id: int, state: SuggestionState | None = None
) -> Sequence[Suggestion]:
    """The suggestions to a document, newest first: all, or those in one state."""
    wanted = select(Suggestion).where(Suggestion.document_id == document_id)
    if state is not None:
        wanted = wanted.where(Suggestion.state == state)
    newest = wanted.options(*_whole()).order_by(Suggestion.number.desc())
    return session.scalars(newest).all()


def suggestions_on(
    session: Session, document_id: int, block_id: str | None
) -> Sequence[Suggestion]:
    """The suggestions at one block, newest first; None: at the start of the text."""
    here = (
        Suggestion.block_id.is_(None)
        if block_id is None
        else Suggestion.block_id == block_id
    )
    return session.scalars(
        select(Suggestion)
        .where(Suggestion.document_id == document_id, here)
        .options(*_whole())
        .order_by(Suggestion.number.desc())
    ).all()


def open_suggestions(
    session: Session, document_id: int
) -> dict[str | None, list[Suggestion]]:
    """The suggestions nobody has settled, by block, the oldest first."""
    found: dict[str | None, list[Suggestion]] = defaultdict(list)
    for one in reversed(suggestions_of(session, document_id, SuggestionState.OPEN)):
        found[one.block_id].append(one)
    return found


def suggestion_of(session: Session, document_id: int, number: int) -> Suggestion:
    """One suggestion by its number in the document; NotFound if there is none."""
    found = session.scalars(
        select(Suggestion)
        .where(Suggestion.document_id == document_id, Suggestion.number == number)
        .options(*_whole())
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no suggestion S-{number} to this text.")
    return found


def how_many_in(session: Session, document_id: int) -> dict[str, int]:
    """How many suggestions a document has in each state."""
    rows = session.execute(
        select(Suggestion.state, func.count())
        .where(Suggestion.document_id == document_id)
        .group_by(Suggestion.state)
    )
    return {str(state): count for state, count in rows}


def adopted_into(
    session: Session, document_id: int, block_id: str
) -> Sequence[Suggestion]:
    """
    The suggestions whose words went into a block, in the order they did.

    `adopted_hash` and `draft_seq` say which wording, and where in the log it begins.
    """
    return session.scalars(
        select(Suggestion)
        .where(
            Suggestion.document_id == document_id,
            Suggestion.adopted_block == block_id,
        )
        .options(*_whole())
        .order_by(Suggestion.draft_seq, Suggestion.number)
    ).all()


def own_suggestions(
    session: Session, document_id: int, member: Member
) -> Sequence[Suggestion]:
    """What a seat's holder suggested in a document, newest first."""
    return session.scalars(
        select(Suggestion)
        .where(Suggestion.document_id == document_id, Suggestion.member_id == member.id)
        .options(*_whole())
        .order_by(Suggestion.number.desc())
    ).all()
