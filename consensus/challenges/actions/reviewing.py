"""What reviewers do with an escalated challenge (domain.md 6.7)."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor
from consensus.archive.verbs import Verb
from consensus.challenges.actions.answering import close
from consensus.challenges.actions.moving import Said, move_on, note
from consensus.challenges.actions.naming import replace_drawn
from consensus.challenges.machine import Move, Who
from consensus.challenges.models import (
    Challenge,
    ChallengeState,
    Chosen,
    Closing,
    Outcome,
    Reviewer,
)
from consensus.coalitions.models import Member
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed, Refused


def review(
    session: Session,
    challenge: Challenge,
    outcome: Outcome,
    text: str,
    *,
    by: Member,
    actor: Actor,
) -> None:
    """
    Say what is to be done with the level: keep it, send it back, or note the challenge.

    The last reviewer's word decides and closes it. If reviewers say different things
    the challenge is noted, as no outcome is common to them; each reason is printed.
    """
    mine = _seat_of(challenge, by)
    if not text:
        raise Invalid("Give the reason of your review: it is printed.")
    mine.outcome, mine.text, mine.reviewed_at = outcome, text, clock.now()
    session.flush()
    note(
        session,
        challenge,
        Verb.CHALLENGE_REVIEWED,
        Said(
            facts={"outcome": str(outcome)},
            words={"text": text},
            identity={"name": by.account.name},
        ),
        by=actor,
    )
    said = {one.outcome for one in challenge.sitting}
    if None not in said:
        _decide(session, challenge, outcome if len(said) == 1 else Outcome.NOTE)


def decline(
    session: Session, challenge: Challenge, *, by: Member, actor: Actor
) -> None:
    """Not take a review on; another member is drawn for somebody who was drawn."""
    mine = _seat_of(challenge, by)
    if mine.chosen is not Chosen.DRAWN:
        raise Refused("Only members who were drawn can leave the review to others.")
    mine.declined_at = clock.now()
    session.flush()
    name = {"name": by.account.name}
    note(session, challenge, Verb.REVIEW_DECLINED, Said(identity=name), by=actor)
    document = session.get_one(Document, challenge.document_id)
    replace_drawn(session, document, challenge)
    said = {one.outcome for one in challenge.sitting}
    if said and None not in said:  # nobody could be drawn, and the others are done
        _decide(session, challenge, said.pop() or Outcome.NOTE)


def _decide(session: Session, challenge: Challenge, outcome: Outcome) -> None:
    move_on(challenge, Move.DECIDE, who=Who.REVIEWER)
    challenge.outcome = outcome
    move_on(challenge, Move.CONCLUDE, who=Who.SYSTEM)
    close(session, challenge, Closing.REVIEWED, by=CLOCK)


def _seat_of(challenge: Challenge, member: Member) -> Reviewer:
    """The reviewer's row while it is theirs to act on."""
    mine = next((r for r in challenge.sitting if r.member_id == member.id), None)
    if mine is None:
        raise NotAllowed("Only the reviewers of this challenge can do this.")
    if challenge.state is not ChallengeState.ESCALATED:
        raise Refused("This challenge is closed.")
    if mine.reviewed_at is not None:
        raise Refused("You have given your review already.")
    return mine
