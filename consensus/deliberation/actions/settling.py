"""
The editors' part: adopting a suggestion, in whole or in part, or not adopting it.

What is adopted goes into the text as an ordinary edit, through the same gate and log
(decisions.md 23). Nothing is guessed: where the text moved on and both changed the
same words, the editor writes what goes in.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, locked_chain, public_name, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.actions.suggestions import (
    author_of,
    facts_of,
    must_be_open,
)
from consensus.deliberation.suggestion_models import (
    Suggestion,
    SuggestionKind,
    SuggestionState,
)
from consensus.documents.models import Document
from consensus.drafting.actions import add_block, edit_block, remove_block
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import any_block_of, edition, head_seq
from consensus.errors import Invalid, Refused, WordsChanged
from consensus.schema import Block
from consensus.wordings.actions import mint
from consensus.wordings.canonical import plain_text
from consensus.wordings.rebase import Collided, rebase_block

VERBS = {
    SuggestionState.ADOPTED: Verb.SUGGESTION_ADOPTED,
    SuggestionState.ADOPTED_IN_PART: Verb.SUGGESTION_ADOPTED_IN_PART,
    SuggestionState.NOT_ADOPTED: Verb.SUGGESTION_DECLINED,
}


@dataclass(frozen=True)
class Settling:
    """Who settles a suggestion, in which role, and what they say with it."""

    by: Member
    actor: Actor
    answer: str = ""


def merged_with(suggestion: Suggestion, now: DraftBlock) -> Block | Collided:
    """
    What a block would read with a suggested wording on the words it has now.

    Only for suggestions of another wording, whose block stands in the text.
    """
    if suggestion.base is None or suggestion.content is None:
        raise Refused("This suggestion is no other wording of a paragraph.")
    return rebase_block(suggestion.base, suggestion.content, now.content)


def adopt(
    session: Session,
    document: Document,
    suggestion: Suggestion,
    seen: str,
    settling: Settling,
) -> None:
    """
    Put a suggestion into the text as it was made, on the words as they are now.

    `seen` is the edition of the block that the editor had before them. Refused where
    both changed the same words, and where the paragraph is gone: those are settled
    with `adopt_in_part` and `adopt_as_new`. A removal is refused (`WordsChanged`)
    when the words are others than the editor saw.
    """
    must_be_open(suggestion)
    if suggestion.kind is SuggestionKind.AFTER:
        adopt_as_new(session, document, suggestion, settling)
        return
    now = any_block_of(session, document.id, str(suggestion.block_id))
    if suggestion.kind is SuggestionKind.REMOVAL:
        _remove(session, document, now, seen, settling)
        _settle(session, document, suggestion, SuggestionState.ADOPTED, settling)
        return
    if now.deleted:
        raise Refused(
            "The paragraph is no longer in the text: take the words in as a new "
            "paragraph, or do not adopt them."
        )
    merged = merged_with(suggestion, now)
    if isinstance(merged, Collided):
        raise Refused(
            "The paragraph was changed in the same place meanwhile. Compare the three "
            "texts and write the words that go in."
        )
    edit_block(session, document, merged, edition(now), by=settling.by)
    suggestion.adopted_block = now.block_id
    _settle(session, document, suggestion, SuggestionState.ADOPTED, settling)


def adopt_as_new(
    session: Session, document: Document, suggestion: Suggestion, settling: Settling
) -> None:
    """
    Put the suggested words in as a new paragraph, behind the place they were for.

    That is how a suggested new paragraph is adopted, and one for a paragraph that has
    been removed or merged away since.
    """
    must_be_open(suggestion)
    if suggestion.content is None:
        raise Refused("A removal brings no words that could go in.")
    if suggestion.kind is SuggestionKind.WORDING and not _gone(
        session, document, suggestion
    ):
        raise Refused("The paragraph is in the text: adopt the words there.")
    _add(session, document, suggestion, suggestion.content, settling)
    _settle(session, document, suggestion, SuggestionState.ADOPTED, settling)


def adopt_in_part(
    session: Session,
    document: Document,
    suggestion: Suggestion,
    given: tuple[Block, str],
    settling: Settling,
) -> None:
    """
    Put the words that the editor gives into the text in place of those suggested.

    `given` is the block and the edition it was written on; if the paragraph moved on
    since, `WordsChanged` carries both texts. For a new paragraph, or one that is gone,
    the words come as a new paragraph.
    """
    must_be_open(suggestion)
    block, seen = given
    if suggestion.kind is SuggestionKind.AFTER or _gone(session, document, suggestion):
        _add(session, document, suggestion, block, settling)
    else:
        edit_block(session, document, block, seen, by=settling.by)
        suggestion.adopted_block = suggestion.block_id
    _settle(session, document, suggestion, SuggestionState.ADOPTED_IN_PART, settling)


def decline(
    session: Session, document: Document, suggestion: Suggestion, settling: Settling
) -> None:
    """Not adopt a suggestion, with a reason; its words stay on record."""
    must_be_open(suggestion)
    if not settling.answer:
        raise Invalid("Say why it is not adopted: its author is told.")
    _settle(session, document, suggestion, SuggestionState.NOT_ADOPTED, settling)


def _gone(session: Session, document: Document, suggestion: Suggestion) -> bool:
    block_id = suggestion.block_id
    return block_id is not None and any_block_of(session, document.id, block_id).deleted


def _remove(
    session: Session,
    document: Document,
    now: DraftBlock,
    seen: str,
    settling: Settling,
) -> None:
    """Take the block out, if the words are still those that the editor read."""
    if now.deleted:
        return  # it is out already, as was suggested
    if seen != edition(now):
        raise WordsChanged(
            "The paragraph changed while you were reading. Read it as it is now, "
            "then decide.",
            seen="",
            now=plain_text(now.content),
        )
    remove_block(session, document, now.block_id, by=settling.by)


def _add(
    session: Session,
    document: Document,
    suggestion: Suggestion,
    block: Block,
    settling: Settling,
) -> None:
    after = suggestion.block_id
    suggestion.adopted_block = add_block(
        session, document, block, after, by=settling.by
    )


def _settle(
    session: Session,
    document: Document,
    suggestion: Suggestion,
    state: SuggestionState,
    settling: Settling,
) -> None:
    """Write down what became of it: once, and for good."""
    session.flush()
    suggestion.state, suggestion.state_at = state, clock.now()
    suggestion.settled_by, suggestion.answer = settling.by.id, settling.answer
    chain = locked_chain(session, ChainKind.DOCUMENT, document.id)
    # The author's own pseudonym: whose words they were stays told, and no name is.
    author = public_name(session, chain, author_of(suggestion, "member"))
    facts = {**facts_of(suggestion), "author": author}
    if state is not SuggestionState.NOT_ADOPTED:
        suggestion.draft_seq = head_seq(session, document.id)
        if suggestion.adopted_block is not None:
            # Minted, so that its history can say for ever where it came from.
            row = any_block_of(session, document.id, suggestion.adopted_block)
            wording = mint(
                session, document.id, row.content,
                by="suggestion", draft_seq=suggestion.draft_seq,
            )  # fmt: skip
            suggestion.adopted_hash = wording.hash
        facts |= {
            "draft_seq": suggestion.draft_seq,
            "adopted_block": suggestion.adopted_block,
            "adopted_wording": suggestion.adopted_hash,
        }
    deed = Deed(
        VERBS[state], suggestion.name, facts, words={"answer": settling.answer},
        identity={"name": settling.by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=settling.actor)
    session.flush()
