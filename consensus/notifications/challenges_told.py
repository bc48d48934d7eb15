"""Who hears of a challenge: the caller, its author, its reviewers (domain.md 6.7)."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.archive.models import Entry
from consensus.archive.verbs import Verb
from consensus.challenges.models import Challenge
from consensus.challenges.queries import challenge_numbered
from consensus.challenges.view import place_of
from consensus.challenges.words import GROUNDS, OUTCOMES, end_in_words
from consensus.coalitions.models import Member, Role
from consensus.documents.access import members_with_role
from consensus.documents.models import Document
from consensus.notifications.queries import reachable
from consensus.notifications.telling import Notice, document_of, words_of

Telling = Callable[[Session, Entry], Notice | None]


def filed(session: Session, entry: Entry) -> Notice:
    """The consensus caller is asked for an answer."""
    document, challenge = _about(session, entry)
    callers = members_with_role(session, document, Role.CALLER)
    return _notice(document, challenge, entry, "challenge_filed", callers)


def answered(session: Session, entry: Entry) -> Notice:
    """The challenger reads the answer and can accept it or go on."""
    document, challenge = _about(session, entry)
    to = [challenge.member]
    return _notice(document, challenge, entry, "challenge_answered", to)


def reviewer_named(session: Session, entry: Entry) -> Notice:
    """Each reviewer hears of it when they are named."""
    document, challenge = _about(session, entry)
    named = [one.member for one in challenge.sitting if one.named_at == entry.at]
    new = named or [one.member for one in challenge.sitting if not one.outcome]
    return _notice(document, challenge, entry, "challenge_review", new)


def closed(session: Session, entry: Entry) -> Notice:
    """The challenger, the caller and the reviewers hear how it ended."""
    document, challenge = _about(session, entry)
    to = [
        challenge.member,
        *members_with_role(session, document, Role.CALLER),
        *(one.member for one in challenge.sitting),
    ]
    return _notice(document, challenge, entry, "challenge_closed", to)


CHALLENGE_NOTICES: dict[Verb, Telling] = {
    Verb.CHALLENGE_FILED: filed,
    Verb.CHALLENGE_ANSWERED: answered,
    Verb.REVIEWER_NAMED: reviewer_named,
    Verb.CHALLENGE_CLOSED: closed,
}


def _about(session: Session, entry: Entry) -> tuple[Document, Challenge]:
    document = document_of(session, entry)
    return document, challenge_numbered(session, document.id, entry.facts["challenge"])


def _notice(
    document: Document,
    challenge: Challenge,
    entry: Entry,
    template: str,
    to: Iterable[Member],
) -> Notice:
    due = entry.facts.get("due_at")
    coalition = document.coalition
    there = {one.id: one.account for one in to if one.left_at is None}
    facts = {
        "document": document, "coalition": coalition, "challenge": challenge,
        "place": place_of(challenge.designation), "text": words_of(entry).get("text"),
        "ground": GROUNDS[challenge.ground],
        "due": datetime.fromisoformat(due) if due else None,
        "end": end_in_words(challenge.closing, challenge.outcome)
        if challenge.closing
        else "",
        "reviews": [
            (one.member.account.name, OUTCOMES[one.outcome], one.text)
            for one in challenge.reviewers
            if one.outcome
        ],
    }  # fmt: skip
    subject = f"[{coalition.acronym}] {_EVENTS[template]}: {document.title}"
    return Notice(template, subject, reachable(list(there.values())), facts)


_EVENTS = {
    "challenge_filed": "A level is challenged",
    "challenge_answered": "Your challenge is answered",
    "challenge_review": "Please review a challenge",
    "challenge_closed": "A challenge is closed",
}
