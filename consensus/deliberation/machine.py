"""
The state machine of one holder of an objection (domain.md 6.4), as one table.

Nothing that is not listed is allowed. There is no move by an editor, coordinator,
caller or operator into resolved, withdrawn, maintained or dissenting. A record
custodian voids what an impersonator said, with a public note (R29).
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from consensus.deliberation.models import HolderState
from consensus.errors import Refused

S = HolderState

LIVE = frozenset({S.RAISED, S.ASKED, S.ANSWERED, S.MAINTAINED, S.DISSENTING})
"""States in which the objection stands on the wording the holder is bound to."""

OPEN = frozenset({S.RAISED, S.ASKED, S.RECHECK})
"""States that keep a text from being ready (domain.md 7.2, G2 a)."""

OPPOSING = frozenset({S.MAINTAINED, S.DISSENTING})
"""States that are printed in the annex (INV-1)."""

ENDED = frozenset({S.RESOLVED, S.WITHDRAWN, S.UNCONFIRMED, S.RECORDED})


class Who(StrEnum):
    """Who may make a move."""

    HOLDER = "holder"
    EDITOR = "editor"
    SYSTEM = "system"
    CUSTODIAN = "record custodian"


class Move(StrEnum):
    """What somebody does about a held objection."""

    RECORD_AS_DISSENT = "record_as_dissent"
    ASK_FOR_CHANGE = "ask_for_change"
    CLARIFY = "clarify"
    RESOLVE = "resolve"
    MAINTAIN = "maintain"
    REPLY = "reply"
    KEEP = "keep"
    WITHDRAW = "withdraw"
    RAISE_AGAIN = "raise_again"
    DISSENT_AFTER_CALL = "dissent_after_call"
    NARROW = "narrow"
    STANDING_REPLY = "standing_reply"
    CONFIRM = "confirm"
    """It stands in a new version as well, whose words are the same (R40)."""
    ASK_REASON = "ask_reason"
    ANSWER = "answer"
    WORDS_CHANGED = "words_changed"
    WORDS_RESTORED = "words_restored"
    WORDS_CARRIED = "words_carried"
    WORDS_EDITED = "words_edited"
    LEFT_BEHIND = "left_behind"
    """It stays with the version it was recorded in (R40)."""
    REASON_NOT_GIVEN = "reason_not_given"
    SILENT_ON_ANSWER = "silent_on_answer"
    SILENT_ON_RECHECK = "silent_on_recheck"
    VOID = "void"


@dataclass(frozen=True)
class Rule:
    """From which states a move leads where, and by whom. No `after`: it depends."""

    who: Who
    before: Set[HolderState]
    after: HolderState | None


RULES: dict[Move, Rule] = {
    Move.RECORD_AS_DISSENT: Rule(Who.HOLDER, LIVE - {S.DISSENTING}, S.DISSENTING),
    Move.ASK_FOR_CHANGE: Rule(Who.HOLDER, {S.DISSENTING}, S.RAISED),
    Move.CLARIFY: Rule(Who.HOLDER, {S.ASKED}, S.RAISED),
    Move.RESOLVE: Rule(Who.HOLDER, {S.ANSWERED, S.RECHECK}, S.RESOLVED),
    Move.MAINTAIN: Rule(Who.HOLDER, {S.ANSWERED}, S.MAINTAINED),
    Move.REPLY: Rule(Who.HOLDER, {S.ANSWERED}, S.RAISED),
    Move.KEEP: Rule(Who.HOLDER, {S.RECHECK}, None),
    Move.WITHDRAW: Rule(
        Who.HOLDER, LIVE | {S.RECHECK, S.RESOLVED, S.UNCONFIRMED}, S.WITHDRAWN
    ),
    Move.RAISE_AGAIN: Rule(Who.HOLDER, ENDED, S.RAISED),
    Move.DISSENT_AFTER_CALL: Rule(Who.HOLDER, ENDED, S.DISSENTING),
    Move.NARROW: Rule(Who.HOLDER, LIVE, None),
    Move.STANDING_REPLY: Rule(Who.HOLDER, {S.RECHECK}, None),
    Move.CONFIRM: Rule(Who.HOLDER, OPPOSING, None),
    Move.ASK_REASON: Rule(Who.EDITOR, {S.RAISED}, S.ASKED),
    Move.ANSWER: Rule(Who.EDITOR, {S.RAISED}, S.ANSWERED),
    Move.WORDS_CHANGED: Rule(Who.SYSTEM, LIVE, S.RECHECK),
    Move.WORDS_RESTORED: Rule(
        Who.SYSTEM,
        LIVE | {S.RECHECK, S.RESOLVED, S.UNCONFIRMED, S.RECORDED},
        None,
    ),
    Move.WORDS_CARRIED: Rule(Who.SYSTEM, LIVE | {S.RESOLVED}, None),
    Move.WORDS_EDITED: Rule(Who.SYSTEM, LIVE, None),
    Move.LEFT_BEHIND: Rule(Who.SYSTEM, OPPOSING | {S.UNCONFIRMED}, S.RECORDED),
    Move.REASON_NOT_GIVEN: Rule(Who.SYSTEM, {S.ASKED}, S.RAISED),
    Move.SILENT_ON_ANSWER: Rule(Who.SYSTEM, {S.ANSWERED}, S.MAINTAINED),
    Move.SILENT_ON_RECHECK: Rule(Who.SYSTEM, {S.RECHECK}, S.UNCONFIRMED),
    Move.VOID: Rule(Who.CUSTODIAN, frozenset(S) - {S.VOIDED}, S.VOIDED),
}

HOLDERS_MOVES = tuple(
    move
    for move, rule in RULES.items()
    if rule.who is Who.HOLDER and move not in {Move.NARROW, Move.STANDING_REPLY}
)
"""
What a holder decides with a word; narrowing says of which parts (domain.md 5.5), and a
standing reply was given before (R9).
"""

FOLLOWING = frozenset({Move.WORDS_CARRIED, Move.WORDS_EDITED})
"""Moves by which an objection follows words: its holder said nothing (5.3, 5.5)."""

FRESH = frozenset(
    {move for move, rule in RULES.items() if rule.who is Who.HOLDER}
    | {Move.WORDS_CHANGED, Move.WORDS_RESTORED}
)
"""Moves after which it stands on words that its holder saw or is asked about."""

STAYING = FOLLOWING | {Move.NARROW}
"""Moves that change where an objection stands, never how it stands."""


LETS_GO = frozenset({Move.RESOLVE, Move.WITHDRAW, Move.ASK_FOR_CHANGE})
"""Decisions that a standing reply does not outlive (R9)."""


def check_move(move: Move, state: HolderState, *, who: Who) -> None:
    """Refuse a move that the table does not list for this state and person."""
    rule = RULES[move]
    if who is not rule.who:
        raise Refused("Only the person who objected can decide about their objection.")
    if state not in rule.before:
        raise Refused(
            f"This objection is {LABELS[state]}: that step is not open from there."
        )


LABELS = {
    S.RAISED: "open",
    S.ASKED: "waiting for its holder’s reason",
    S.ANSWERED: "answered",
    S.RESOLVED: "resolved",
    S.MAINTAINED: "maintained",
    S.DISSENTING: "a dissent on record",
    S.RECHECK: "waiting for its holder, because the words changed",
    S.UNCONFIRMED: "neither confirmed nor lifted",
    S.WITHDRAWN: "withdrawn",
    S.VOIDED: "void, since somebody else had spoken under this name",
    S.RECORDED: "recorded with an earlier version",
}
