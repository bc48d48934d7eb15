"""A document with a text of three paragraphs, and what its log and its blocks hold."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.documents.models import Document
from consensus.drafting import text as crdt
from consensus.drafting.log import load
from consensus.drafting.models import (
    DraftBlock,
    DraftUpdate,
)
from consensus.drafting.queries import (
    blocks_of,
    head_seq,
)
from consensus.drafting.reading import Draft
from consensus.wordings.canonical import canonical_text, wording_hash
from tests.drafting.texts import block, words
from tests.world import Person, World

THREE = ["Rivers need care.", "Cables cross borders.", "Both serve people."]


@pytest.fixture
def ada(world: World) -> Person:
    return world.person("Ada Nwosu")


@pytest.fixture
def document_id(world: World, ada: Person) -> int:
    return world.document("Rivers and cables", THREE, by=ada)


def opened(session: Session, document_id: int) -> tuple[Document, Member]:
    document = session.get_one(Document, document_id)
    return document, session.get_one(Member, document.proposed_by)


def updates_in(session: Session, document_id: int) -> list[int]:
    """The places of all updates in the log."""
    places = select(DraftUpdate.seq).where(DraftUpdate.document_id == document_id)
    return sorted(session.scalars(places))


def everything(session: Session, document_id: int) -> object:
    """All that a refused change might have touched."""
    session.expire_all()
    rows = session.scalars(select(DraftBlock).order_by(DraftBlock.block_id)).all()
    return (
        updates_in(session, document_id),
        head_seq(session, document_id),
        [(row.block_id, row.content, row.hash, row.seq, row.deleted) for row in rows],
        crdt.in_order(load(session, document_id)),
    )


def must_agree(session: Session, document_id: int) -> None:
    """The blocks in the database are those that a fresh load of the log gives."""
    session.expire_all()
    rows = session.scalars(
        select(DraftBlock).where(DraftBlock.document_id == document_id)
    )
    kept = {row.block_id: row for row in rows}
    loaded = crdt.in_order(load(session, document_id))
    assert set(kept) == {one.id for one in loaded}
    for one in loaded:
        row = kept[one.id]
        assert (row.content, row.order_key, row.deleted, row.into) == (
            one.block, one.order, one.deleted, one.into
        )  # fmt: skip
        assert row.kind == one.block["type"]
        assert row.text == canonical_text(one.block)
        assert row.hash == wording_hash(one.block)
    standing = [row.content for row in blocks_of(session, document_id)]
    assert standing == [one.block for one in loaded if not one.deleted]


def rewritten(said: str) -> Callable[[Draft], None]:
    """The first paragraph, saying something else."""
    return lambda doc: crdt.change_block(doc, block("b1", words(said)))
