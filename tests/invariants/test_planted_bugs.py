"""
The net holds: each of two dozen ways to lose or hide somebody's dissent, built in on
purpose, is found (trust.md, mutation gate).

Here each bug is met by a short history in which it does harm, and must be found by the
check that is named. At full length random histories must come upon every one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import Phase

from consensus.coalitions.models import Attribution
from consensus.deliberation.levels import Level
from consensus.deliberation.models import PositionKind
from consensus.deliberation.statement_models import StatementKind
from tests.invariants import planted_in_deeds as deeds
from tests.invariants import planted_in_print as printing
from tests.invariants.database import Database
from tests.invariants.history import History
from tests.invariants.running import Length, histories_in, run

MANY = Length(2_000, 50)
NAMED = Attribution.NAMED


@dataclass(frozen=True)
class Planted:
    """A bug, a history in which it does harm, and what finds it there."""

    plant: Callable[[pytest.MonkeyPatch], None]
    history: Callable[[History], object]
    found_by: str


def _two_dissent(life: History) -> None:
    life.opposes("gil", "b1", as_dissent=True)
    life.opposes("ed", "b2", as_dissent=True)


def _three_hold_one(life: History) -> None:
    life.opposes("gil", "b1", as_dissent=True)
    life.join_one("ed", 0, True, NAMED)
    life.join_one("hal", 0, True, NAMED)


def _after_a_split(life: History) -> None:
    _two_dissent(life)
    life.split("b1", between_words=True)
    life.offer(editorial=False, place=0)


def _after_an_edit(life: History) -> None:
    _two_dissent(life)
    life.edit("b1", "pears")
    life.offer(editorial=False, place=0)


def _after_an_edit_and_silence(life: History) -> None:
    life.opposes("gil", "b1", as_dissent=True)
    life.opposes("ed", "b2", as_dissent=True)
    life.edit("b2", "plums")


def _after_a_merge(life: History) -> None:
    life.opposes("ed", "b2", as_dissent=True)
    life.merge("b1", 0)
    life.offer(editorial=False, place=0)


def _to_a_removal(life: History) -> None:
    life.remove_or_restore("b2")
    life.opposes("ed", "b2", as_dissent=True)


def _after_an_answer(life: History) -> None:
    number = life.opposes("gil", "b1")
    assert number is not None
    life.answers(number)


def _after_leaving(life: History) -> None:
    _two_dissent(life)
    life.leaves("gil")


def _with_a_position(life: History) -> None:
    _two_dissent(life)
    life.say("ed", "b2", PositionKind.SUPPORT, 1, NAMED)


def _with_a_recusal(life: History) -> None:
    _two_dissent(life)
    life.take_no_part("gil", again=False)


def _with_a_stopped_call(life: History) -> None:
    _two_dissent(life)
    life.calls()
    life.extend_or_stop(0)


def _with_parking(life: History) -> None:
    _two_dissent(life)
    life.park_or_resume()


def _with_a_statement(life: History) -> int:
    _two_dissent(life)
    life.calls()
    life.days(8)
    life.declares(Level.DIVERGENCE)
    number = life.announces("di", NAMED)
    assert number is not None
    life.writes(number, StatementKind.DISSENT, "wording:b3")
    life.sign("ed", 0, NAMED)
    life.sign("flo", 0, NAMED)
    life.file(0, 0)
    return number


def _when_the_lead_goes(life: History) -> None:
    _with_a_statement(life)
    life.unsign(0, 0)


def _with_a_challenge(life: History) -> None:
    _two_dissent(life)
    life.calls()
    life.days(8)
    life.declares(Level.DIVERGENCE)
    life.challenge("flo", 0, NAMED)


PLANTED = [
    Planted(printing.leave_out_the_second_entry, _two_dissent, "INV-1"),
    Planted(printing.print_it_at_the_first_part_only, _after_a_split, "INV-5"),
    Planted(printing.shorten_the_reason, _two_dissent, "INV-2"),
    Planted(printing.leave_out_the_harm, _two_dissent, "INV-2"),
    Planted(
        printing.leave_out_who_gives_no_reason,
        lambda life: life.opposes("gil", "b1", as_dissent=True, bare=True),
        "INV-1",
    ),
    Planted(printing.print_one_of_those_who_hold_it, _three_hold_one, "INV-1"),
    Planted(
        printing.leave_out_what_was_recorded_for_somebody,
        lambda life: life.said_in_a_meeting("ed", "b1", True, False),
        "INV-1",
    ),
    Planted(printing.leave_out_removals, _to_a_removal, "INV-1"),
    Planted(
        printing.leave_out_what_is_missing,
        lambda life: life.opposes("ed", "b2", as_dissent=True, omission=True),
        "INV-1",
    ),
    Planted(printing.put_the_last_first, _two_dissent, "R26"),
    Planted(printing.leave_out_the_unconfirmed, _after_an_edit_and_silence, "INV-1"),
    Planted(printing.leave_out_a_signer, _with_a_statement, "INV-1"),
    Planted(printing.leave_out_the_last_statement, _with_a_statement, "publication"),
    Planted(printing.set_no_marks_in_the_text, _two_dissent, "INV-5"),
    Planted(printing.say_on_the_cover_that_nobody_minds, _two_dissent, "INV-4"),
    Planted(printing.forget_the_challenges, _with_a_challenge, "INV-33"),
    Planted(printing.list_no_receipts, _two_dissent, "nothing leads to publication"),
    Planted(deeds.take_an_answer_for_an_end, _after_an_answer, "INV-34"),
    Planted(deeds.let_changed_words_end_it, _after_an_edit, "INV-34"),
    Planted(deeds.take_silence_for_consent, _after_an_edit_and_silence, "INV-34"),
    Planted(deeds.let_a_split_end_it, _after_a_split, "INV-34"),
    Planted(deeds.forget_who_left, _after_leaving, "INV-34"),
    Planted(deeds.forget_what_was_merged, _after_a_merge, "INV-1"),
    Planted(deeds.lift_it_by_a_position, _with_a_position, "B5"),
    Planted(deeds.end_it_with_a_recusal, _with_a_recusal, "INV-34"),
    Planted(deeds.drop_all_with_a_stopped_call, _with_a_stopped_call, "INV-34"),
    Planted(deeds.drop_all_by_parking, _with_parking, "INV-34"),
    Planted(deeds.allow_full_consensus_over_it, _two_dissent, "INV-12"),
    Planted(deeds.never_lock_what_was_filed, _with_a_statement, "INV-1"),
    Planted(deeds.let_the_lead_take_all_along, _when_the_lead_goes, "INV-34"),
]
EVERY = pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.plant.__name__)


@pytest.fixture(scope="module")
def database() -> Database:
    return Database()


def live(life: type[History], history: Callable[[History], object]) -> None:
    """Let one history happen as it is told, to its publication."""
    one = life()
    one.as_operator(one.skip_the_review)
    history(one)
    one.teardown()


@EVERY
def test_a_planted_way_to_lose_dissent_is_found(
    bug: Planted, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with histories_in(database) as life:
        bug.plant(monkeypatch)
        with pytest.raises(AssertionError, match=bug.found_by):
            live(life, bug.history)


def test_without_a_bug_the_same_histories_hold(database: Database) -> None:
    with histories_in(database) as life:
        for history in dict.fromkeys(bug.history for bug in PLANTED):
            live(life, history)


@pytest.mark.soak
@EVERY
def test_random_histories_find_every_planted_bug(
    bug: Planted, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with histories_in(database) as life:
        bug.plant(monkeypatch)
        with pytest.raises(AssertionError):
            # Found is enough: no shrinking. The search ends as soon as it is.
            run(life, MANY, 1, (Phase.generate,))
