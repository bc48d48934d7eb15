"""
The states of a comment and every move between them, as one table (domain.md 6.8).

Nothing not listed is allowed. Receiving has no move: a comment begins as `new`, or as
`late` when its window was over.
"""

from dataclasses import dataclass
from enum import StrEnum

from consensus.comments.models import CommentState
from consensus.errors import Refused


class By(StrEnum):
    """Who makes a move."""

    SYSTEM = "the clock"
    EDITOR = "the editors"
    CALLER = "the consensus caller"
    AUTHOR = "its author"


class Move(StrEnum):
    """What happens to a comment, in the words of a refusal."""

    ACKNOWLEDGE = "acknowledged"
    ADMIT = "admitted"
    DISPOSE = "answered"
    WITHDRAW = "withdrawn"
    SATISFIED = "called satisfying"
    NOT_SATISFIED = "called not satisfying"
    SILENCE = "left without a reply"


@dataclass(frozen=True)
class Rule:
    """From which states a move leads, to which, and who makes it."""

    before: frozenset[CommentState]
    after: CommentState
    by: By


def _rule(after: CommentState, by: By, *before: CommentState) -> Rule:
    return Rule(frozenset(before), after, by)


_S = CommentState
MOVES: dict[Move, Rule] = {
    Move.ACKNOWLEDGE: _rule(_S.ACKNOWLEDGED, By.SYSTEM, _S.NEW),
    Move.ADMIT: _rule(_S.ACKNOWLEDGED, By.CALLER, _S.LATE),
    Move.DISPOSE: _rule(_S.DISPOSED, By.EDITOR, _S.ACKNOWLEDGED, _S.LATE),
    Move.WITHDRAW: _rule(_S.DISPOSED, By.AUTHOR, _S.NEW, _S.ACKNOWLEDGED, _S.LATE),
    Move.SATISFIED: _rule(_S.SATISFIED, By.AUTHOR, _S.DISPOSED),
    Move.NOT_SATISFIED: _rule(_S.NOT_SATISFIED, By.AUTHOR, _S.DISPOSED),
    Move.SILENCE: _rule(_S.NO_REPLY, By.SYSTEM, _S.DISPOSED),
}

UNANSWERED = frozenset({_S.NEW, _S.ACKNOWLEDGED})
"""The states of a comment to which the editors owe an answer."""

OPEN = UNANSWERED | {_S.LATE}
"""The states of a comment without a disposition."""


def after(move: Move, state: CommentState, name: str) -> CommentState:
    """The state a move leads to; refuses (`Refused`) what the table does not list."""
    rule = MOVES[move]
    if state not in rule.before:
        words = state.replace("_", " ")
        raise Refused(f"{name} cannot be {move} any more: it is at “{words}”.")
    return rule.after
