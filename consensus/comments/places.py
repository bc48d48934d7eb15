"""Where a comment's words are in the text as it is now, or that they are gone."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.comments.anchors import Found, Quote, found_again
from consensus.comments.models import Comment
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import any_block_of, blocks_of
from consensus.wordings.canonical import plain_text
from consensus.wordings.redline import Op, redline

SHORTEST_ELSEWHERE = 20
"""Characters that a quote needs to be looked for in other paragraphs: shorter words
stand in many."""


@dataclass(frozen=True)
class Standing:
    """How a comment lies to the text as it is now."""

    old: str = ""
    """The paragraph as its author saw it; "" for the whole text."""
    orphan: bool = False
    """Whether the words it means are no longer in the text."""
    changed: list[tuple[Op, str]] | None = None
    """What changed in the paragraph since, where it is still there and did change."""
    now: str = ""
    """The words it means as they read now, where they were found changed."""
    moved_to: str = ""
    """The label of another paragraph in which the words now stand, "" as a rule."""
    found: Found | None = None


def standing_of(
    session: Session, comment: Comment, names: Mapping[str, str]
) -> Standing:
    """How a comment lies to the text now; `names` are the labels of its paragraphs."""
    if comment.block_id is None or comment.wording is None:
        return Standing()
    old = plain_text(comment.wording.content)
    row = any_block_of(session, comment.document_id, comment.block_id)
    if row.deleted:
        return _elsewhere(session, comment, old, names)
    if row.hash == comment.wording.hash and not comment.quote:
        return Standing(old)
    return _here(session, comment, old, row, names)


def _here(
    session: Session, comment: Comment, old: str, row: DraftBlock,
    names: Mapping[str, str],
) -> Standing:  # fmt: skip
    now = plain_text(row.content)
    changed = redline(old, now) if old != now else None
    if not comment.quote:
        return Standing(old, changed=changed)
    found = found_again(quote_of(comment), old, now)
    if found is None:
        return _elsewhere(session, comment, old, names)
    words = "" if found.is_exact else now[found.start : found.end]
    return Standing(old, changed=changed, now=words, found=found)


def _elsewhere(
    session: Session, comment: Comment, old: str, names: Mapping[str, str]
) -> Standing:
    """After a split, a merge or a move the words may stand in another paragraph."""
    meant = comment.quote or old
    if len(meant) >= SHORTEST_ELSEWHERE:
        places = [
            row.block_id
            for row in blocks_of(session, comment.document_id)
            if meant in plain_text(row.content)
        ]
        if len(places) == 1:
            return Standing(old, moved_to=names.get(places[0], ""))
    return Standing(old, orphan=True)


def quote_of(comment: Comment) -> Quote:
    """The anchor of a comment."""
    return Quote(comment.quote, comment.prefix, comment.suffix, comment.position)
