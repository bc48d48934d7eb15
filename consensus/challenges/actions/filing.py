"""Filing a challenge of a declared level, and seconding one (domain.md 6.7)."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor
from consensus.archive.verbs import Verb
from consensus.challenges.actions.moving import Said, note
from consensus.challenges.machine import DAYS_TO_RESPOND
from consensus.challenges.models import Challenge, ChallengeState, Ground, Seconder
from consensus.coalitions.attribution import shown
from consensus.coalitions.models import Attribution, Member, Role
from consensus.deliberation.call_models import Designation
from consensus.deliberation.call_queries import closed_call_of
from consensus.deliberation.windows import end_of_day, is_open
from consensus.documents.access import members_with_role
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed, NotFound, Refused


@dataclass(frozen=True)
class Contest:
    """Which level is challenged, on what ground, why, and how its author is shown."""

    designation: int
    ground: Ground
    text: str
    attribution: Attribution


def file_challenge(
    session: Session, document: Document, contest: Contest, *, by: Member
) -> Challenge:
    """
    Challenge a declared level while its window is open.

    Refuses the consensus caller (`NotAllowed`), a second challenge of the same
    declaration by one member and one that comes too late (`Refused`), and one
    without a text (`Invalid`).
    """
    must_not_call(session, document, by)
    designation = _challenged(session, document, contest, by)
    at = clock.now()
    made = Challenge(
        document_id=document.id,
        number=_next_number(session, document),
        designation=designation,
        member=by,
        attribution=contest.attribution,
        ground=contest.ground,
        text=contest.text,
        filed_at=at,
        state=ChallengeState.FILED,
        state_at=at,
        due_at=end_of_day(at, DAYS_TO_RESPOND),
    )
    session.add(made)
    session.flush()
    facts = {
        "call": designation.call.round, "block": designation.block_id,
        "level": str(designation.level), "ground": str(made.ground),
        "attribution": str(made.attribution),
    }  # fmt: skip
    note(
        session,
        made,
        Verb.CHALLENGE_FILED,
        Said(
            facts=facts, words={"text": made.text}, identity=shown(by, made.attribution)
        ),
        by=challenger_of(made),
    )
    return made


def second(session: Session, challenge: Challenge, *, by: Member, actor: Actor) -> None:
    """Say by name that a challenge should be heard, while it can still go on."""
    document = session.get_one(Document, challenge.document_id)
    if by.id == challenge.member_id:
        raise Refused("You filed this challenge: another member can second it.")
    must_not_call(session, document, by)
    if challenge.state not in {ChallengeState.FILED, ChallengeState.RESPONDED}:
        raise Refused("This challenge needs no seconder any more.")
    if any(one.member_id == by.id for one in challenge.seconders):
        raise Refused("You have seconded this challenge already.")
    challenge.seconders.append(Seconder(member=by, at=clock.now()))
    session.flush()
    name = {"name": by.account.name}
    note(session, challenge, Verb.CHALLENGE_SECONDED, Said(identity=name), by=actor)


def challenger_of(challenge: Challenge) -> Actor:
    """The actor to record for what the challenger does."""
    account_id = challenge.member.account_id
    return Actor(account_id, "member", str(challenge.attribution))


def must_not_call(session: Session, document: Document, member: Member) -> None:
    """Refuse (`NotAllowed`) the consensus caller, who cannot challenge or second."""
    if is_caller(session, document, member):
        raise NotAllowed("The consensus caller answers challenges and files none.")


def is_caller(session: Session, document: Document, member: Member) -> bool:
    """Whether a member is this text's consensus caller now."""
    callers = members_with_role(session, document, Role.CALLER)
    return any(one.id == member.id for one in callers)


def _challenged(
    session: Session, document: Document, contest: Contest, by: Member
) -> Designation:
    if not contest.text:
        raise Invalid("Say why you read the level differently: it is printed.")
    call = closed_call_of(session, document)
    found = session.get(Designation, contest.designation)
    if found is None or found.call_id != call.id:
        raise NotFound("There is no such declared level.")
    if found.revised_at is not None:
        raise Refused("This level was declared again since: read the new one first.")
    if not is_open(call.challenges_close_at):
        raise Refused("The time to challenge the declared levels is over.")
    own = select(Challenge.id).where(
        Challenge.designation_id == found.id, Challenge.member_id == by.id
    )
    if session.scalars(own).first() is not None:
        raise Refused("You have challenged this level already.")
    return found


def _next_number(session: Session, document: Document) -> int:
    last = session.scalar(
        select(func.max(Challenge.number)).where(Challenge.document_id == document.id)
    )
    return (last or 0) + 1
