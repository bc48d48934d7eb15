"""
The state machine of a position (domain.md 6.3), as one table.

Nothing that is not listed is allowed. `current` and `stale` are worked out from the
words as they are now and never stored (decisions.md 10); how a position ended is. One
line is ours: what followed an editorial change ends when that change is contested.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from consensus.deliberation.models import Ending, Position
from consensus.errors import Refused


class PositionState(StrEnum):
    """Where a position stands."""

    CURRENT = "current"
    STALE = "stale"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    CONTESTED = "contested"
    VOIDED = "voided"


class PositionMove(StrEnum):
    """What happens to a position."""

    TAKE = "take"
    REPLACE = "say another thing of these words"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm on the new words"
    WORDS_CHANGED = "the words change in substance"
    WORDS_RESTORED = "the words come back"
    WORDS_EDITED = "follow an editorial change"
    CONTEST = "contest the editorial change it followed"
    VOID = "void what an impersonator said"


S = PositionState
STANDING = frozenset({S.CURRENT, S.STALE})
"""States in which it is not ended: what it says holds for the words it is bound to."""


@dataclass(frozen=True)
class PositionRule:
    """From which states a move leads where, by whom, and what is to be known of it."""

    who: str
    before: Set[PositionState]
    after: PositionState
    note: str = ""


_NEW = "a new position; this one stays on the words it was taken on"

RULES: dict[PositionMove, PositionRule] = {
    PositionMove.TAKE: PositionRule(
        "member", frozenset(), S.CURRENT,
        "recorded on behalf: it counts only after the person confirms",
    ),
    PositionMove.REPLACE: PositionRule(
        "same person", STANDING, S.REPLACED, "with a new current position"
    ),
    PositionMove.WITHDRAW: PositionRule("same person", STANDING, S.WITHDRAWN),
    PositionMove.CONFIRM: PositionRule("same person", {S.STALE}, S.CURRENT, _NEW),
    PositionMove.WORDS_CHANGED: PositionRule("system", {S.CURRENT}, S.STALE),
    PositionMove.WORDS_RESTORED: PositionRule("system", {S.STALE}, S.CURRENT),
    PositionMove.WORDS_EDITED: PositionRule("system", {S.CURRENT}, S.CURRENT, _NEW),
    PositionMove.CONTEST: PositionRule(
        "a person whose position or objection followed it", STANDING, S.CONTESTED,
        "only positions that followed the change",
    ),
    PositionMove.VOID: PositionRule(
        "record custodian", STANDING, S.VOIDED, "impersonation proven; a public note"
    ),
}  # fmt: skip

ENDINGS: dict[PositionMove, Ending] = {
    PositionMove.REPLACE: Ending.REPLACED,
    PositionMove.WITHDRAW: Ending.WITHDRAWN,
    PositionMove.CONTEST: Ending.CONTESTED,
    PositionMove.VOID: Ending.VOIDED,
}
"""The moves that end a position, and what is stored of them."""


def state_of(position: Position, now: str | None) -> PositionState:
    """Where it stands; `now` is the hash of its paragraph's words, None if removed."""
    if position.ended_at is not None:
        return PositionState(str(position.ending))
    bound = position.wording.hash if position.wording else None
    return S.CURRENT if bound == now else S.STALE


def check_position(move: PositionMove, position: Position) -> Ending:
    """
    How the position ends by a move; refuses (`Refused`) what the table does not list.
    """
    ended = position.ended_at is not None
    if ended and PositionState(str(position.ending)) not in RULES[move].before:
        raise Refused("This position was already withdrawn or replaced.")
    return ENDINGS[move]
