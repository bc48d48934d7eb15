"""Challenges as the pages show them: to everybody, with controls for whom they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.challenges.actions.filing import is_caller
from consensus.challenges.designations import DesignationState, state_of
from consensus.challenges.machine import LABELS
from consensus.challenges.models import Challenge, ChallengeState, Chosen
from consensus.challenges.queries import challenges_of, maintains_something
from consensus.challenges.words import GROUNDS, end_in_words
from consensus.coalitions.attribution import shown, who_line
from consensus.coalitions.models import Member
from consensus.deliberation.call_models import Call, Designation
from consensus.deliberation.call_queries import latest_call, standing_designations
from consensus.deliberation.windows import is_open
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document

WHOLE = "The whole document"


@dataclass(frozen=True)
class ChallengeView:
    """One challenge, and what whoever asks may do about it now."""

    challenge: Challenge
    place: str
    who: str
    ground: str
    status: str
    until: datetime | None
    may_second: bool
    may_respond: bool
    may_decide: bool
    may_escalate: bool
    may_review: bool
    may_decline: bool


@dataclass(frozen=True)
class Challengeable:
    """A declared level, and whether whoever asks may challenge it now."""

    designation: Designation
    place: str
    state: DesignationState
    may: bool


@dataclass(frozen=True)
class Challenges:
    """The page of a document's challenges."""

    document: Document
    call: Call | None
    levels: tuple[Challengeable, ...]
    challenges: tuple[ChallengeView, ...]

    @property
    def is_window_open(self) -> bool:
        """Whether levels can still be challenged."""
        return self.call is not None and is_open(self.call.challenges_close_at)


def challenges_page(session: Session, document: Document, asker: Asker) -> Challenges:
    """All of a document's challenges and declared levels, for whoever asks."""
    call, rows = latest_call(session, document), challenges_of(session, document.id)
    levels = standing_designations(session, call) if call else []
    return Challenges(
        document,
        call,
        tuple(_level(session, document, one, rows, asker) for one in levels),
        tuple(view_of(session, document, one, asker) for one in rows),
    )


def place_of(designation: Designation) -> str:
    """What a level was declared for, as the text put to the call numbers it."""
    items = designation.call.snapshot.items
    labels = {item.wording.block_id: item.label for item in items}
    return labels.get(designation.block_id or "", WHOLE)


def view_of(
    session: Session, document: Document, challenge: Challenge, asker: Asker
) -> ChallengeView:
    """One challenge for whoever asks."""
    seat, state = asker.member, challenge.state
    is_own = seat is not None and seat.id == challenge.member_id
    answered = state is ChallengeState.RESPONDED
    decides = is_own and answered and asker.may(Act.END_OWN_CHALLENGE, document)
    reviews = _reviews(challenge, seat) and asker.may(Act.REVIEW, document)
    return ChallengeView(
        challenge=challenge,
        place=place_of(challenge.designation),
        who=who_line(shown(challenge.member, challenge.attribution)),
        ground=GROUNDS[challenge.ground],
        status=status_of(challenge),
        until=challenge.due_at,
        may_second=asker.may(Act.SECOND, document)
        and seat is not None
        and _seconds(session, document, challenge, seat),
        may_respond=state is ChallengeState.FILED
        and asker.may(Act.ANSWER_CHALLENGE, document),
        may_decide=decides,
        may_escalate=decides and _is_heard(session, challenge),
        may_review=reviews,
        may_decline=reviews and _is_drawn(challenge, seat),
    )


def status_of(challenge: Challenge) -> str:
    """How a challenge stands, in one sentence."""
    if challenge.closing is not None:
        return end_in_words(challenge.closing, challenge.outcome)
    words = LABELS[challenge.state]
    return f"{words[0].upper()}{words[1:]}."


def _level(
    session: Session,
    document: Document,
    one: Designation,
    challenges: Sequence[Challenge],
    asker: Asker,
) -> Challengeable:
    seat = asker.member
    may = (
        seat is not None
        and asker.may(Act.CHALLENGE, document)
        and is_open(one.call.challenges_close_at)
        and not is_caller(session, document, seat)
        and not any(
            c.designation_id == one.id and c.member_id == seat.id for c in challenges
        )
    )
    return Challengeable(one, place_of(one), state_of(one, challenges), may)


def _seconds(
    session: Session, document: Document, challenge: Challenge, seat: Member
) -> bool:
    waits = challenge.state in {ChallengeState.FILED, ChallengeState.RESPONDED}
    known = {challenge.member_id, *(one.member_id for one in challenge.seconders)}
    return waits and seat.id not in known and not is_caller(session, document, seat)


def _is_heard(session: Session, challenge: Challenge) -> bool:
    return bool(challenge.seconders) or maintains_something(
        session, challenge.document_id, challenge.member_id
    )


def _reviews(challenge: Challenge, seat: Member | None) -> bool:
    return challenge.state is ChallengeState.ESCALATED and any(
        seat is not None and one.member_id == seat.id and one.reviewed_at is None
        for one in challenge.sitting
    )


def _is_drawn(challenge: Challenge, seat: Member | None) -> bool:
    return any(
        seat is not None and one.member_id == seat.id and one.chosen is Chosen.DRAWN
        for one in challenge.sitting
    )
