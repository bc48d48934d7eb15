"""Changing the structure of a story's text, by the deeds that forms and pages use."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.deliberation.heard import heard_in, holders_on
from consensus.deliberation.holding import held_now
from consensus.deliberation.models import HolderState
from consensus.deliberation.queries import objection_of
from consensus.deliberation.standing import Counts, counts_of, says_on
from consensus.documents.models import Document
from consensus.drafting.actions import (
    join_blocks,
    remove_block,
    restore_block,
    split_block,
)
from consensus.drafting.queries import any_block_of, block_of, blocks_of
from tests.deliberation.stories import Story
from tests.world import Person

Deed = Callable[[Session, Document, Member], object]


def edits(story: Story, deed: Deed) -> None:
    """The editor does something to the text."""
    with story.at_work() as (session, document):
        deed(session, document, session.get_one(Member, story.editor.member_id))


def splits(story: Story, block_id: str, first: str, second: str) -> str:
    """Divide a paragraph into these words; the id of the second part."""

    def deed(session: Session, document: Document, editor: Member) -> None:
        block = block_of(session, document.id, block_id)
        parts = tuple(
            {**block.content, "content": [{"type": "text", "text": words}]}
            for words in (first, second)
        )
        split_block(session, document, parts, block.hash, by=editor)  # type: ignore[arg-type]

    edits(story, deed)
    order = blocks_in(story)
    return order[order.index(block_id) + 1]


def joins(story: Story, first: str, second: str) -> None:
    """Put one paragraph's words behind another's."""
    edits(story, lambda s, d, by: join_blocks(s, d, first, second, by=by))


def removes(story: Story, block_id: str) -> None:
    """Take a paragraph out of the text."""
    edits(story, lambda s, d, by: remove_block(s, d, block_id, by=by))


def restores(story: Story, block_id: str) -> None:
    """Put a removed paragraph back."""
    edits(story, lambda s, d, by: restore_block(s, d, block_id, by=by))


def blocks_in(story: Story) -> list[str]:
    """The ids of the text's blocks in order."""
    with story.at_work() as (session, document):
        return [one.block_id for one in blocks_of(session, document.id)]


def counts_on(story: Story, block_id: str) -> Counts:
    """The numbers that a page shows on one paragraph."""
    with story.at_work() as (session, document):
        heard = heard_in(session, document)
        block = any_block_of(session, document.id, block_id)
        return counts_of(heard, says_on(heard, block))


def opposed_on(story: Story, block_id: str) -> list[str]:
    """Names of the objections that somebody holds on a paragraph now."""
    with story.at_work() as (session, document):
        held = holders_on(session, document.id, block_id)
        return sorted({one.objection.name for one in held})


def shown_state(story: Story, number: int, of: Person | None = None) -> HolderState:
    """The state that pages show of an objection's holder: its author, or this one."""
    with story.at_work() as (session, document):
        holders = objection_of(session, document.id, number).holders
        wanted = of.member_id if of else holders[0].member_id
        holder = next(one for one in holders if one.member_id == wanted)
        return held_now(session, document.id, holder).state
