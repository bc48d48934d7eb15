"""Ways to lose a dissent, built into what people and the clock do."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import object_session

from consensus.deliberation.actions import (
    answers,
    calls,
    declaring,
    holders,
    offering,
    parking,
    positions,
    recusing,
    silence,
)
from consensus.deliberation.actions.departures import note_departures
from consensus.deliberation.actions.holders import hold, moved
from consensus.deliberation.machine import LIVE, Move
from consensus.deliberation.models import HolderState
from consensus.deliberation.queries import objections_of, own_holds
from consensus.documents.stage_moves import StageMove, move_stage
from consensus.publication import actions as publishing
from consensus.publication import guard
from consensus.statements.actions import locking, signing
from consensus.wordings import structure

WHO_NOTES_DEPARTURES = (offering, declaring, calls, publishing)


def _lead_elsewhere(
    patch: pytest.MonkeyPatch, module: object, after: HolderState, *moves: Move
) -> None:
    """Let some moves of the clock or the editors end where they must not."""
    real: Callable[..., None] = moved

    def otherwise(
        session: Any, document: Any, holder: Any, move: Any, to: Any, **named: Any
    ) -> None:
        end = after if not moves or move in moves else to
        real(session, document, holder, move, end, **named)

    patch.setattr(module, "moved", otherwise)


def take_an_answer_for_an_end(patch: pytest.MonkeyPatch) -> None:
    """The editors' answer resolves the objection."""
    _lead_elsewhere(patch, answers, HolderState.RESOLVED)


def let_changed_words_end_it(patch: pytest.MonkeyPatch) -> None:
    """An edit drops the objection instead of asking its holder."""
    _lead_elsewhere(patch, holders, HolderState.RESOLVED, Move.WORDS_CHANGED)


def take_silence_for_consent(patch: pytest.MonkeyPatch) -> None:
    """Whoever does not reply is taken to have withdrawn."""
    _lead_elsewhere(patch, silence, HolderState.WITHDRAWN)


def let_a_split_end_it(patch: pytest.MonkeyPatch) -> None:
    """An objection to a paragraph that was divided is taken for withdrawn."""
    _lead_elsewhere(patch, holders, HolderState.WITHDRAWN, Move.WORDS_CARRIED)


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


def lift_it_by_a_position(patch: pytest.MonkeyPatch) -> None:
    """Who supports a paragraph is taken to object to it no more (against B5)."""

    def lifted(
        session: Any, document: Any, found: Any, _stand: Any, by: Any
    ) -> None:  # fmt: skip
        for holder in found:
            if holder.member_id == by.id and holder.state in LIVE:
                hold(session, document, holder, Move.WITHDRAW, "", by=by)

    patch.setattr(positions, "_lift", lifted)


def end_it_with_a_recusal(patch: pytest.MonkeyPatch) -> None:
    """Who takes no part any more has no objection any more."""
    held = own_holds

    def ended(session: Any, member: Any) -> list[Any]:
        for holder in held(session, member):
            holder.state = HolderState.WITHDRAWN
        return []

    patch.setattr(recusing, "own_holds", ended)


def _drop_all(document: Any) -> None:
    session = object_session(document)
    assert session is not None
    for objection in objections_of(session, document.id):
        for holder in objection.holders:
            if holder.state in LIVE:
                moved(
                    session, document, holder, Move.WITHDRAW, HolderState.WITHDRAWN
                )  # fmt: skip


def drop_all_with_a_stopped_call(patch: pytest.MonkeyPatch) -> None:
    """A call that is stopped takes along what was said in it (against 6.2)."""

    def dropping(document: Any, move: StageMove, **named: Any) -> None:
        if move is StageMove.STOP_CALL:
            _drop_all(document)
        move_stage(document, move, **named)

    patch.setattr(calls, "move_stage", dropping)


def drop_all_by_parking(patch: pytest.MonkeyPatch) -> None:
    """A text is set aside, and its dissents with it."""

    def dropping(document: Any, move: StageMove, **named: Any) -> None:
        if move is StageMove.PARK:
            _drop_all(document)
        move_stage(document, move, **named)

    patch.setattr(parking, "move_stage", dropping)


def allow_full_consensus_over_it(patch: pytest.MonkeyPatch) -> None:
    """A full consensus is declared over somebody who dissents (against INV-12)."""
    patch.setattr(declaring, "_check_level", lambda *_: None)
    patch.setattr(guard, "_overstated", lambda *_: ())


def never_lock_what_was_filed(patch: pytest.MonkeyPatch) -> None:
    """What was filed never becomes ready to be printed, so nothing is published."""
    patch.setattr(locking, "is_over", lambda _call: False)


def let_the_lead_take_all_along(patch: pytest.MonkeyPatch) -> None:
    """If whoever leads a statement withdraws, it is withdrawn for all (against R14)."""

    def nobody(statement: Any, leaving: Any) -> None:
        if leaving.is_lead:
            for one in statement.signed:
                one.state = leaving.state

    patch.setattr(signing, "_hand_on", nobody)
