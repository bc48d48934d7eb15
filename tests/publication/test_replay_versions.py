"""Replaying a later version: what may stay behind, what may not, and its number."""

import pytest

from consensus.deliberation.statement_models import AimKind, StatementKind
from consensus.publication.annex import build_annex
from consensus.publication.numbers import number_of
from consensus.publication.record import Fault
from consensus.publication.replay import replay
from consensus.schema import Block
from consensus.statements.wording import Aim, Words
from tests.publication.logs import Log, paragraph
from tests.publication.stating import Statement

FIRST, SECOND = paragraph("b1", "Read it out."), paragraph("b2", "Keep it short.")
CHANGED = paragraph("b1", "Read it out twice.")
NONE = {"objections": 0, "people": 0, "unconfirmed": 0}


def published() -> tuple[Log, int]:
    """Version 1.0 with a dissent on b1; the number of its holder."""
    log = Log()
    log.propose()
    log.freeze(1, [FIRST, SECOND])
    holder = log.object(1, FIRST, "P5", reason="Too loud.", state="dissenting")
    log.call(1, 1)
    log.declare(1, None, "consensus")
    log.open_windows(1)
    log.publish(1, 1, "consensus", objections=1, people=1, unconfirmed=0)
    log.begin("1.0")
    return log, holder


def called_again(log: Log, blocks: list[Block]) -> Log:
    log.freeze(2, blocks)
    log.call(2, 2)
    log.declare(2, None, "consensus")
    log.open_windows(2)
    return log


def test_r40_what_nobody_confirmed_is_printed_as_recorded_before() -> None:
    log, holder = published()
    called_again(log, [FIRST, SECOND])
    entry = build_annex(replay(log.lines), 2, "1.1", people=1).entries[0]
    assert [one.recorded_at for one in entry.holders] == ["1.0"]
    log.move(1, holder, "confirm", ("dissenting", "dissenting"), "P5",
             wording=log.mint(FIRST))  # fmt: skip
    entry = build_annex(replay(log.lines), 2, "1.1", people=1).entries[0]
    assert [one.recorded_at for one in entry.holders] == [""]


def test_r40_a_dissent_on_words_that_stand_cannot_be_left_behind() -> None:
    for blocks, refused in ([FIRST, SECOND], True), ([CHANGED, SECOND], False):
        log, holder = published()
        called_again(log, blocks)
        log.move(1, holder, "left_behind", ("dissenting", "recorded"), "system",
                 wording=log.mint(FIRST))  # fmt: skip
        log.version = "1.1" if refused else "2.0"
        log.publish(2, 2, "consensus", **NONE)
        if refused:
            with pytest.raises(Fault, match="although the words are the same"):
                replay(log.lines)
        else:
            assert build_annex(replay(log.lines), 2, "2.0", people=0).entries == ()


def test_r40_nothing_is_left_behind_that_no_version_has_printed() -> None:
    log = Log()
    log.propose()
    log.freeze(1, [FIRST, SECOND])
    holder = log.object(1, FIRST, "P5", reason="Too loud.", state="dissenting")
    log.move(1, holder, "left_behind", ("dissenting", "recorded"), "system",
             wording=log.mint(FIRST))  # fmt: skip
    with pytest.raises(Fault, match="which no version printed"):
        replay(log.lines)


def test_r40_the_number_follows_from_what_was_changed() -> None:
    for blocks, number in (
        ([FIRST, SECOND], "1.1"),
        ([CHANGED, SECOND], "2.0"),
        ([SECOND, FIRST], "2.0"),
        ([FIRST], "2.0"),
    ):
        log, _ = published()
        called_again(log, blocks)
        assert number_of(replay(log.lines), 2) == number
    log, _ = published()
    called_again(log, [FIRST, SECOND])
    log.version = "2.0"
    log.publish(2, 2, "consensus", **NONE)
    with pytest.raises(Fault, match="another number than follows"):
        replay(log.lines)


def test_r40_a_version_follows_the_last_one_and_is_begun() -> None:
    log, _ = published()
    log.begin("0.9")
    with pytest.raises(Fault, match="not the last one published"):
        replay(log.lines)


def test_r40_a_statement_stays_with_the_words_that_it_is_about() -> None:
    for blocks, printed in ([FIRST, SECOND], 1), ([CHANGED, SECOND], 0):
        log = Log()
        log.propose()
        log.freeze(1, [FIRST, SECOND])
        log.call(1, 1)
        aims = (Aim(AimKind.WORDING, "b1", log.mint(FIRST)),)
        words = Words(StatementKind.DISSENT, "Quietly", "Not so loud.", "en", aims)
        stated = Statement(log, 1, "P6", words).announce()
        stated.move("draft", "intended", "drafting", "P6").word()
        stated.move("file", "open_for_signature", "filed", "P6")
        stated.move("lock", "filed", "locked", "system")
        log.declare(1, None, "consensus")
        log.open_windows(1)
        log.publish(1, 1, "consensus", statements=1, signers=1, **NONE)
        log.begin("1.0")
        called_again(log, blocks)
        annex = build_annex(replay(log.lines), 2, "", people=0, signers=printed)
        assert [one.recorded_at for one in annex.statements] == ["1.0"] * printed
