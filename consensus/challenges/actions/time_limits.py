"""What the clock does when the time of a challenge's state is over (domain.md 6.7)."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK
from consensus.challenges.actions.answering import close, escalate_unanswered
from consensus.challenges.actions.moving import move_on
from consensus.challenges.machine import BY_CLOCK, Move, Who
from consensus.challenges.models import Challenge, Closing
from consensus.challenges.queries import challenges_of
from consensus.documents.models import Document

_CLOSINGS = {
    Move.NOT_PURSUED: Closing.NOT_PURSUED,
    Move.NOT_REVIEWED: Closing.NOT_REVIEWED,
}


def keep_time(session: Session, document: Document) -> None:
    """
    Make every move that is due; as of the moment it was due, however late this runs.

    Safe to repeat: a challenge that was moved on is due no more.
    """
    for challenge in challenges_of(session, document.id):
        while challenge.due_at is not None and challenge.due_at <= clock.now():
            _time_is_over(session, challenge)


def _time_is_over(session: Session, challenge: Challenge) -> None:
    move = BY_CLOCK[challenge.state]
    if move is Move.NO_RESPONSE:
        escalate_unanswered(session, challenge)
        return
    move_on(challenge, move, who=Who.SYSTEM, at=challenge.due_at)
    close(session, challenge, _CLOSINGS[move], by=CLOCK)
