"""Words are kept also when they are typed and removed by several in one moment."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from pycrdt import Doc

from consensus.drafting.batch import Stored, Taken, store
from consensus.drafting.guests import Guest
from consensus.drafting.log import lock
from consensus.drafting.reading import Draft, block_map
from consensus.drafting.replica import Replica, Written
from consensus.drafting.salvage import salvaged_of
from consensus.drafting.text import remove_block
from tests.drafting.clients import insert
from tests.world import World

Change = Callable[[Draft], None]
OTHERS = 8
"""A client id between the two that the writer has, one at a time."""


def type_and_bring_back(doc: Draft) -> None:
    """Type in a paragraph, remove it, and think better of it."""
    insert(doc, "b2", " They last long.")
    remove_block(doc, "b2")
    block_map(doc)["b2"]["d"] = False


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


@pytest.mark.parametrize("writer", [7, 9], ids=["is told first", "is told last"])
def test_words_of_somebody_who_brought_a_paragraph_back_while_another_removed_it(
    world: World, writer: int
) -> None:
    ada = world.person("Ada Nwosu")
    document_id = world.document("Rivers", ["Rivers.", "Cables."], by=ada)
    with world.session() as session:
        lock(session, document_id)
        replica = Replica(document_id)
        replica.load(session)
        changes = {
            writer: type_and_bring_back,
            OTHERS: lambda doc: remove_block(doc, "b2"),
        }
        stored = in_one_moment(session, replica, changes)
        (block,) = replica.read(["b2"])
        shown = "" if block.deleted else str(block.block)
        kept = [one.words for one in salvaged_of(session, document_id)]
        assert "They last long." in shown + "".join(kept)
        assert bool(stored.saved) == block.deleted


def in_one_moment(session: Any, replica: Replica, changes: dict[int, Change]) -> Stored:
    """People's changes of one text, made at once and stored at once."""
    base, seen = replica.encode(), replica.seq
    batch = []
    for client, change in changes.items():
        page: Draft = Doc(client_id=client)
        page.apply_update(base)
        had = page.get_state()
        change(page)
        written = Written(client, 1, page.get_update(had), seen)
        touched = replica.take(written.update, {client})
        batch.append(Taken(written, touched, Guest(sid="")))
    return store(session, replica, batch)
