"""The words in which comments are told of, on pages, in mail and in tables."""

from collections.abc import Mapping

from consensus.coalitions.attribution import group_words
from consensus.comments.models import (
    Comment,
    CommentKind,
    CommentState,
    Disposition,
    Guest,
)
from consensus.documents.pseudonyms import Naming

KIND_WORDS = {
    CommentKind.GENERAL: "General",
    CommentKind.SUBSTANTIVE: "Substantive",
    CommentKind.EDITORIAL: "Editorial",
    CommentKind.QUESTION: "Question",
}
STATE_WORDS = {
    CommentState.NEW: "Received",
    CommentState.ACKNOWLEDGED: "Waits for an answer",
    CommentState.LATE: "Received late",
    CommentState.DISPOSED: "Answered",
    CommentState.SATISFIED: "Its author is satisfied",
    CommentState.NOT_SATISFIED: "Its author is not satisfied",
    CommentState.NO_REPLY: "Answered, no reply",
}
DISPOSITION_WORDS = {
    Disposition.ACCEPTED: "Accepted",
    Disposition.ACCEPTED_IN_PART: "Accepted in part",
    Disposition.NOT_ACCEPTED: "Not accepted",
    Disposition.NOTED: "Noted",
    Disposition.DUPLICATE: "Duplicate",
    Disposition.OUT_OF_SCOPE: "Out of scope",
    Disposition.DEFERRED: "Deferred",
    Disposition.WITHDRAWN: "Withdrawn by its author",
}
GIVEN_BY_EDITORS = [one for one in Disposition if one is not Disposition.WITHDRAWN]


def who_line_of(comment: Comment, naming: Naming) -> str:
    """Whose comment it is, as they chose; of guests, that it is self-declared."""
    if comment.guest is not None:
        return guest_line(comment.guest)
    if comment.member is not None and comment.attribution is not None:
        return naming(comment.member, comment.attribution)
    return ""


def guest_line(guest: Guest) -> str:
    """A guest's name with what they say of themselves (INV-24)."""
    told = f"{group_words(guest.group, guest.other_group)}, {guest.region}"
    event = f"; by way of {guest.event}" if guest.event else ""
    return f"{guest.name} (guest; {told}, self-declared{event})"


def disposition_words(comment: Comment) -> str:
    """What was done with a comment, or ""."""
    if comment.disposition is None:
        return ""
    words = DISPOSITION_WORDS[comment.disposition]
    return f"{words} of C-{comment.duplicate_of}" if comment.duplicate_of else words


def place_name(block_id: str | None, names: Mapping[str, str]) -> str:
    """Where in the text: "¶4", "The whole text", "A removed paragraph"."""
    if block_id is None:
        return "The whole text"
    return names.get(block_id, "A removed paragraph")
