"""
The state machine of a consensus call (domain.md 6.2), as one table.

Nothing that is not listed is allowed. The state is worked out of the call's dates, so
that no second truth can say another thing.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from consensus.deliberation.call_models import Call
from consensus.errors import Refused


class CallState(StrEnum):
    """Where a call stands."""

    OPEN = "open"
    EXTENDED = "extended"
    CLOSED = "closed"
    ASSESSED = "assessed"
    STOPPED = "stopped"


class CallMove(StrEnum):
    """What happens to a call."""

    OPEN = "open it"
    EXTEND = "extend it"
    STOP = "stop it"
    CLOSE = "close it"
    ASSESS = "declare levels on it"


S = CallState


@dataclass(frozen=True)
class CallRule:
    """From which states a move leads where, by whom, and what guards it."""

    who: str
    before: Set[CallState]
    after: CallState
    guard: str = ""


RULES: dict[CallMove, CallRule] = {
    CallMove.OPEN: CallRule(
        "consensus caller", frozenset(), S.OPEN, "G1; the notice is sent to everybody"
    ),
    CallMove.EXTEND: CallRule(
        "consensus caller", {S.OPEN}, S.EXTENDED, "by as many days as it had at most"
    ),
    CallMove.STOP: CallRule(
        "editor", {S.OPEN, S.EXTENDED}, S.STOPPED,
        "a reason is given; positions stay bound to their wordings",
    ),
    CallMove.CLOSE: CallRule(
        "system", {S.OPEN, S.EXTENDED}, S.CLOSED, "closes_at has passed"
    ),
    CallMove.ASSESS: CallRule(
        "consensus caller", {S.CLOSED, S.ASSESSED}, S.ASSESSED,
        "no objection waits for an answer or for its holder; every level has its "
        "rationale, every objection that stands a finding",
    ),
}  # fmt: skip

_WHY_NOT = {
    S.OPEN: "This call is open: it closes by itself.",
    S.EXTENDED: "This call was extended before: it can be extended once.",
    S.CLOSED: "No consensus call is open on this text.",
    S.ASSESSED: "No consensus call is open on this text.",
    S.STOPPED: "This call was stopped: nothing more can be done with it.",
}


def state_of(call: Call) -> CallState:
    """Where a call stands, as its dates have it; the clock's job may be late."""
    if call.stopped_at is not None:
        return S.STOPPED
    if call.closed_at is not None:
        return S.CLOSED if call.statements_close_at is None else S.ASSESSED
    return S.OPEN if call.extended_from is None else S.EXTENDED


def check_call(move: CallMove, call: Call) -> None:
    """Refuse a move that the table does not list for the state of this call."""
    state = state_of(call)
    if state not in RULES[move].before:
        raise Refused(_WHY_NOT[state])
