"""
Words that came into a paragraph after somebody else had removed or merged it.

They stay in the log and in the removed block, but nobody would see them: they are kept
in a list until an editor has settled what becomes of them (decisions.md 9).
"""

from dataclasses import dataclass

from diff_match_patch import diff_match_patch
from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.documents.models import Document
from consensus.drafting.changing import as_editor
from consensus.drafting.models import Salvaged
from consensus.errors import NotFound, Refused

_TIME_LIMIT = 0.1  # seconds of comparing


def salvaged_of(session: Session, document_id: int) -> list[Salvaged]:
    """The words that nobody has settled yet, the earliest first."""
    return list(
        session.scalars(
            select(Salvaged)
            .where(Salvaged.document_id == document_id, Salvaged.settled_at.is_(None))
            .order_by(Salvaged.id)
        )
    )


def settle_salvaged(
    session: Session, document: Document, salvaged_id: int, *, by: Member
) -> None:
    """
    Take some words off the list: an editor has put them elsewhere, or left them out.

    The door has checked the role (Act.EDIT_TEXT). NotFound for words of another text,
    Refused for those that are settled already; the words themselves stay in the log.
    """
    found = session.get(Salvaged, salvaged_id)
    if found is None or found.document_id != document.id:
        raise NotFound("There are no such words.")
    if found.settled_at is not None:
        raise Refused("Somebody has settled these words already.")
    found.settled_at, found.settled_by = clock.now(), by.id
    facts = {"block": found.block_id, "salvaged": found.id}
    deed = Deed(Verb.SALVAGE_SETTLED, f"block:{found.block_id}", facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=as_editor(by))


@dataclass(frozen=True)
class Late:
    """Somebody's words in a removed block: `base` is what it said without them."""

    document_id: int
    block_id: str
    base: str
    client_id: int


def salvage(session: Session, late: Late, now: str) -> str:
    """
    Keep what came into a removed block since its author began; "" if nothing did.

    `now` are the block's words with everything in them. What the author typed into it
    before, and nobody has settled yet, is kept together with it.
    """
    found = session.scalars(
        select(Salvaged)
        .where(
            Salvaged.document_id == late.document_id,
            Salvaged.block_id == late.block_id,
            Salvaged.client_id == late.client_id,
            Salvaged.settled_at.is_(None),
        )
        .order_by(Salvaged.id.desc())
    ).first()
    if found is None:
        return salvage_unseen(session, late, now)
    words = added(found.base, now)
    found.words = words or found.words
    return words


def salvage_unseen(session: Session, late: Late, now: str) -> str:
    """
    Keep what whoever removed a block did not know of: `base` is what they knew.

    Apart from anything kept of the block before.
    """
    words = added(late.base, now)
    if words:
        session.add(
            Salvaged(
                document_id=late.document_id, block_id=late.block_id,
                client_id=late.client_id, base=late.base, words=words, at=clock.now(),
            )
        )  # fmt: skip
        session.flush()
    return words


def added(base: str, now: str) -> str:
    """The words that a text has over another one, its pieces parted by an ellipsis."""
    compare = diff_match_patch()
    compare.Diff_Timeout = _TIME_LIMIT
    parts = [words for change, words in compare.diff_main(base, now) if change > 0]
    return " … ".join(part for part in parts if any(map(str.isalnum, part)))
