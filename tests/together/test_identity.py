"""
Two people at one paragraph at once: the identity table of collab.md 7, 150 times each,
with the page's own scripts and a real server between them.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.together.conftest import Town
from tests.together.crowd import (
    Crowd,
    Text,
    salvaged_words,
    sign_ins,
    stored_text,
    words_of,
)

TRIALS = 150
KEPT = {"move one", "move two", "retype", "insert above", "split, typing before it"}
"""Where what Ben types is in the paragraph he typed it in, each time."""


@dataclass
class Meeting:
    """What came of all trials of one case."""

    text: Text  # both pages and the log have this one
    salvaged: str
    told: list[list[dict[str, Any]]]  # collisions, as each page said them
    shown_salvaged: list[list[str]]

    def words(self, block_id: str) -> str:
        """The words of one paragraph; "" when it is not in the text."""
        return {one[0]: one[2] for one in self.text}.get(block_id, "")

    def lost(self) -> list[str]:
        """What Ben typed that is neither in the text nor on the list beside it."""
        everything = words_of(self.text) + self.salvaged
        return [token(n) for n in range(TRIALS) if token(n) not in everything]

    def in_its_paragraph(self) -> int:
        """How often what Ben typed is in the paragraph in which he typed it."""
        return sum(token(n) in self.words(b(n)) for n in range(TRIALS))


Meet = Callable[[str], Meeting]


def token(trial: int) -> str:
    """What Ben types in a trial."""
    return f"‹{trial}›"


def b(trial: int) -> str:
    """The paragraph of a trial that both work in; a stands before it, c behind it."""
    return f"b{3 * trial + 2}"


@pytest.fixture
def meet(crowd: Crowd, town: Town) -> Meet:
    """A function that lets Ada and Ben do it 150 times in a text of 450 paragraphs."""

    def met(name: str) -> Meeting:
        words = [f"{one} of {n}: some words." for n in range(TRIALS) for one in "abc"]
        document_id = town.world.document("Rivers", words, by=town.people[0])
        both = sign_ins(town.people[:2], town.server.url)
        came = crowd.do("identities", document=document_id, name=name,
                        trials=TRIALS, people=both)  # fmt: skip
        stored = stored_text(town.world, document_id)
        assert came["texts"] == [stored, stored]
        assert came["sentences"] == []
        salvaged = salvaged_words(town.world, document_id)
        return Meeting(stored, salvaged, came["collisions"], came["salvaged"])

    return met


@pytest.mark.parametrize("case", sorted(KEPT))
def test_what_is_typed_stays_in_its_paragraph(meet: Meet, case: str) -> None:
    came = meet(case)
    sys.stdout.write(f"{case}: {came.in_its_paragraph()} of {TRIALS}\n")
    assert came.in_its_paragraph() == TRIALS
    assert came.lost() == []


def test_a_paragraph_that_two_people_move_is_there_once_and_whole(meet: Meet) -> None:
    came = meet("both move")
    ids = [one[0] for one in came.text]
    assert len(ids) == len(set(ids)) == 3 * TRIALS
    assert all(came.words(b(n)) == f"b of {n}: some words." for n in range(TRIALS))


@pytest.mark.parametrize("case", ["merge", "remove"])
def test_what_is_typed_into_a_paragraph_being_taken_away_is_kept_beside_the_text(
    meet: Meet, case: str
) -> None:
    came = meet(case)
    assert came.lost() == []
    for shown in came.shown_salvaged:
        assert [n for n in range(TRIALS) if token(n) not in "".join(shown)] == []


def test_typing_into_a_tail_that_is_being_divided_is_said_to_both(meet: Meet) -> None:
    came = meet("split, typing in the tail")
    assert came.lost() == []
    assert came.in_its_paragraph() == TRIALS  # behind the first part, not the second
    assert _told_of(came, "typing") == [TRIALS, TRIALS]


def test_two_divisions_of_one_paragraph_are_said_to_both(meet: Meet) -> None:
    came = meet("both split")
    assert len(came.text) == 5 * TRIALS
    assert _told_of(came, "splits") == [TRIALS, TRIALS]
    texts = {words for _, _, words in came.text}
    for n in range(TRIALS):
        whole = f"b of {n}: some words."
        cut = len(whole) // 2
        assert {whole[:cut], whole[cut:], whole[cut + 2 :]} <= texts


def _told_of(came: Meeting, kind: str) -> list[int]:
    """In how many paragraphs each of the two was told of a collision of a kind."""
    return [
        len({one["ids"][0] for one in collisions if one["kind"] == kind})
        for collisions in came.told
    ]
