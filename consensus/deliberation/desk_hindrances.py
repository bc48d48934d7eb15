"""What stands in the way of a call (G1) or of a level, in plain words with links."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from consensus import clock
from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import Role
from consensus.coalitions.queries import coordinators_of
from consensus.comments.queries import without_disposition
from consensus.deliberation.call_queries import lacks_public_comment, unanswered_since
from consensus.deliberation.desk_rows import place_of, waits_for
from consensus.deliberation.machine import OPEN
from consensus.deliberation.queries import objections_of
from consensus.deliberation.rounds import asked_before
from consensus.documents.access import members_with_role
from consensus.documents.models import Document, Stage
from consensus.drafting.queries import blocks_of, labels


@dataclass(frozen=True)
class Hindrance:
    """One thing that stands in the way: what, where to see to it, and who can."""

    sentence: str
    href: str
    more: str


def hindrances_to_call(session: Session, document: Document) -> list[Hindrance]:
    """What of G1 is not fulfilled yet: text, consensus caller, answers."""
    found = []
    if not blocks_of(session, document.id):
        page = place_of(document, None)
        found.append(
            Hindrance("The text is empty", page, "Editors write or import it.")
        )
    if not members_with_role(session, document, Role.CALLER):
        found.append(
            Hindrance(
                "Nobody is named as consensus caller",
                f"/documents/{document.id}/people",
                _who_names(session, document),
            )
        )
    charter = charter_of(document.coalition.charter)
    if lacks_public_comment(session, document, charter):
        found.append(
            Hindrance(
                "No public comment has been held",
                f"/documents/{document.id}/stages",
                "The charter asks for it. An editor opens it.",
            )
        )
    if document.stage_now is not Stage.REVISION:
        found.append(
            Hindrance(
                f"The text is at the stage “{document.stage_now.label}”",
                f"/documents/{document.id}/stages",
                "A call is opened on a text in revision, after a member review.",
            )
        )
    return [
        *found,
        *_uncommented(session, document),
        *_unanswered(session, document),
        *_asked_before(session, document),
    ]


def _who_names(session: Session, document: Document) -> str:
    coordinators = [one.account.name for one in coordinators_of(
        session, document.coalition
    )]  # fmt: skip
    if coordinators:
        return f"{' or '.join(coordinators)} can name one, as coordinator."
    return (
        "The coalition has no coordinator: two members from different organisations "
        "can coordinate this document together and name one."
    )


def _uncommented(session: Session, document: Document) -> list[Hindrance]:
    waiting = without_disposition(session, document.id)
    if not waiting:
        return []
    names = ", ".join(one.name for one in waiting)
    verb = "have" if len(waiting) > 1 else "has"
    return [
        Hindrance(
            f"{names} {verb} no answer",
            f"/documents/{document.id}/comments?shown=open",
            "Received in a window. An editor can answer.",
        )
    ]


def _unanswered(session: Session, document: Document) -> list[Hindrance]:
    charter = charter_of(document.coalition.charter)
    limit = clock.now() - timedelta(days=charter.answer_days)
    places = labels(session, document.id)
    return [
        Hindrance(
            f"{one.name} has no answer",
            place_of(document, places.get(one.block_id or "")),
            f"Raised {charter.answer_days} days ago or more. An editor can answer it.",
        )
        for one in unanswered_since(session, document, limit)
    ]


def _asked_before(session: Session, document: Document) -> list[Hindrance]:
    places = labels(session, document.id)
    return [
        Hindrance(
            f"{one.name} is kept after two answers, and no word has changed since "
            "the last call",
            place_of(document, places.get(one.block_id or "")),
            "Asking the same again settles nothing; other ways are listed there.",
        )
        for one in asked_before(session, document)
    ]


def hindrances_to_level(session: Session, document: Document) -> list[Hindrance]:
    """The objections because of which no level can be declared yet (domain.md 7.2)."""
    places = labels(session, document.id)
    return [
        Hindrance(
            f"{one.name} {'; '.join(waits_for(one))}",
            place_of(document, places.get(one.block_id or "")),
            f"It is to {places.get(one.block_id or '', 'the text as a whole')}.",
        )
        for one in objections_of(session, document.id)
        if any(holder.state in OPEN for holder in one.holders)
    ]
