"""The caller's answer to a challenge, and what the challenger makes of it (6.7)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor
from consensus.archive.verbs import Verb
from consensus.challenges.actions.filing import challenger_of
from consensus.challenges.actions.moving import Said, move_on, note
from consensus.challenges.actions.naming import name_reviewers
from consensus.challenges.machine import Move, Who
from consensus.challenges.models import Challenge, Closing, Response
from consensus.challenges.queries import maintains_something
from consensus.coalitions.models import Member
from consensus.deliberation.actions.declaring import Declared, declare
from consensus.deliberation.levels import Level
from consensus.documents.models import Document, Stage
from consensus.errors import Invalid, NotAllowed, Refused


@dataclass(frozen=True)
class Answer:
    """What the caller answers; a revision brings the new level, and says why."""

    response: Response
    text: str
    level: Level | None = None


def respond(
    session: Session, challenge: Challenge, answer: Answer, *, by: Member, actor: Actor
) -> None:
    """
    Keep the level, or declare another one in its place; either with a reason.

    A revised level is a new declaration: the old one stays in the record, and
    statements can be filed for 5 more days at least (domain.md 6.6).
    """
    if not answer.text:
        raise Invalid("Say why: the answer is printed beside the challenge.")
    move_on(challenge, Move.RESPOND, who=Who.CALLER)
    if answer.response is Response.REVISE:
        _revise(session, challenge, answer, by=by, actor=actor)
    challenge.response, challenge.response_text = answer.response, answer.text
    challenge.responder, challenge.responded_at = by, clock.now()
    session.flush()
    note(
        session,
        challenge,
        Verb.CHALLENGE_ANSWERED,
        Said(
            facts={"response": str(answer.response)},
            words={"text": answer.text},
            identity={"name": by.account.name},
        ),
        by=actor,
    )


def accept(session: Session, challenge: Challenge, *, by: Member) -> None:
    """The challenger is satisfied with the answer: the challenge is closed."""
    _must_be_own(challenge, by)
    move_on(challenge, Move.ACCEPT, who=Who.CHALLENGER)
    close(session, challenge, Closing.ACCEPTED, by=challenger_of(challenge))


def escalate(session: Session, challenge: Challenge, *, by: Member) -> None:
    """
    The challenger is not satisfied: reviewers are named.

    Refused until one member has seconded it, unless the challenger holds a maintained
    objection to the text (domain.md 6.7).
    """
    _must_be_own(challenge, by)
    document = session.get_one(Document, challenge.document_id)
    if not challenge.seconders and not maintains_something(
        session, document.id, challenge.member_id
    ):
        raise Refused(
            "A challenge goes to reviewers once another member seconds it, or if you "
            "hold a maintained objection to this text."
        )
    move_on(challenge, Move.ESCALATE, who=Who.CHALLENGER)
    _note_escalated(session, challenge, "not_satisfied", challenger_of(challenge))
    name_reviewers(session, document, challenge)


def escalate_unanswered(session: Session, challenge: Challenge) -> None:
    """The clock: the caller did not answer in time, so it goes to reviewers."""
    document = session.get_one(Document, challenge.document_id)
    move_on(challenge, Move.NO_RESPONSE, who=Who.SYSTEM, at=challenge.due_at)
    _note_escalated(session, challenge, "no_response", CLOCK)
    name_reviewers(session, document, challenge)


def close(session: Session, challenge: Challenge, how: Closing, *, by: Actor) -> None:
    """Write down that a challenge, moved to its end, is over, and how."""
    challenge.closing = how
    session.flush()
    facts: dict[str, object] = {"closing": str(how)}
    if challenge.outcome is not None:
        facts["outcome"] = str(challenge.outcome)
    note(session, challenge, Verb.CHALLENGE_CLOSED, Said(facts=facts), by=by)


def _note_escalated(
    session: Session, challenge: Challenge, why: str, actor: Actor
) -> None:
    session.flush()
    facts = {"because": why}
    note(session, challenge, Verb.CHALLENGE_ESCALATED, Said(facts=facts), by=actor)


def _revise(
    session: Session, challenge: Challenge, answer: Answer, *, by: Member, actor: Actor
) -> None:
    document = session.get_one(Document, challenge.document_id)
    present = challenge.designation
    if present.revised_at is not None:
        return  # declared again on the desk meanwhile
    if document.stage_now is not Stage.ASSESSMENT:
        raise Refused("The text is not under assessment: no level can be revised now.")
    if answer.level is None or answer.level is present.level:
        raise Invalid("Choose the level that you declare instead.")
    joined = present.on_joined  # how newcomers were weighed is said for any level (R12)
    revised = Declared(present.block_id, answer.level, answer.text, joined)
    declare(session, document, [revised], [], by=by, actor=actor)


def _must_be_own(challenge: Challenge, member: Member) -> None:
    if challenge.member_id != member.id:
        raise NotAllowed("Only the member who challenged can decide about it.")
