"""Challenges in words, the same on pages, in mail and in print (domain.md 6.7)."""

from consensus.challenges.models import Chosen, Closing, Ground, Outcome

GROUNDS = {
    Ground.NOT_ADDRESSED: "An objection was not addressed",
    Ground.MISREAD: "A position was misread",
    Ground.NOTICE: "The notice or the window was not right",
    Ground.CONFLICT: "The consensus caller has a conflict of interest",
    Ground.NEW_INFORMATION: "There is new information",
    Ground.OTHER: "Another ground",
}
OUTCOMES = {
    Outcome.KEEP: "Keep the level",
    Outcome.SEND_BACK: "Send the level back to the consensus caller",
    Outcome.NOTE: "Note the challenge",
}
CHOSEN = {
    Chosen.CHARTER: "named by the charter",
    Chosen.COORDINATOR: "coordinator, not involved",
    Chosen.DRAWN: "drawn among members who took no position",
}
_ENDS = {
    Closing.ACCEPTED: "Closed: the member who challenged accepts the answer.",
    Closing.NOT_PURSUED: "Closed: it was not taken further within 7 days.",
    Closing.REVIEWED: "Closed after review.",
    Closing.NOT_REVIEWED: "Closed: not reviewed in time.",
}
_DECIDED = {
    Outcome.KEEP: "Closed after review: the level is kept.",
    Outcome.SEND_BACK: "Closed after review: the level is sent back to the caller.",
    Outcome.NOTE: "Closed after review: the challenge is noted.",
}


def end_in_words(closing: Closing, outcome: Outcome | None) -> str:
    """How a challenge ended, in one sentence."""
    return _DECIDED[outcome] if outcome is not None else _ENDS[closing]
