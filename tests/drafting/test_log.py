"""
The log: what is refused leaves nothing, what is taken stays, and blocks, pages and
replicas are only ever views of it.
"""

import random
from collections.abc import Callable

import pytest
from pycrdt import Map, XmlElement, XmlFragment, XmlText
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.documents.actions import propose_document
from consensus.documents.models import Document
from consensus.drafting import actions
from consensus.drafting import text as crdt
from consensus.drafting.changing import apply_change
from consensus.drafting.clients import client_for
from consensus.drafting.gate import state_of
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
from consensus.drafting.reading import Draft, block_map
from consensus.errors import Invalid, NotFound, Refused
from consensus.schema import Block
from consensus.wordings.canonical import canonical_text, wording_hash
from tests.drafting.texts import block, footnote, line_break, plain, table, words
from tests.drafting.updates import (
    ANY,
    STRING,
    TYPE,
    after,
    any_string,
    inside,
    item,
    made_by,
    number,
    string,
    update,
)
from tests.world import Person, World, world

__all__ = ["world"]

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


def rewritten(said: str) -> Callable[[Draft], None]:
    """The first paragraph, saying something else."""
    return lambda doc: crdt.change_block(doc, block("b1", words(said)))


def into_paragraph(kind: str) -> Callable[[Draft], None]:
    def change(doc: Draft) -> None:
        block_map(doc)["b1"]["c"].children.append(XmlElement(kind))

    return change


def set_field(name: str, value: object) -> Callable[[Draft], None]:
    def change(doc: Draft) -> None:
        block_map(doc)["b1"][name] = value

    return change


def lose_block(doc: Draft) -> None:
    del block_map(doc)["b1"]


def lose_content(doc: Draft) -> None:
    del block_map(doc)["b1"]["c"]


def replace_block(doc: Draft) -> None:
    block_map(doc)["b1"] = Map({"t": "paragraph"})


def half_a_block(doc: Draft) -> None:
    block_map(doc)["b9"] = Map({"t": "paragraph", "c": XmlFragment()})


def words_in_words(doc: Draft) -> None:
    content = block_map(doc)["b1"]["c"].children
    content.append(XmlElement("footnote", {"note": "n1"}))
    content[len(content) - 1].children.append(XmlText("hidden"))


def give_mark_a_span(doc: Draft) -> None:
    mark = XmlElement("footnote", {"note": "n1", "colspan": "2"})
    block_map(doc)["b1"]["c"].children.append(mark)


def too_many_words(doc: Draft) -> None:
    crdt.change_block(doc, block("b1", words("x" * 20_001)))


@pytest.mark.parametrize(
    "change",
    [
        into_paragraph("table_row"),
        into_paragraph("table_cell"),
        into_paragraph("footnote"),
        set_field("t", "script"),
        set_field("t", "table"),
        set_field("o", "not a key"),
        set_field("a", {"lang": True}),
        give_mark_a_span,
        set_field("a", {"lang": "not a language"}),
        set_field("a", {"dir": "up"}),
        set_field("d", "not an id"),
        lose_block,
        lose_content,
        replace_block,
        half_a_block,
        words_in_words,
        too_many_words,
    ],
)
def test_a_change_that_breaks_a_block_leaves_nothing(
    world: World, document_id: int, change: Callable[[Draft], None]
) -> None:
    with world.session() as session:
        document, seat = opened(session, document_id)
        client_id = client_for(session, document, seat)
        before = everything(session, document_id)
        given = made_by(client_id, load(session, document_id).get_update(), change)
        with pytest.raises(Invalid):
            append(session, document, given, client_id=client_id)
    # Even what is committed after the refusal holds nothing of it.
    with world.session() as session:
        assert everything(session, document_id) == before


