"""
The state machine of a challenge (domain.md 6.7), as one table.

Nothing that is not listed is allowed. `decided` is passed through: what reviewers
decide closes the challenge in the same deed.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from consensus.challenges.models import ChallengeState as S
from consensus.errors import NotAllowed, Refused

DAYS_TO_RESPOND = 7
DAYS_TO_ESCALATE = 7
DAYS_TO_REVIEW = 14


class Who(StrEnum):
    """Who may make a move."""

    CHALLENGER = "the member who challenged"
    CALLER = "the consensus caller"
    REVIEWER = "a reviewer"
    SYSTEM = "the clock"


class Move(StrEnum):
    """What somebody does about a challenge."""

    RESPOND = "respond"
    NO_RESPONSE = "no_response"
    ACCEPT = "accept"
    NOT_PURSUED = "not_pursued"
    ESCALATE = "escalate"
    DECIDE = "decide"
    CONCLUDE = "conclude"
    NOT_REVIEWED = "not_reviewed"


@dataclass(frozen=True)
class Rule:
    """From which states a move leads where, by whom, and when that ends by itself."""

    who: Who
    before: Set[S]
    after: S
    days: int = 0
    """Days until the clock moves on from the new state; 0: it does not."""


RULES: dict[Move, Rule] = {
    Move.RESPOND: Rule(Who.CALLER, {S.FILED}, S.RESPONDED, DAYS_TO_ESCALATE),
    Move.NO_RESPONSE: Rule(Who.SYSTEM, {S.FILED}, S.ESCALATED, DAYS_TO_REVIEW),
    Move.ACCEPT: Rule(Who.CHALLENGER, {S.RESPONDED}, S.CLOSED),
    Move.NOT_PURSUED: Rule(Who.SYSTEM, {S.RESPONDED}, S.CLOSED),
    Move.ESCALATE: Rule(Who.CHALLENGER, {S.RESPONDED}, S.ESCALATED, DAYS_TO_REVIEW),
    Move.DECIDE: Rule(Who.REVIEWER, {S.ESCALATED}, S.DECIDED),
    Move.CONCLUDE: Rule(Who.SYSTEM, {S.DECIDED}, S.CLOSED),
    Move.NOT_REVIEWED: Rule(Who.SYSTEM, {S.ESCALATED}, S.CLOSED),
}

BY_CLOCK = {
    S.FILED: Move.NO_RESPONSE,
    S.RESPONDED: Move.NOT_PURSUED,
    S.ESCALATED: Move.NOT_REVIEWED,
}
"""What the clock does when the time of a state is over."""

LABELS = {
    S.FILED: "waiting for the consensus caller’s answer",
    S.RESPONDED: "answered by the consensus caller",
    S.ESCALATED: "before its reviewers",
    S.DECIDED: "decided",
    S.CLOSED: "closed",
}


def check_move(move: Move, state: S, *, who: Who) -> None:
    """Refuse a move that the table does not list for this state and person."""
    rule = RULES[move]
    if who is not rule.who:
        raise NotAllowed(f"Only {rule.who} can do this.")
    if state not in rule.before:
        raise Refused(f"This challenge is {LABELS[state]}: that is not open now.")
