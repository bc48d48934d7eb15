"""Whom a comment or a reply in its thread mentions by name, and what they are told."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consensus.archive.models import Entry
from consensus.coalitions.models import Member
from consensus.notifications.queries import reachable
from consensus.notifications.telling import Notice, document_of, words_of


def mentioned(session: Session, entry: Entry) -> Notice | None:
    """The members whose names follow an @ hear of it, but nobody of their own words."""
    seats = session.scalars(
        select(Member)
        .where(
            Member.id.in_(entry.facts.get("mentioned") or []),
            Member.left_at.is_(None),
            Member.account_id != (entry.account_id or 0),
        )
        .options(joinedload(Member.account))
        .order_by(Member.id)
    )
    to = reachable([one.account for one in seats])
    if not to:
        return None
    document, number = document_of(session, entry), entry.facts["comment"]
    acronym = document.coalition.acronym
    subject = f"[{acronym}] You are mentioned in C-{number}: {document.title}"
    facts = {
        "document": document,
        "coalition": document.coalition,
        "number": number,
        "text": words_of(entry)["text"],
    }
    return Notice("mentioned", subject, to, facts)
