"""What has changed since the text was last offered, before it is offered again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from consensus.deliberation.actions.classing import Changed, changed_since
from consensus.deliberation.wording_history import Redline
from consensus.deliberation.wording_history import changed_since as redline_since
from consensus.documents.models import Document
from consensus.drafting.naming import latest_asked
from consensus.drafting.queries import blocks_of, labels
from consensus.wordings.guard import is_guarded_language


@dataclass(frozen=True)
class Given:
    """What an editor typed and ticked, and the faults by field."""

    why: Mapping[str, str] = field(default_factory=dict)
    """By block id, for each paragraph ticked."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """Sentences by field id."""


@dataclass(frozen=True)
class Row:
    """One changed paragraph; `why_not` says why it cannot be editorial, or ""."""

    block_id: str
    label: str
    hash: str
    changes: Redline
    why_not: str


@dataclass(frozen=True)
class OfferPage:
    """Everything the page shows."""

    document: Document
    rows: Sequence[Row]
    is_first: bool
    """Whether the text was never offered before."""
    new: int
    """How many paragraphs stand in the text that did not then."""
    gone: int
    """How many paragraphs stood in it then that do not now."""
    has_guard: bool
    """Whether there is a list of guard words for the text's language."""
    given: Given


def offer_page(session: Session, document: Document, given: Given) -> OfferPage:
    """The changes since the last offer or call, in the order of the text."""
    before = latest_asked(session, document.id)
    then = {item.wording.block_id for item in before.items} if before else set()
    now = {block.block_id for block in blocks_of(session, document.id)}
    names = labels(session, document.id)
    rows = [
        _row(one, names.get(one.block.block_id, ""))
        for one in changed_since(session, document, before)
    ]
    return OfferPage(
        document=document, rows=rows, is_first=before is None, new=len(now - then),
        gone=len(then - now), has_guard=is_guarded_language(document.language),
        given=given,
    )  # fmt: skip


def _row(one: Changed, label: str) -> Row:
    changes = redline_since(one.old, one.block)
    return Row(one.block.block_id, label, one.block.hash, changes, one.why_not)