@pytest.mark.parametrize("attrs", [{"level": 2}, {"caption": "x"}])
def test_attributes_of_another_kind_of_block_are_read_as_absent(
    world: World, document_id: int, attrs: dict[str, object]
) -> None:
    """Two people may make one paragraph two other kinds at once."""
    with world.session() as session:
        document, seat = opened(session, document_id)
        client_id = client_for(session, document, seat)
        whole = load(session, document_id).get_update()
        given = made_by(client_id, whole, set_field("a", attrs))
        append(session, document, given, client_id=client_id)
        assert block_of(session, document_id, "b1").content["attrs"] == {"id": "b1"}
        must_agree(session, document_id)


def test_bytes_that_went_wrong_never_reach_the_text(
    world: World, document_id: int
) -> None:
    """Of 500 damaged updates each is refused, or is a text like any other."""
    dice = random.Random(7)  # noqa: S311 - the same damage each time
    with world.session() as session:
        document, seat = opened(session, document_id)
        client_id = client_for(session, document, seat)
        whole = load(session, document_id).get_update()
        honest = made_by(client_id, whole, lambda doc: crdt.change_block(
            doc, block("b1", words("Rivers need "), words("our", "strong"),
                       words(" care."), line_break())))  # fmt: skip
        before = everything(session, document_id)
        session.commit()
        taken = 0
        for _ in range(500):
            given = bytearray(honest)
            for _ in range(dice.randint(1, 3)):
                given[dice.randrange(len(given))] = dice.randrange(256)
            try:
                append(session, document, bytes(given), client_id=client_id)
                must_agree(session, document_id)
                taken += 1
            except Invalid:
                assert everything(session, document_id) == before
            session.rollback()
        assert 0 < taken < 100


def test_a_change_that_the_library_fails_on_is_a_refusal(
    world: World, document_id: int
) -> None:
    """A part inside what can hold none: applying fails half way (F-3, pitfall 17)."""
    with world.session() as session:
        document, seat = opened(session, document_id)
        client_id = client_for(session, document, seat)
        end = state_of(load(session, document_id).get_state())[client_id]
        before = everything(session, document_id)
        # The first four of its parts are the block, its kind, its place and content.
        for clock in (1, 2, 5):
            crooked = update(
                item(STRING, inside(client_id, clock), string("x")),
                client=client_id,
                clock=end,
            )
            with pytest.raises(Invalid, match="does not fit the text as it stands"):
                append(session, document, crooked, client_id=client_id)
            assert everything(session, document_id) == before


@pytest.mark.parametrize(
    "struct",
    [
        pytest.param(item(STRING, inside(1, 3), string("x")), id="words beside texts"),
        pytest.param(item(TYPE, inside(1, 4), number(6)), id="a text in a text"),
        pytest.param(
            item(ANY, inside(1, 3), any_string("n1"), "note"), id="on content"
        ),
        pytest.param(item(ANY, inside(1, 4), any_string("n1"), "note"), id="on a text"),
        pytest.param(after(ANY, 1, 5, any_string("x")), id="a value among letters"),
        pytest.param(after(TYPE, 1, 4, number(1)), id="a map beside a text"),
        pytest.param(after(TYPE, 1, 1, number(6)), id="a text as the kind"),
    ],
)
def test_nothing_hides_where_readers_do_not_look(
    world: World, document_id: int, struct: bytes
) -> None:
    with world.session() as session:
        document, _ = opened(session, document_id)
        end = state_of(load(session, document_id).get_state())[1]
        before = everything(session, document_id)
        with pytest.raises(Invalid):
            append(session, document, update(struct, clock=end), client_id=1)
        assert everything(session, document_id) == before


def test_nobody_writes_under_a_client_id_that_is_not_theirs(
    world: World, document_id: int
) -> None:
    ben = world.person("Ben Okri")
    with world.session() as session:
        document, seat = opened(session, document_id)
        other = session.get_one(Member, ben.member_id)
        mine, theirs = (client_for(session, document, one) for one in (seat, other))
        assert (mine, theirs) == (1, 2)
        assert client_for(session, document, seat) == mine
        whole = load(session, document_id).get_update()
        given = made_by(theirs, whole, lambda doc: crdt.remove_block(doc, "b1"))
        with pytest.raises(Invalid, match="somebody else's name"):
            append(session, document, given, client_id=mine)


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
