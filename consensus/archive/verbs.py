"""The closed list of deeds that the archive knows (architecture.md 2)."""

from enum import StrEnum


class Verb(StrEnum):
    """What happened, in the past tense, `noun.verb`."""

    COALITION_FOUNDED = "coalition.founded"
    SEAT_TAKEN = "seat.taken"
    SEAT_CHANGED = "seat.changed"
    SEAT_LEFT = "seat.left"
    ROLE_GIVEN = "role.given"
    ROLE_ENDED = "role.ended"
    CHARTER_CHANGED = "charter.changed"

    DOCUMENT_PROPOSED = "document.proposed"
    COORDINATION_OFFERED = "coordination.offered"

    TEXT_IMPORTED = "text.imported"
    TEXT_EDITED = "text.edited"
    TEXT_OFFERED = "text.offered"
    SALVAGE_SETTLED = "salvage.settled"
    TEXT_NAMED = "text.named"
    TEXT_RESTORED = "text.restored"
    TEXT_REVISED = "text.revised"
    FIGURE_ADDED = "figure.added"
    TEXT_STRUCTURED = "text.structured"

    WORDING_MINTED = "wording.minted"
    WORDING_CLASSED = "wording.classed"
    WORDING_CONTESTED = "wording.contested"
    SNAPSHOT_MADE = "snapshot.made"

    POSITION_TAKEN = "position.taken"
    POSITION_WITHDRAWN = "position.withdrawn"
    POSITION_REPLACED = "position.replaced"
    POSITION_CARRIED = "position.carried"

    OBJECTION_RAISED = "objection.raised"
    OBJECTION_JOINED = "objection.joined"
    OBJECTION_EDITED = "objection.edited"
    OBJECTION_ANSWERED = "objection.answered"
    REASON_ASKED = "objection.reason_asked"
    HOLDER_MOVED = "holder.moved"
    HOLDER_DEPARTED = "holder.departed"
    HOLDER_RETURNED = "holder.returned"
    HOLDER_TOLD = "holder.told"
    ATTRIBUTION_CHANGED = "attribution.changed"
    REMINDER_SENT = "reminder.sent"

    SUGGESTION_MADE = "suggestion.made"
    SUGGESTION_ADOPTED = "suggestion.adopted"
    SUGGESTION_ADOPTED_IN_PART = "suggestion.adopted_in_part"
    SUGGESTION_DECLINED = "suggestion.declined"
    SUGGESTION_WITHDRAWN = "suggestion.withdrawn"

    WINDOW_OPENED = "window.opened"
    WINDOW_CLOSED = "window.closed"

    COMMENT_MADE = "comment.made"
    COMMENT_MOVED = "comment.moved"
    COMMENT_ANSWERED = "comment.answered"
    COMMENT_DISCUSSED = "comment.discussed"
    COMMENT_RAISED = "comment.raised"

    DOCUMENT_PARKED = "document.parked"
    DOCUMENT_RESUMED = "document.resumed"
    DECISION_PROPOSED = "decision.proposed"
    DECISION_OPPOSED = "decision.opposed"
    DECISION_MADE = "decision.made"
    DECISION_DROPPED = "decision.dropped"
    SENSE_CHECK_OPENED = "sense_check.opened"
    SENSE_CHECK_ANSWERED = "sense_check.answered"
    SENSE_CHECK_CLOSED = "sense_check.closed"

    CALL_OPENED = "call.opened"
    CALL_EXTENDED = "call.extended"
    CALL_STOPPED = "call.stopped"
    CALL_CLOSED = "call.closed"
    READING_COMPUTED = "reading.computed"
    LEVEL_DECLARED = "level.declared"
    FINDING_MADE = "finding.made"
    DECLARATION_MADE = "declaration.made"
    RETURNED_FOR_WORK = "document.returned"

    PARTICIPATION_STATED = "participation.stated"
    PUBLISHED = "version.published"
