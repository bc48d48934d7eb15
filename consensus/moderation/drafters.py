"""Who drafted a text, and so cannot moderate dissent against it (scenario 9)."""

from collections.abc import Collection, Set

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from consensus.deliberation.suggestion_models import Suggestion, SuggestionState
from consensus.drafting.models import DraftClient, DraftUpdate, Lineage

WHOLE = None
"""In place of a block: the whole text."""


def drafted(
    session: Session, document_id: int, blocks: Collection[str | None], member_id: int
) -> bool:
    """
    Whether a member wrote words of these paragraphs, of those that they came from, or
    (None among them) of any; as an editor, or by a suggestion that was adopted.

    An update of the draft that does not say what it touched counts as one that did.
    """
    named = _with_sources(session, document_id, {one for one in blocks if one})
    any_of_them = WHOLE in blocks
    touched = [*_edited(session, document_id, member_id)]
    touched += _suggested(session, document_id, member_id)
    return any(
        any_of_them or not one or not named.isdisjoint(one) for one in touched
    )  # fmt: skip


def _edited(session: Session, document_id: int, member_id: int) -> list[list[str]]:
    is_theirs = and_(
        DraftClient.client_id == DraftUpdate.client_id,
        DraftClient.document_id == DraftUpdate.document_id,
    )
    rows = select(DraftUpdate.blocks).join(DraftClient, is_theirs)
    theirs = rows.where(
        DraftUpdate.document_id == document_id, DraftClient.member_id == member_id
    )
    return list(session.scalars(theirs))


def _suggested(session: Session, document_id: int, member_id: int) -> list[list[str]]:
    rows = session.scalars(
        select(Suggestion).where(
            Suggestion.document_id == document_id,
            Suggestion.member_id == member_id,
            Suggestion.state.in_(
                [SuggestionState.ADOPTED, SuggestionState.ADOPTED_IN_PART]
            ),
        )
    )
    return [
        [block for block in (one.block_id, one.adopted_block) if block] for one in rows
    ]


def _with_sources(session: Session, document_id: int, blocks: Set[str]) -> Set[str]:
    """These blocks, and those that were split into or merged into them (5.5)."""
    lines = session.execute(
        select(Lineage.from_id, Lineage.to_id).where(
            Lineage.document_id == document_id,
            or_(Lineage.op == "split", Lineage.op == "merged"),
        )
    ).all()
    found, waiting = set(blocks), list(blocks)
    while waiting:
        target = waiting.pop()
        new = {source for source, to in lines if to == target} - found
        found |= new
        waiting += new
    return found
