"""Who is told of moderation: authors, the suspended, record custodians."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.models import Entry
from consensus.coalitions.conduct_models import Suspension
from consensus.coalitions.models import Coalition, Member, Role
from consensus.coalitions.site_roles import site_terms
from consensus.deliberation.models import Holder, Position
from consensus.moderation.subjects import subject_told
from consensus.notifications.queries import reachable
from consensus.notifications.telling import Notice, document_of, words_of


def words_hidden(session: Session, entry: Entry) -> Notice | None:
    """The author hears which rule, why, and until when they can reword it (R26)."""
    notice = _notice(session, entry, "words_hidden", "Your words are hidden")
    return notice if notice and notice.facts["hiding"] else None


def words_shown(session: Session, entry: Entry) -> Notice | None:
    """The author hears that their words are shown again."""
    return _notice(session, entry, "words_shown", "Your words are shown again")


def _notice(session: Session, entry: Entry, template: str, event: str) -> Notice | None:
    document = document_of(session, entry)
    subject = subject_told(session, document, entry.facts)
    people = [one for one in (subject.author, *subject.joint) if one is not None]
    if not people:
        return None  # a guest: they have no account
    facts = {
        "document": document,
        "coalition": document.coalition,
        "subject": subject,
        "hiding": subject.row.hiding,
        "reason": words_of(entry)["reason"],
    }
    subject_line = f"[{document.coalition.acronym}] {event}: {subject.what}"
    return Notice(
        template, f"{subject_line} to {document.title}", reachable(people), facts
    )


def posting_suspended(session: Session, entry: Entry) -> Notice | None:
    """The member hears until when, for which rule and why, and what stays (R6)."""
    made = session.get_one(Suspension, entry.facts["suspension"])
    if made.until <= clock.now():
        return None
    return _to_member(session, made.member, "posting_suspended", made=made)


def posting_restored(session: Session, entry: Entry) -> Notice:
    """The member hears that they can post again."""
    seat = session.get_one(Member, entry.facts["member"])
    reason = words_of(entry)["reason"]
    return _to_member(session, seat, "posting_restored", reason=reason)


def voided(session: Session, entry: Entry) -> Notice | None:
    """Whose name was used hears that it is void, with the public note (R29)."""
    document = document_of(session, entry)
    if "holder" in entry.facts:
        seat = session.get_one(Holder, entry.facts["holder"]).member
    else:
        seat = session.get_one(Position, entry.facts["position"]).member
    facts = {
        "document": document,
        "coalition": document.coalition,
        "about": entry.object,
        "note": words_of(entry)["note"],
    }
    subject = f"[{document.coalition.acronym}] Void: said by somebody else as you"
    return Notice("voided", subject, reachable([seat.account]), facts)


def sent_through(session: Session, entry: Entry) -> Notice:
    """The record custodians hear that something waits for them (R6)."""
    document = document_of(session, entry)
    custodians = [one.account for one in site_terms(session, [Role.CUSTODIAN])]
    facts = {"document": document, "coalition": document.coalition}
    subject = f"[{document.coalition.acronym}] To be recorded: {document.title}"
    return Notice("sent_through", subject, reachable(custodians), facts)


def _to_member(
    session: Session, seat: Member, template: str, **facts: object
) -> Notice:
    coalition = session.get_one(Coalition, seat.coalition_id)
    can = "can post again" if template == "posting_restored" else "cannot post now"
    subject = f"[{coalition.acronym}] You {can}"
    return Notice(
        template, subject, reachable([seat.account]), {"coalition": coalition, **facts}
    )
