"""
What comes in lies where it says that it was written: else two pages that have the same
updates could show different words.
"""

from typing import Any

import pytest
from pycrdt import Doc

from consensus.drafting import text
from consensus.drafting.gate import state_of
from consensus.drafting.reading import block_map
from consensus.drafting.replica import Replica, Spent
from consensus.errors import Invalid
from tests.drafting.clients import insert
from tests.drafting.texts import block, words
from tests.drafting.updates import STRING, among, string, update

ADA, BEN = 1, 2


@pytest.fixture
def page() -> Doc[Any]:
    """Ben's page, with a paragraph "abcdef" of his."""
    doc: Doc[Any] = Doc(client_id=BEN)
    text.put_blocks(doc, [block("b1", words("abcdef"))], after=None)
    return doc


@pytest.fixture
def server(page: Doc[Any]) -> Replica:
    """A replica of Ben's text."""
    made = Replica(1)
    made.doc.apply_update(page.get_update())
    return made


def letter(page: Doc[Any], index: int) -> tuple[int, int]:
    """The name of one of Ben's letters."""
    return BEN, state_of(page.get_state())[BEN] - len("abcdef") + index


def test_words_between_their_neighbours_are_taken_in(
    page: Doc[Any], server: Replica
) -> None:
    honest = among(STRING, letter(page, 1), letter(page, 2), string("X"))
    server.take(update(honest, client=ADA), {ADA})
    assert server.read(["b1"])[0].block == block("b1", words("abXcdef"))


def test_words_of_somebody_who_has_not_seen_all_are_taken_in(
    page: Doc[Any], server: Replica
) -> None:
    early = among(STRING, letter(page, 1), letter(page, 5), string("X"))
    server.take(update(early, client=ADA), {ADA})
    assert "X" in server.read(["b1"])[0].block["content"][0]["text"]


def test_neighbours_the_wrong_way_round_do_not_fit(
    page: Doc[Any], server: Replica
) -> None:
    crossed = among(STRING, letter(page, 4), letter(page, 1), string("X"))
    with pytest.raises(Spent):
        server.take(update(crossed, client=ADA), {ADA})


def test_one_neighbour_on_both_sides_is_refused(
    page: Doc[Any], server: Replica
) -> None:
    same = among(STRING, letter(page, 2), letter(page, 2), string("X"))
    with pytest.raises(Invalid, match="both sides"):
        server.take(update(same, client=ADA), {ADA})
    assert server.read(["b1"])[0].block == block("b1", words("abcdef"))


def test_words_beside_what_is_gone_with_its_whole_are_taken_in(
    page: Doc[Any], server: Replica
) -> None:
    """Somebody typed in a row of a table while it was removed."""
    left, right = letter(page, 1), letter(page, 2)
    had = page.get_state()
    with page.transaction():
        del block_map(page)["b1"]["c"].children[0]
    server.take(page.get_update(had), {BEN})
    late = among(STRING, left, right, string("X"))
    server.take(update(late, client=ADA), {ADA})
    assert server.read(["b1"])[0].block == block("b1")


def test_much_that_was_written_without_a_line_is_taken_in(
    page: Doc[Any], server: Replica
) -> None:
    ada: Doc[Any] = Doc(client_id=ADA)
    ada.apply_update(page.get_update())
    had = ada.get_state()
    for turn in range(300):
        insert(ada, "b1", f" {turn}", turn % 7)
    server.take(ada.get_update(had), {ADA})
    assert server.read(["b1"])[0].block == text.read_block(ada, "b1")


def test_much_with_neighbours_the_wrong_way_round_does_not_fit(
    page: Doc[Any], server: Replica
) -> None:
    crossed = among(STRING, letter(page, 4), letter(page, 1), string("X"))
    plain = among(STRING, letter(page, 1), letter(page, 2), string("Y"))
    with pytest.raises(Spent):
        server.take(update(*[crossed, plain] * 60, client=ADA), {ADA})
