"""What is told where somebody in a role has something to do, or did not do it."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consensus.archive.models import Entry, Part
from consensus.coalitions.models import Role
from consensus.documents.access import members_with_role
from consensus.notifications.queries import reachable
from consensus.notifications.telling import Notice, call_of, document_of, to_members


def ready(session: Session, entry: Entry) -> Notice | None:
    """Whoever coordinates hears that they can publish, and until when it is theirs."""
    document = document_of(session, entry)
    call = call_of(session, document, entry)
    if call is None or call.ready_since is None:
        return None
    seats = members_with_role(session, document, Role.COORDINATOR)
    coalition = document.coalition
    return Notice(
        "ready", f"[{coalition.acronym}] It can be published: {document.title}",
        reachable([one.account for one in seats]),
        {
            "document": document,
            "coalition": coalition,
            "until": call.ready_since + timedelta(days=30),
        },
    )  # fmt: skip


def substituted(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears who acts for somebody absent (R34)."""
    document = document_of(session, entry)
    identity = next(one.value for one in entry.payloads if one.part is Part.IDENTITY)
    return to_members(
        session, document, "substituted", "Somebody acts for an absent person",
        names=identity["name"], act=entry.facts["act"],
    )  # fmt: skip
