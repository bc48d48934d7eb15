"""What those who hold an objection are told of it, in its own words."""

from sqlalchemy.orm import Session

from consensus.archive.models import Entry
from consensus.deliberation.models import HolderState, InRound
from consensus.notifications.queries import holders_of, reachable
from consensus.notifications.telling import Notice
from consensus.notifications.telling import document_of as _document
from consensus.notifications.telling import words_of as _words
from consensus.notifications.words_told import objection_told


def raised(session: Session, entry: Entry) -> Notice | None:
    """Who objects where a repeat call does not ask is answered at once (6.2, R23)."""
    if entry.facts.get("in_round") != InRound.OUT_OF_ROUND:
        return None
    event = "Received out of round, will be recorded"
    return to_holders(session, entry, "out_of_round", event, HolderState.DISSENTING)


def admitted(session: Session, entry: Entry) -> Notice | None:
    """The holders hear that they can ask for a change after all."""
    event = "Accepted as new information"
    notice = to_holders(session, entry, "admitted", event, HolderState.DISSENTING)
    if notice is not None:
        notice.facts["reason"] = _words(entry)["reason"]
    return notice


def to_holders(
    session: Session, entry: Entry, template: str, event: str, state: HolderState
) -> Notice | None:
    """To those whose objection the entry put into a state and who are still there."""
    document = _document(session, entry)
    number = entry.facts["objection"]
    concerned = [
        holder
        for holder in holders_of(session, document.id, number)
        if holder.state is state
        and entry.facts.get("holder", holder.id) == holder.id
        and holder.member.left_at is None
    ]
    if not concerned:
        return None
    facts = objection_told(session, document, concerned[0])
    return Notice(
        template,
        f"[{document.coalition.acronym}] {event}: O-{number} to {document.title}",
        reachable([one.member.account for one in concerned]),
        {**facts, "document": document, "coalition": document.coalition},
    )
