"""
The state machine of a declared level (domain.md 6.6), as one table.

A declared level is never changed: what revises it is a new one. The state is worked
out from what was declared since, from the challenges and from the window's end.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from consensus.challenges.models import Challenge, ChallengeState
from consensus.deliberation.call_models import Designation
from consensus.deliberation.windows import is_open


class DesignationState(StrEnum):
    """Where a declared level stands."""

    DECLARED = "declared"
    CHALLENGED = "challenged"
    KEPT = "kept"
    REVISED = "revised"
    FINAL = "final"


class DesignationMove(StrEnum):
    """What happens to a declared level."""

    DECLARE = "declare it"
    CHALLENGE = "challenge it"
    SETTLE = "close the last open challenge"
    REVISE = "declare another level in its place"
    END = "end the challenge window"


S = DesignationState


@dataclass(frozen=True)
class DesignationRule:
    """From which states a move leads where, by whom, and what is to be known of it."""

    who: str
    before: Set[DesignationState]
    after: DesignationState
    note: str = ""


RULES: dict[DesignationMove, DesignationRule] = {
    DesignationMove.DECLARE: DesignationRule(
        "consensus caller", frozenset(), S.DECLARED,
        "the call has closed; opens the statement and the challenge window",
    ),
    DesignationMove.CHALLENGE: DesignationRule(
        "member", {S.DECLARED, S.CHALLENGED, S.KEPT}, S.CHALLENGED,
        "once each, while the challenge window is open",
    ),
    DesignationMove.SETTLE: DesignationRule("system", {S.CHALLENGED}, S.KEPT),
    DesignationMove.REVISE: DesignationRule(
        "consensus caller", {S.DECLARED, S.CHALLENGED, S.KEPT, S.FINAL}, S.REVISED,
        "before publication; the old one stays in the record, and another level "
        "opens the statement window for at least 5 more days",
    ),
    DesignationMove.END: DesignationRule(
        "system", {S.DECLARED, S.KEPT}, S.FINAL, "no challenge is open",
    ),
}  # fmt: skip


def state_of(
    designation: Designation, challenges: Sequence[Challenge]
) -> DesignationState:
    """Where a declared level stands; `challenges` are those of its document."""
    own = [one for one in challenges if one.designation_id == designation.id]
    if designation.revised_at is not None:
        return S.REVISED
    if any(one.state is not ChallengeState.CLOSED for one in own):
        return S.CHALLENGED
    if not is_open(designation.call.challenges_close_at):
        return S.FINAL
    return S.KEPT if own else S.DECLARED
