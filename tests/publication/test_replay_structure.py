"""A log that tells where words went is believed as far as its words go (5.5)."""

import pytest

from consensus.publication.annex import build_annex
from consensus.publication.record import Fault
from consensus.publication.replay import replay
from tests.publication.logs import Log, paragraph

WHOLE = paragraph("b1", "Water is free. It is clean.")
FIRST, SECOND = paragraph("b1", "Water is free."), paragraph("b2", "It is clean.")
OTHER = paragraph("b2", "It is dear.")
STATES = ("dissenting", "dissenting")


def divided(second: dict[str, object] = SECOND) -> tuple[Log, int]:
    """A paragraph under dissent, and then its two parts; the dissent's holder."""
    log = Log()
    log.propose()
    log.freeze(1, [WHOLE])
    holder = log.object(1, WHOLE, "P5", reason="Free for whom?", state="dissenting")
    log.freeze(2, [FIRST, second])
    steps = [[1, "split", "b1", "b2"]]
    log.add("text.structured", "snapshot:2", {"snapshot": 2, "steps": steps})
    return log, holder


def moves(
    log: Log, holder: int, move: str, actor: str, *blocks: dict[str, object]
) -> None:
    """One move of the holder onto these blocks."""
    places = [[one["attrs"]["id"], log.mint(one)] for one in blocks]  # type: ignore[index]
    facts = {
        "objection": 1, "holder": holder, "move": move, "before": STATES[0],
        "after": STATES[1], "wording": places[0][1], "places": places, "draft_seq": 2,
    }  # fmt: skip
    log.add("holder.moved", "O-1", facts, actor=actor)


def test_r7_a_dissent_is_printed_once_with_all_its_places() -> None:
    log, holder = divided()
    moves(log, holder, "words_carried", "system", FIRST, SECOND)
    (entry,) = build_annex(replay(log.lines), 2, "1.0", people=1).entries
    assert (entry.labels, entry.is_on("b1"), entry.is_on("b2")) == (
        "¶1 and ¶2", True, True,
    )  # fmt: skip


def test_r7_nothing_is_carried_to_words_that_lack_the_words_opposed() -> None:
    log, holder = divided(OTHER)
    moves(log, holder, "words_carried", "system", FIRST, OTHER)
    with pytest.raises(Fault, match="words that are not its own"):
        replay(log.lines)


def test_r7_nobody_but_the_holder_narrows() -> None:
    log, holder = divided()
    moves(log, holder, "words_carried", "system", FIRST, SECOND)
    moves(log, holder, "narrow", "P6", FIRST)
    with pytest.raises(Fault, match="somebody other than the person who holds it"):
        replay(log.lines)


def test_r7_narrowing_chooses_among_the_places_that_were_held() -> None:
    log, holder = divided()
    moves(log, holder, "narrow", "P5", SECOND)
    with pytest.raises(Fault, match="a place it was not on"):
        replay(log.lines)


def test_r7_structure_is_told_once() -> None:
    log, _ = divided()
    steps = [[1, "split", "b1", "b2"]]
    log.add("text.structured", "snapshot:2", {"snapshot": 2, "steps": steps})
    with pytest.raises(Fault, match="a second time"):
        replay(log.lines)
