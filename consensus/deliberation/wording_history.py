"""The wordings of a paragraph, each with what changed since the one before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.deliberation.suggestion_models import Suggestion
from consensus.deliberation.suggestion_queries import adopted_into
from consensus.drafting.models import DraftBlock
from consensus.schema import Block
from consensus.wordings.canonical import plain_text
from consensus.wordings.models import Wording
from consensus.wordings.queries import wordings_of_block
from consensus.wordings.redline import Op, redline

Redline = list[tuple[Op, str]]


@dataclass(frozen=True)
class Step:
    """One wording: its number, since when something points at it, and its changes."""

    number: int
    at: datetime | None
    """None for the words as they are now, if nothing points at them yet."""
    changes: Redline
    """From the wording before; for the first one the whole text, as kept."""
    credits: tuple[Suggestion, ...] = ()
    """The suggestions whose adoption gave the paragraph these words."""


@dataclass(frozen=True)
class History:
    """All wordings of a block, newest first, and the number its words have now."""

    number: int
    at: datetime | None
    steps: list[Step]

    @property
    def is_back(self) -> bool:
        """Whether the words are an earlier wording that was brought back (B2)."""
        return self.number < max(step.number for step in self.steps)


def history_of(session: Session, document_id: int, block: DraftBlock) -> History:
    """
    The wordings of a block that something points at, and its words as they are.

    Words nobody has answered yet get the number they will have when minted (5.2).
    """
    wordings = wordings_of_block(session, document_id, block.block_id)
    current = next((one for one in wordings if one.hash == block.hash), None)
    steps = [
        Step(one.number, one.minted_at, _changes(before, one.content))
        for before, one in zip([None, *wordings], wordings, strict=False)
    ]
    if current is None:
        last = wordings[-1] if wordings else None
        steps.append(Step(len(wordings) + 1, None, _changes(last, block.content)))
    number = current.number if current else len(wordings) + 1
    adopted = adopted_into(session, document_id, block.block_id)
    steps = [_credited(step, wordings, block, adopted) for step in steps]
    return History(number, current.minted_at if current else None, steps[::-1])


def _credited(
    step: Step,
    wordings: Sequence[Wording],
    block: DraftBlock,
    adopted: Sequence[Suggestion],
) -> Step:
    """A step with the suggestions that led to its wording."""
    minted = next((one.hash for one in wordings if one.number == step.number), None)
    led = [one for one in adopted if one.adopted_hash == (minted or block.hash)]
    return replace(step, credits=tuple(led))


def changed_since(earlier: Wording, block: DraftBlock) -> Redline:
    """The redline from an earlier wording to the words as they are now."""
    now = "" if block.deleted else plain_text(block.content)
    return redline(plain_text(earlier.content), now)


def changed_under(earlier: Sequence[Wording], now: Sequence[DraftBlock]) -> Redline:
    """
    The redline from wordings that somebody spoke on to the blocks in which those words
    are to be looked for now, each row of blocks read as one text, a line for each.
    """
    then = "\n".join(plain_text(one.content) for one in earlier)
    return redline(then, "\n".join(plain_text(one.content) for one in now))


def _changes(before: Wording | None, content: Block) -> Redline:
    if before is None:
        return [("=", plain_text(content))]
    return redline(plain_text(before.content), plain_text(content))
