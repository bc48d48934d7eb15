"""
The net holds: each of several ways to lose somebody's dissent, built in on purpose, is
found by the random histories (trust.md, mutation gate).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase

from consensus.deliberation.actions import (
    answers,
    calls,
    declaring,
    holders,
    offering,
    silence,
)
from consensus.deliberation.actions.departures import note_departures
from consensus.deliberation.actions.holders import moved
from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from consensus.deliberation.queries import objections_of
from consensus.publication import actions as publishing
from consensus.publication import proof
from consensus.publication.annex import Annex, build_annex
from consensus.publication.record import Fault
from consensus.wordings import structure
from tests.invariants.test_histories import MANY, Published, histories

__all__ = ["histories"]

WHO_NOTES_DEPARTURES = (offering, declaring, calls, publishing)


def leave_out_the_second_entry(patch: pytest.MonkeyPatch) -> None:
    """The annex shows one objection and forgets the rest."""
    build = build_annex

    def shortened(*args: Any, **named: Any) -> Annex:
        annex = build(*args, **named)
        counts = replace(annex.counts, objections=len(annex.entries[:1]))
        return replace(annex, entries=annex.entries[:1], counts=counts)

    patch.setattr(proof, "build_annex", shortened)


def take_an_answer_for_an_end(patch: pytest.MonkeyPatch) -> None:
    """The editors' answer resolves the objection."""
    real: Callable[..., None] = moved

    def resolved(*args: Any, **named: Any) -> None:
        *start, _ = args
        real(*start, HolderState.RESOLVED, **named)

    patch.setattr(answers, "moved", resolved)


def let_changed_words_end_it(patch: pytest.MonkeyPatch) -> None:
    """An edit drops the objection instead of asking its holder."""
    real: Callable[..., None] = moved

    def dropped(
        session: Any, document: Any, holder: Any, move: Any, after: Any, **named: Any
    ) -> None:
        if move is Move.WORDS_CHANGED:
            after = HolderState.RESOLVED
        real(session, document, holder, move, after, **named)

    patch.setattr(holders, "moved", dropped)


def take_silence_for_consent(patch: pytest.MonkeyPatch) -> None:
    """Whoever does not reply is taken to have withdrawn."""
    real: Callable[..., None] = moved

    def withdrawn(
        session: Any, document: Any, holder: Any, move: Any, _after: Any, **named: Any
    ) -> None:
        real(session, document, holder, move, HolderState.WITHDRAWN, **named)

    patch.setattr(silence, "moved", withdrawn)


def forget_who_left(patch: pytest.MonkeyPatch) -> None:
    """An objection goes when its author leaves the coalition."""
    note = note_departures

    def forgotten(session: Any, document: Any) -> None:
        note(session, document)
        for objection in objections_of(session, document.id):
            for holder in objection.holders:
                if holder.departed_at is not None:
                    holder.state = HolderState.WITHDRAWN

    for module in WHO_NOTES_DEPARTURES:
        patch.setattr(module, "note_departures", forgotten)


def forget_what_was_merged(patch: pytest.MonkeyPatch) -> None:
    """An objection to a paragraph that was joined to another goes with it."""

    def split_only(step: structure.Step, _live: object) -> bool:
        return step.op == "split"

    patch.setattr(structure, "_counts", split_only)


def let_a_split_end_it(patch: pytest.MonkeyPatch) -> None:
    """An objection to a paragraph that was divided is taken for withdrawn."""
    real: Callable[..., None] = moved

    def ended(
        session: Any, document: Any, holder: Any, move: Any, after: Any, **named: Any
    ) -> None:
        if move is Move.WORDS_CARRIED:
            after = HolderState.WITHDRAWN
        real(session, document, holder, move, after, **named)

    patch.setattr(holders, "moved", ended)


def print_it_at_the_first_part_only(patch: pytest.MonkeyPatch) -> None:
    """The annex and the text mark one part of a divided paragraph, not the other."""
    build = build_annex

    def narrowed(*args: Any, **named: Any) -> Annex:
        annex = build(*args, **named)
        entries = tuple(replace(one, further=()) for one in annex.entries)
        return replace(annex, entries=entries)

    patch.setattr(proof, "build_annex", narrowed)


@pytest.mark.parametrize(
    ("plant", "begins"),
    [
        (leave_out_the_second_entry, None),
        (take_an_answer_for_an_end, None),
        (let_changed_words_end_it, lambda one: one.edit("b1", "pears")),
        (take_silence_for_consent, None),
        (forget_who_left, lambda one: one.leave_the_coalition("gil")),
        (forget_what_was_merged, lambda one: one.join_paragraphs("b1", "b2")),
        (let_a_split_end_it, lambda one: one.split("b1", between_words=True)),
        (
            print_it_at_the_first_part_only,
            lambda one: one.split("b1", between_words=True),
        ),
    ],
    ids=lambda given: getattr(given, "__name__", "").replace("<lambda>", "at once"),
)
def test_a_planted_way_to_lose_dissent_is_found(
    plant: Callable[[pytest.MonkeyPatch], None],
    begins: Callable[[Published], object] | None,
    histories: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    with pytest.raises((AssertionError, Fault)):
        # Found is enough: no shrinking. The search ends as soon as it is.
        histories(phases=[Phase.generate], count=MANY, begins=begins)
