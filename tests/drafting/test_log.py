"""The log: what is taken stays, and blocks and pages are only ever views of it."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.documents.actions import propose_document
from consensus.documents.models import Document
from consensus.drafting import actions
from consensus.drafting import text as crdt
from consensus.drafting.changing import apply_change
from consensus.drafting.clients import client_for
from consensus.drafting.log import SNAPSHOT_EVERY, append, load
from consensus.drafting.models import (
    DraftBlock,
    DraftSnapshot,
    DraftUpdate,
)
from consensus.drafting.queries import (
    any_block_of,
    block_as_of,
    block_of,
    blocks_of,
    head_seq,
    labels,
)
from consensus.errors import Invalid, NotFound, Refused
from consensus.schema import Block
from tests.drafting.logged import (
    THREE,
    ada,
    document_id,
    must_agree,
    opened,
    rewritten,
    updates_in,
)
from tests.drafting.texts import block, footnote, line_break, plain, table, words
from tests.drafting.updates import (
    made_by,
)
from tests.world import Person, World, world

__all__ = ["ada", "document_id", "world"]


@pytest.mark.postgres
def test_an_import_fills_the_text_in_its_order(world: World, document_id: int) -> None:
    with world.session() as session:
        rows = blocks_of(session, document_id)
        assert [plain(row.content) for row in rows] == THREE
        assert labels(session, document_id) == {"b1": "¶1", "b2": "¶2", "b3": "¶3"}
        must_agree(session, document_id)


def test_a_long_import_goes_in_as_several_updates(world: World, ada: Person) -> None:
    many = [
        f"Paragraph {number}. " + "Rivers need care. " * 20 for number in range(600)
    ]
    document_id = world.document("Long", many, by=ada)
    with world.session() as session:
        assert [plain(row.content) for row in blocks_of(session, document_id)] == many
        assert len(updates_in(session, document_id)) > 2
        must_agree(session, document_id)


def test_a_text_that_holds_something_is_not_filled_again(
    world: World, document_id: int
) -> None:
    with world.session() as session:
        document, seat = opened(session, document_id)
        with pytest.raises(Refused, match="already has a text"):
            actions.fill_draft(session, document, [block("b9", words("x"))], "md",
                               by=seat)  # fmt: skip


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [block("b1", words("x")), block("b1", words("y"))],
        [block("b1", footnote("n1"))],
        [block("b1", words("x"), kind="heading", level=9)],
        [{"type": "image", "attrs": {"id": "b1"}}],
    ],
)
def test_an_import_that_the_schema_refuses_leaves_an_empty_text(
    world: World, ada: Person, blocks: list[Block]
) -> None:
    with world.session() as session:
        seat = session.get_one(Member, ada.member_id)
        document = propose_document(session, seat.coalition, "Empty", "en", by=seat)
        with pytest.raises(Invalid):
            actions.fill_draft(session, document, blocks, "md", by=seat)
        assert head_seq(session, document.id) == 0
        assert blocks_of(session, document.id) == []


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(6))
def test_after_any_deeds_the_blocks_are_what_the_log_gives(
    world: World, document_id: int, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same deeds each time
    with world.session() as session:
        document, seat = opened(session, document_id)
        for _ in range(25):
            try:
                a_deed(session, document, seat, dice)()
            except Refused:
                continue  # a deed that makes no sense here is refused, and that is all
        must_agree(session, document_id)
        places = updates_in(session, document_id)
        assert places == list(range(1, head_seq(session, document_id) + 1))


def a_deed(
    session: Session, document: Document, seat: Member, dice: random.Random
) -> Callable[[], object]:
    row = any_block_of(
        session, document.id,
        dice.choice(sorted(session.scalars(select(DraftBlock.block_id)))),
    )  # fmt: skip
    one, runs = row.block_id, [words(str(dice.random())), words("b", "strong")]
    typed = block(one, *runs, kind=dice.choice(["paragraph", "quotation", "note"]))
    halves = (block(one, words("first")), block(one, line_break(), words("second")))
    first = (blocks_of(session, document.id) or [row])[0].block_id
    return dice.choice(
        [
            lambda: actions.edit_block(session, document, typed, row.hash, by=seat),
            lambda: actions.add_block(session, document, typed, one, by=seat),
            lambda: actions.add_block(
                session, document, table("t", [runs]), None, by=seat
            ),
            lambda: actions.remove_block(session, document, one, by=seat),
            lambda: actions.restore_block(session, document, one, by=seat),
            lambda: actions.split_block(session, document, halves, row.hash, by=seat),
            lambda: actions.join_blocks(session, document, first, one, by=seat),
        ]
    )


@pytest.mark.postgres
def test_two_editors_who_send_changes_of_one_state_both_keep_their_words(
    world: World, document_id: int
) -> None:
    ben = world.person("Ben Okri")
    with world.session() as session:
        document, seat = opened(session, document_id)
        clients = [
            client_for(session, document, one)
            for one in (seat, session.get_one(Member, ben.member_id))
        ]
        whole = load(session, document_id).get_update()
        updates = [
            made_by(clients[0], whole, rewritten("All rivers need care.")),
            made_by(clients[1], whole, rewritten("Rivers need much care.")),
        ]
        for client, given in zip(clients, updates, strict=True):
            append(session, document, given, client_id=client)
        both = block_of(session, document_id, "b1").content
        assert plain(both) == "All rivers need much care."
        must_agree(session, document_id)


def test_the_text_can_be_read_as_it_stood_at_any_place(
    world: World, document_id: int
) -> None:
    with world.session() as session:
        document, seat = opened(session, document_id)
        read = [THREE[0]]
        for number in range(4):
            row = block_of(session, document_id, "b1")
            read.append(f"Words number {number}.")
            typed = block("b1", words(read[-1]))
            actions.edit_block(session, document, typed, row.hash, by=seat)
        actions.remove_block(session, document, "b1", by=seat)
        for place, text_then in enumerate(read, start=1):
            then = block_as_of(session, document_id, "b1", place)
            assert then is not None
            assert plain(then) == text_then
        assert block_as_of(session, document_id, "b1", 0) is None
        assert block_as_of(session, document_id, "b1", 99) is None
        assert block_as_of(session, document_id, "b9", 1) is None
        assert any_block_of(session, document_id, "b1").deleted
        with pytest.raises(NotFound):
            block_of(session, document_id, "b1")


def test_every_five_hundred_updates_the_whole_text_is_kept_beside_the_log(
    world: World, document_id: int
) -> None:
    with world.session() as session:
        document, seat = opened(session, document_id)
        for number in range(SNAPSHOT_EVERY + 3):
            change = rewritten(f"Rivers need care {number} times.")
            apply_change(session, document, change, by=seat)
        (kept,) = session.scalars(select(DraftSnapshot))
        assert kept.seq == SNAPSHOT_EVERY
        # The log stays whole: what the snapshot holds can be replayed from the start.
        places = updates_in(session, document_id)
        assert places == list(range(1, SNAPSHOT_EVERY + 5))
        replayed = load(session, document_id, upto=SNAPSHOT_EVERY - 1)
        (last,) = session.scalars(
            select(DraftUpdate.payload).where(DraftUpdate.seq == SNAPSHOT_EVERY)
        )
        replayed.apply_update(last)
        from_snapshot = load(session, document_id, upto=SNAPSHOT_EVERY)
        assert crdt.in_order(replayed) == crdt.in_order(from_snapshot)
        must_agree(session, document_id)


def test_sqlite_writes_to_the_disk_before_anybody_is_told(
    world: World, document_id: int
) -> None:
    with world.session() as session:
        if session.get_bind().dialect.name != "sqlite":
            pytest.skip("PostgreSQL has its own settings for this")
        found = [
            session.scalar(text(f"PRAGMA {name}"))
            for name in ("synchronous", "journal_mode", "foreign_keys")
        ]
        assert found == [2, "wal", 1]
