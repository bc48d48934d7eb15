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


def join_the_second_to_the_first(doc: Draft) -> None:
    insert(doc, "b2", " They last long.")
    insert(doc, "b1", " Cables. They last long.")
    remove_block(doc, "b2", into="b1")


def join_the_first_to_the_second(doc: Draft) -> None:
    insert(doc, "b2", " Rivers.")
    remove_block(doc, "b1", into="b2")


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one by one"])
def test_words_of_two_paragraphs_that_two_people_joined_to_each_other(
    world: World, at_once: bool
) -> None:
    ada = world.person("Ada Nwosu")
    document_id = world.document("Rivers", ["Rivers.", "Cables."], by=ada)
    changes: dict[int, Change] = {
        7: join_the_second_to_the_first, 9: join_the_first_to_the_second,
    }  # fmt: skip
    with world.session() as session:
        lock(session, document_id)
        replica = Replica(document_id)
        replica.load(session)
        made = made_at_once(replica, changes)
        for moment in [made] if at_once else [[one] for one in made]:
            store(session, replica, [taken(replica, one) for one in moment])
        assert all(one.deleted for one in replica.read(["b1", "b2"]))
        kept = "".join(one.words for one in salvaged_of(session, document_id))
        for words in ("Rivers.", "Cables.", "They last long."):
            assert words in kept


def in_one_moment(session: Any, replica: Replica, changes: dict[int, Change]) -> Stored:
    """People's changes of one text, made at once and stored at once."""
    made = made_at_once(replica, changes)
    return store(session, replica, [taken(replica, one) for one in made])


def made_at_once(replica: Replica, changes: dict[int, Change]) -> list[Written]:
    """People's changes of one text, none of whom knows of the others'."""
    base, made = replica.encode(), []
    for client, change in changes.items():
        page: Draft = Doc(client_id=client)
        page.apply_update(base)
        had = page.get_state()
        change(page)
        made.append(Written(client, 1, page.get_update(had), replica.seq))
    return made


def taken(replica: Replica, written: Written) -> Taken:
    """A change that the gate has let in."""
    touched = replica.take(written.update, {written.client_id})
    return Taken(written, touched, Guest(sid=""))
