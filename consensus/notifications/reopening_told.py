"""Who hears of a request to reopen a text, and of its answer (R35)."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from consensus.archive.models import Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Role
from consensus.deliberation.reopening_queries import reopening_numbered
from consensus.documents.access import members_with_role
from consensus.notifications.queries import reachable
from consensus.notifications.telling import Notice, document_of, to_members, words_of


def asked(session: Session, entry: Entry) -> Notice:
    """The consensus caller is asked for a decision."""
    document = document_of(session, entry)
    request = reopening_numbered(session, document.id, entry.facts["request"])
    callers = members_with_role(session, document, Role.CALLER)
    coalition = document.coalition
    return Notice(
        "reopening_asked",
        f"[{coalition.acronym}] Please decide on reopening: {document.title}",
        reachable([one.account for one in callers]),
        {
            "document": document,
            "coalition": coalition,
            "what": request.what.label,
            "text": request.text,
        },
    )


def decided(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears the answer with its reason."""
    document = document_of(session, entry)
    request = reopening_numbered(session, document.id, entry.facts["request"])
    granted = bool(entry.facts["granted"])
    event = "Reopened" if granted else "Not reopened"
    return to_members(
        session, document, "reopening_decided", event, granted=granted,
        text=request.text, reason=words_of(entry)["reason"],
    )  # fmt: skip


REOPENING_NOTICES: dict[Verb, Callable[[Session, Entry], Notice | None]] = {
    Verb.REOPENING_ASKED: asked,
    Verb.REOPENING_DECIDED: decided,
}
