"""A log that calls changes editorial is believed as far as the guard agrees (5.3)."""

from datetime import timedelta
from typing import Any

import pytest

from consensus.publication.annex import build_annex
from consensus.publication.record import Fault, Record
from consensus.publication.replay import replay
from consensus.wordings.canonical import wording_hash
from tests.publication.logs import Log, paragraph

OLD = paragraph("b1", "Water should be fere.")
NEW = paragraph("b1", "Water should be free.")
MUST = paragraph("b1", "Water must be fere.")
BOTH = ("dissenting", "dissenting")


def begun(new: dict[str, Any] = NEW) -> tuple[Log, int]:
    """A paragraph under dissent that reads otherwise in a second snapshot."""
    log = Log()
    log.propose()
    log.freeze(1, [OLD])
    holder = log.object(1, OLD, "P5", reason="Free for whom?", state="dissenting")
    log.freeze(2, [new])
    return log, holder


def classes(log: Log, new: dict[str, Any] = NEW, **beside: Any) -> None:
    facts = {
        "snapshot": 2, "block": "b1", "from": wording_hash(OLD),
        "to": wording_hash(new), "class": "C1", "guard": "C1",
    }  # fmt: skip
    who = {"actor": "P2", "acting_as": "editor", "words": {"why": "Typo."}}
    log.add("wording.classed", "block:b1", facts, **(who | beside))


def contests(log: Log) -> None:
    facts = {
        "block": "b1", "from": wording_hash(OLD), "to": wording_hash(NEW),
        "positions": [],
    }  # fmt: skip
    log.add("wording.contested", "block:b1", facts, actor="P6")


def follows(log: Log, holder: int, new: dict[str, Any] = NEW) -> None:
    place = ["b1", wording_hash(new)]
    facts = {
        "objection": 1, "holder": holder, "move": "words_edited", "before": BOTH[0],
        "after": BOTH[1], "wording": place[1], "places": [place], "draft_seq": 2,
    }  # fmt: skip
    log.add("holder.moved", "O-1", facts)


def position_follows(log: Log) -> None:
    facts = {
        "position": 2, "from": [1], "kind": "support", "block": "b1",
        "wording": wording_hash(NEW), "attribution": "named",
        "edited_from": wording_hash(OLD),
    }  # fmt: skip
    log.add("position.carried", "block:b1", facts)


def published(log: Log) -> Record:
    log.call(1, 2)
    log.publish(1, 2, "consensus")
    return replay(log.lines)


def test_the_annex_prints_the_words_that_the_holder_saw() -> None:
    log, holder = begun()
    classes(log)
    follows(log, holder)
    (entry,) = build_annex(replay(log.lines), 2, "1.0", people=1).entries
    assert [one.text for one in entry.holders[0].saw] == ["Water should be fere."]
    assert entry.published is not None
    assert entry.published.text == "Water should be free."


def test_inv_26_an_editorial_change_that_the_guard_refuses_is_refused() -> None:
    log, _ = begun(MUST)
    classes(log, MUST)
    with pytest.raises(Fault, match="the guard does not let pass"):
        replay(log.lines)


def test_only_an_editor_calls_a_change_editorial_with_a_word_why() -> None:
    for beside, sentence in (
        ({"acting_as": "member"}, "without an editor"),
        ({"words": {"why": ""}}, "without a word why"),
    ):
        log, _ = begun()
        classes(log, **beside)
        with pytest.raises(Fault, match=sentence):
            replay(log.lines)


def test_nothing_follows_a_change_that_nobody_declared() -> None:
    log, holder = begun()
    follows(log, holder)
    with pytest.raises(Fault, match="nobody declared editorial"):
        replay(log.lines)
    log, _ = begun()
    position_follows(log)
    with pytest.raises(Fault, match="nobody declared editorial"):
        replay(log.lines)


def test_nothing_follows_a_change_that_was_contested() -> None:
    log, holder = begun()
    classes(log)
    contests(log)
    follows(log, holder)
    with pytest.raises(Fault, match="was contested"):
        replay(log.lines)
    log, _ = begun()
    classes(log)
    contests(log)
    position_follows(log)
    with pytest.raises(Fault, match="was contested"):
        replay(log.lines)


def test_a_change_is_contested_once_and_in_time() -> None:
    log, _ = begun()
    classes(log)
    log.now += timedelta(days=9)
    contests(log)
    with pytest.raises(Fault, match="after its time"):
        replay(log.lines)
    log, _ = begun()
    classes(log)
    contests(log)
    classes(log)
    with pytest.raises(Fault, match="that was contested"):
        replay(log.lines)


def test_nothing_is_published_while_a_change_can_be_contested() -> None:
    log, holder = begun()
    classes(log)
    follows(log, holder)
    with pytest.raises(Fault, match="can be contested"):
        published(log)
    log, holder = begun()
    classes(log)
    follows(log, holder)
    log.now += timedelta(days=9)
    assert len(published(log).published) == 1


def test_nothing_is_published_over_a_holder_who_was_not_asked_after_a_contest() -> None:
    log, holder = begun()
    classes(log)
    follows(log, holder)
    contests(log)
    with pytest.raises(Fault, match="on contested words"):
        published(log)
