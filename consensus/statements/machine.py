"""
The state machine of a minority statement (domain.md 6.5), as one table.

Nothing that is not listed is allowed. Two lines are ours: an intent can be taken back
before there are words, and whoever signed can still withdraw between the lock and the
publication, so that the lock holds words and not people (R15).
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from consensus.deliberation.statement_models import StatementState
from consensus.errors import Refused

S = StatementState


class Who(StrEnum):
    """Who may make a move."""

    LEAD = "lead"
    SIGNER = "signer"
    MEMBER = "member"
    SYSTEM = "system"


class Move(StrEnum):
    """What somebody does with a statement."""

    DRAFT = "draft"
    OPEN = "open"
    EDIT = "edit"
    REVISE = "revise"
    SIGN = "sign"
    FILE = "file"
    LOCK = "lock"
    UNSIGN = "unsign"
    GIVE_UP = "give_up"


@dataclass(frozen=True)
class Rule:
    """From which states a move leads where, and by whom; no `after`: it stays."""

    who: Who
    before: Set[StatementState]
    after: StatementState | None


RULES: dict[Move, Rule] = {
    Move.DRAFT: Rule(Who.LEAD, {S.INTENDED}, S.DRAFTING),
    Move.OPEN: Rule(Who.LEAD, {S.DRAFTING}, S.OPEN),
    Move.EDIT: Rule(Who.LEAD, {S.OPEN}, S.OPEN),
    Move.REVISE: Rule(Who.LEAD, {S.FILED}, S.OPEN),
    Move.SIGN: Rule(Who.MEMBER, {S.OPEN}, S.OPEN),
    Move.FILE: Rule(Who.SIGNER, {S.OPEN}, S.FILED),
    Move.LOCK: Rule(Who.SYSTEM, {S.FILED}, S.LOCKED),
    Move.UNSIGN: Rule(Who.SIGNER, {S.OPEN, S.FILED, S.LOCKED}, None),
    Move.GIVE_UP: Rule(Who.LEAD, {S.INTENDED, S.DRAFTING}, S.WITHDRAWN),
}
"""The last signer's UNSIGN leads to withdrawn: a consequence, not a choice."""

STANDING = frozenset({S.FILED, S.LOCKED})
"""States in which a dissent makes a full consensus untenable (R15)."""

READABLE = frozenset({S.OPEN, S.FILED, S.LOCKED})
"""States in which everybody can read the words."""

LABELS = {
    S.INTENDED: "announced",
    S.DRAFTING: "being drafted",
    S.OPEN: "open for signature",
    S.FILED: "filed",
    S.LOCKED: "locked for publication",
    S.WITHDRAWN: "withdrawn",
}


def check_move(move: Move, state: StatementState) -> None:
    """Refuse a move that the table does not list for this state."""
    if state not in RULES[move].before:
        raise Refused(
            f"This statement is {LABELS[state]}: that step is not open from there."
        )
