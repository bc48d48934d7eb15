"""Challenges that wait: for the caller, for their authors, for reviewers (6.7)."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from consensus.challenges.queries import runs_until
from consensus.challenges.view import Challenges, ChallengeView, challenges_page
from consensus.deliberation.need import Need
from consensus.documents.access import Asker
from consensus.documents.models import Document


def challenges_waiting(
    session: Session, document: Document, asker: Asker
) -> Iterator[Need]:
    """What somebody must or can do about declared levels and their challenges."""
    page = challenges_page(session, document, asker)
    for view in page.challenges:
        yield from _about(document, view)
    yield from _to_challenge(document, page)


_STEPS = (
    ("may_respond", "to_respond_challenge", "asks you for an answer",
     "Keep the level or declare another one, and say why.", True),
    ("may_decide", "challenge_answered", "was answered",
     "You filed it: accept the answer, or take it to reviewers.", True),
    ("may_review", "to_review", "waits for your review",
     "Keep the level, send it back, or note the challenge.", True),
    ("may_second", "to_second", "can be seconded",
     "It goes to reviewers only if another member seconds it.", False),
)  # fmt: skip


def _about(document: Document, view: ChallengeView) -> Iterator[Need]:
    one = view.challenge
    for may, kind, what, where, must in _STEPS:
        if getattr(view, may):
            yield Need(
                kind, "warn" if must else "info", f"{one.name} {what}",
                f"{view.place}. {where}",
                href=f"/documents/{document.id}/challenges#ch-{one.number}",
                until=runs_until(one), must=must,
            )  # fmt: skip


def _to_challenge(document: Document, page: Challenges) -> Iterator[Need]:
    if page.call is not None and any(level.may for level in page.levels):
        yield Need(
            "to_challenge", "info", "The declared levels can be challenged",
            "Say why, if you read one differently.",
            href=f"/documents/{document.id}/challenges",
            until=page.call.challenges_close_at, must=False,
        )  # fmt: skip
