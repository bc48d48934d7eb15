"""The page's own editor, several times at once, against a real server."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import select

from consensus.coalitions.models import Role, RoleTerm
from consensus.coalitions.roles import end_role
from consensus.db import db
from consensus.drafting.queries import blocks_of
from tests.drafting.editors import Editor, editor
from tests.drafting.live.conftest import THREE
from tests.serving import Server
from tests.world import Person, World

DEEDS = [
    "type", "type", "type", "split", "merge", "move", "retype", "undo", "mark",
]  # fmt: skip
Open = Callable[[Person], Editor]


@pytest.fixture
def opened(server: Server, document_id: int) -> Iterator[Open]:
    """A function that opens the draft as a person."""
    with ExitStack() as pages:
        yield lambda person: pages.enter_context(
            editor(server.url, person, document_id)
        )


def stored(world: World, document_id: int) -> list[tuple[str, str]]:
    """The text in the database."""
    with world.app.app_context():
        return [(one.block_id, one.text) for one in blocks_of(db.session, document_id)]


def test_two_people_who_write_divide_and_move_have_one_text(
    ada: Person, ben: Person, opened: Open, world: World, document_id: int
) -> None:
    one, other = opened(ada), opened(ben)
    assert one.opened["can"] == other.opened["can"] == "write"
    one.do("split", block="b1", at=7)
    other.do("type", block="b2", at=0, words="All ")
    other.do("move", block="b3", before="b1")
    for page in (one, other):
        page.do("saved")
    other.until("blocks", one.state()["blocks"])
    texts = one.texts()
    assert [words for _, words in texts] == [
        "Both serve people.", "Rivers ", "need care.", "All Cables cross borders.",
    ]  # fmt: skip
    assert stored(world, document_id) == [
        (block_id, " ".join(words.split())) for block_id, words in texts
    ]


def test_what_was_written_without_a_line_comes_with_the_line(
    ada: Person, ben: Person, opened: Open
) -> None:
    one, other = opened(ada), opened(ben)
    one.do("offline")
    one.do("type", block="b1", at=0, words="Great ")
    one.do("remove", block="b3")
    other.do("type", block="b1", at=17, words=" Now.")
    other.do("saved")
    assert one.words("b1") == "Great Rivers need care."
    one.do("online")
    one.do("saved")
    other.until("blocks", one.state()["blocks"])
    assert other.texts() == [
        ("b1", "Great Rivers need care. Now."), ("b2", THREE[1]),
    ]  # fmt: skip


def test_undo_takes_back_only_ones_own(ada: Person, ben: Person, opened: Open) -> None:
    one, other = opened(ada), opened(ben)
    one.do("type", block="b1", at=0, words="My ")
    one.do("saved")
    other.until("blocks", one.state()["blocks"])
    other.do("type", block="b1", at=0, words="Your ")
    other.do("saved")
    one.until("blocks", other.state()["blocks"])
    assert one.do("undo")["done"]
    one.do("saved")
    assert one.words("b1") == "Your Rivers need care."
    assert not one.do("undo")["done"]


def test_who_is_no_editor_reads_along_and_cannot_write(
    world: World, ada: Person, opened: Open
) -> None:
    one, reader = opened(ada), opened(world.person("Cleo Park"))
    assert reader.opened["can"] != "write"
    reader.do("type", block="b1", at=0, words="Mine ")
    assert reader.words("b1") == THREE[0]
    one.do("type", block="b1", at=0, words="My ")
    reader.until("blocks", one.state()["blocks"])


def test_two_who_divide_one_paragraph_at_once_are_both_told(
    ada: Person, ben: Person, opened: Open
) -> None:
    one, other = opened(ada), opened(ben)
    for page in (one, other):
        page.do("offline")
    one.do("split", block="b2", at=7)
    other.do("split", block="b2", at=13)
    for page in (one, other):
        page.do("online")
    for page in (one, other):
        page.do("saved")
    other.until("blocks", one.state()["blocks"])
    for page in (one, other):
        (told,) = page.state()["collisions"]
        assert told["kind"] == "splits"
        assert told["ids"][0] == "b2"


def test_what_is_refused_stays_with_its_author_and_the_text_is_as_before(
    ada: Person, ben: Person, opened: Open
) -> None:
    one, other = opened(ada), opened(ben)
    other.do("type", block="b2", at=0, words="All ")
    other.do("saved")
    too_long = "far too long " * 1_600
    one.do("type", block="b1", at=0, words=too_long)
    state = one.until_not("kept", [])
    assert state["sentences"]
    (kept,) = state["kept"]
    assert kept == {"block": "b1", "words": too_long + THREE[0], "gone": False}
    one.until("blocks", other.state()["blocks"])
    one.until("can", "write")
    one.do("type", block="b1", at=0, words="Our ")
    one.do("saved")
    other.until("blocks", one.state()["blocks"])
    assert other.words("b1") == "Our Rivers need care."


def test_more_than_a_socket_takes_goes_another_way(
    ada: Person, ben: Person, opened: Open
) -> None:
    one, other = opened(ada), opened(ben)
    one.do("offline")
    for number in range(12):
        one.do("add", words=f"{number} " + "word " * 3_500)
    one.do("online")
    one.do("saved")
    other.until("blocks", one.state()["blocks"])
    assert len(other.texts()) == len(THREE) + 12


def test_whoever_is_no_longer_an_editor_cannot_write_at_once(
    world: World, ada: Person, ben: Person, opened: Open, document_id: int
) -> None:
    one, other = opened(ada), opened(ben)
    other.do("type", block="b1", at=0, words="Before ")
    other.do("saved")
    with world.session() as session:
        held = select(RoleTerm).where(RoleTerm.member_id == ben.member_id)
        of_document = held.where(RoleTerm.document_id == document_id)
        end_role(session, session.scalars(of_document).one(), by=None)
    other.until_not("can", "write")
    other.do("type", block="b1", at=0, words="After ")
    one.until("blocks", other.state()["blocks"])
    assert one.words("b1") == "Before Rivers need care."


@pytest.mark.soak
def test_five_editors_at_random_end_with_one_text(
    world: World, ada: Person, opened: Open, document_id: int
) -> None:
    chance = random.Random(7)  # noqa: S311 - the same deeds each time
    names = ["Dee Okoro", "Eli Brand", "Fay Moreau", "Gus Lind"]
    people = [ada, *(world.person(name) for name in names)]
    for person in people[1:]:
        world.appoint(person, Role.EDITOR, document_id)
    pages = [opened(person) for person in people]
    for _ in range(60):
        for page in pages:
            _act(page, chance)
    for page in pages:
        page.do("saved")
    for page in pages[1:]:
        page.until("content", pages[0].state()["content"])
    assert [words for _, words in stored(world, document_id)] == [
        " ".join(words.split()) for _, words in pages[0].texts()
    ]


def _act(page: Editor, chance: random.Random) -> None:
    blocks = page.state()["blocks"]
    block = chance.choice(blocks)
    at = chance.randint(0, len(block["words"]))
    deed = chance.choice(DEEDS)
    page.do(
        deed, block=block["id"], at=at, to=len(block["words"]), words="word ",
        before=chance.choice(blocks)["id"] if deed == "move" else None,
        kind="strong" if deed == "mark" else "heading",
    )  # fmt: skip
