"""Changes that are refused: each leaves nothing in the log or in the blocks."""

import random
from collections.abc import Callable

import pytest
from pycrdt import Map, XmlElement, XmlFragment, XmlText

from consensus.coalitions.models import Member
from consensus.drafting import text as crdt
from consensus.drafting.clients import client_for
from consensus.drafting.gate import state_of
from consensus.drafting.log import append, load
from consensus.drafting.queries import (
    block_of,
)
from consensus.drafting.reading import Draft, block_map
from consensus.errors import Invalid
from tests.drafting.logged import ada, document_id, everything, must_agree, opened
from tests.drafting.texts import block, line_break, words
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
from tests.world import World, world

__all__ = ["ada", "document_id", "world"]


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
