"""What people are told that others did for them or ask of them (R36, R4)."""

from sqlalchemy.orm import Session

from consensus.archive.models import Entry
from consensus.deliberation.behalf_models import BehalfState
from consensus.deliberation.behalf_queries import on_behalf_numbered
from consensus.deliberation.leaving import handed_on
from consensus.notifications.queries import reachable
from consensus.notifications.telling import Notice, document_of
from consensus.notifications.words_told import objection_told


def recorded_on_behalf(session: Session, entry: Entry) -> Notice:
    """Whoever something was recorded for hears of it, with a way to deny it."""
    document = document_of(session, entry)
    one = on_behalf_numbered(session, document.id, entry.facts["recorded"])
    coalition = document.coalition
    facts = {
        "recorded": one,
        "counts": one.state is BehalfState.COUNTS,
        "of_words": one.wording.text if one.wording else "",
        "document": document,
        "coalition": coalition,
    }
    subject = f"[{coalition.acronym}] Recorded on your behalf: {document.title}"
    return Notice("on_behalf", subject, reachable([one.member.account]), facts)


def handed_on_to(session: Session, entry: Entry) -> Notice:
    """Whoever is asked to take on an objection hears of it."""
    document = document_of(session, entry)
    asked = handed_on(session, entry.facts["holder"])
    coalition, holder = document.coalition, asked[-1].holder
    name = holder.objection.name
    subject = f"[{coalition.acronym}] {name} to {document.title}: will you take it on?"
    facts = objection_told(session, document, holder)
    facts |= {"document": document, "coalition": coalition}
    to = reachable([one.member.account for one in asked])
    return Notice("handed_on", subject, to, facts)
