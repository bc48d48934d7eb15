"""
The exact words a person had before them when they answered (decisions.md 11, R43).

A form carries the wording's hash and its place in the log under a seal; here the
sealed place is turned back into the words, and the words into a minted wording.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import any_block_of, block_as_of
from consensus.errors import Invalid, WordsChanged
from consensus.schema import Block
from consensus.wordings.actions import mint
from consensus.wordings.canonical import plain_text, wording_hash
from consensus.wordings.models import Wording
from consensus.wordings.seal import seal


@dataclass(frozen=True)
class Seen:
    """A block, the hash of the words seen, and their place in the log."""

    block_id: str
    hash: str
    seq: int


def seen_now(session: Session, document_id: int, block_id: str) -> Seen:
    """What a person looking at a block at this moment sees."""
    block = any_block_of(session, document_id, block_id)
    return Seen(block_id, block.hash, block.seq)


def words_seen(session: Session, document_id: int, seen: Seen) -> Block:
    """The block as it was seen, from the text or the log; refuses a false place."""
    block = any_block_of(session, document_id, seen.block_id)
    if block.hash == seen.hash:
        return block.content
    past = block_as_of(session, document_id, seen.block_id, seen.seq)
    if past is None or wording_hash(past) != seen.hash:
        raise Invalid("These words were never in the text: read the paragraph again.")
    return past


def sealed(document_id: int, block: DraftBlock, secret: str) -> dict[str, str]:
    """The fields that say which words a form was shown with (decisions.md 11)."""
    mac = seal(secret, document_id, block.block_id, block.hash, block.seq)
    return {"seen_hash": block.hash, "seen_mac": mac, "seen_ref": str(block.seq)}


def is_current(block: DraftBlock, seen: Seen) -> bool:
    """Whether the words seen are still the words in the text."""
    return block.hash == seen.hash and not block.deleted


def wording_seen(session: Session, document_id: int, seen: Seen, *, by: str) -> Wording:
    """The minted wording of what was seen; minting is what makes it citable (5.2)."""
    words = words_seen(session, document_id, seen)
    return mint(session, document_id, words, by=by, draft_seq=seen.seq)


def must_be_current(session: Session, document_id: int, seen: Seen) -> None:
    """Refuse (`WordsChanged`) if the text has moved on since it was seen."""
    block = any_block_of(session, document_id, seen.block_id)
    if is_current(block, seen):
        return
    now = "" if block.deleted else plain_text(block.content)
    raise WordsChanged(
        "The words changed while you were reading, so nothing was recorded. "
        "Here is what changed.",
        seen=plain_text(words_seen(session, document_id, seen)),
        now=now,
    )
