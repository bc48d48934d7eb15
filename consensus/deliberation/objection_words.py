"""The words that pages use for states, answers and steps of an objection."""

from consensus.deliberation.machine import Move
from consensus.deliberation.models import Disposition, HolderState

STATE_WORDS = {
    HolderState.RAISED: "Open",
    HolderState.ASKED: "Asked for a reason",
    HolderState.ANSWERED: "Answered",
    HolderState.RESOLVED: "Resolved",
    HolderState.MAINTAINED: "Maintained",
    HolderState.DISSENTING: "Dissent on record",
    HolderState.RECHECK: "On an earlier wording",
    HolderState.UNCONFIRMED: "Neither confirmed nor lifted",
    HolderState.WITHDRAWN: "Withdrawn",
    HolderState.VOIDED: "Void: said by somebody else under this name",
    HolderState.RECORDED: "Recorded with an earlier version",
}

DISPOSITION_WORDS = {
    Disposition.ACCOMMODATED: "The text was changed to meet it",
    Disposition.ACCOMMODATED_IN_PART: "The text was changed to meet it in part",
    Disposition.NOT_ACCOMMODATED: "The text was not changed",
    Disposition.OUT_OF_SCOPE: "Outside what this text is about",
    Disposition.DUPLICATE: "It repeats an objection that was answered",
}

MOVE_WORDS = {
    Move.RECORD_AS_DISSENT: "Record it as a dissent: do not hold the text for me",
    Move.ASK_FOR_CHANGE: "Ask for a change after all",
    Move.CLARIFY: "Send my answer to the question",
    Move.RESOLVE: "Resolve: it meets my objection",
    Move.MAINTAIN: "Maintain my objection",
    Move.REPLY: "Reply to the answer",
    Move.KEEP: "Keep it: the new words do not meet it",
    Move.CONFIRM: "It stands in this version as well",
    Move.WITHDRAW: "Withdraw it",
    Move.RAISE_AGAIN: "Raise it again",
    Move.DISSENT_AFTER_CALL: "Have my dissent recorded",
}

YOUR_TURN = {
    HolderState.ASKED: "The editors ask what you mean, or why.",
    HolderState.ANSWERED: "Does this answer meet your objection?",
    HolderState.RECHECK: "The words have changed. Do the new words meet it?",
}
GONE = "The paragraph you objected to was removed. Does this meet your objection?"
RECORDED = (
    "You said this of version {}, and the words are the same. Does it still stand? If "
    "you do not answer, it is printed as recorded at {}."
)
ADDED = "A paragraph was added there since. Does it meet your objection?"
