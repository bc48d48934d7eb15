"""Who can review a challenge: only people independent in the matter (domain.md 8 f)."""

import hashlib
from collections.abc import Sequence, Set

from sqlalchemy.orm import Session

from consensus.challenges.models import Challenge, Chosen
from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import Member, Role
from consensus.coalitions.queries import coordinators_of, members_of
from consensus.deliberation.assessment import Evidence, evidence_for, voices_on
from consensus.documents.access import members_with_role
from consensus.documents.models import Document

Seats = Sequence[Member]

_COORDINATORS = 2


def appointed(
    session: Session, document: Document, challenge: Challenge
) -> tuple[Chosen, Seats]:
    """
    The reviewers who need not be drawn: those of the charter that the call cites, or
    else two coordinators who are not involved. Nobody, if there are none such.
    """
    out = involved(session, document, challenge)
    named = charter_of(challenge.designation.call.charter).challenge_reviewers
    members = members_of(session, document.coalition)
    of_charter = [one for one in members if one.id in named and one.id not in out]
    if of_charter:
        return Chosen.CHARTER, of_charter
    coordinators = {one.id: one for one in coordinators_of(session, document.coalition)}
    free = [one for one in coordinators.values() if one.id not in out]
    if len(free) < _COORDINATORS:
        return Chosen.COORDINATOR, ()
    return Chosen.COORDINATOR, free[:_COORDINATORS]


def pool_of(session: Session, document: Document, challenge: Challenge) -> Seats:
    """The members who took no position on the text and are not involved (6.7)."""
    evidence = _evidence(session, document, challenge)
    spoke = {seat for one in evidence.positions for seat in one.members}
    spoke |= {h.member_id for one in evidence.objections for h in one.holders}
    asked = {one.member_id for one in challenge.reviewers}
    out = involved(session, document, challenge) | spoke | asked
    members = members_of(session, document.coalition)
    return [one for one in members if one.id not in out]


def involved(session: Session, document: Document, challenge: Challenge) -> Set[int]:
    """
    Who cannot review: whoever declares or drafted the text, challenged or seconded,
    or spoke on what the level is declared for.
    """
    roles = (Role.CALLER, Role.EDITOR)
    seats = {
        one.id for role in roles for one in members_with_role(session, document, role)
    }
    seats |= {challenge.member_id, challenge.designation.declared_by}
    seats |= {one.member_id for one in challenge.seconders}
    evidence = _evidence(session, document, challenge)
    block = challenge.designation.block_id
    return seats | {int(voice.person) for voice in voices_on(evidence, block)}


def in_drawn_order(pool: Seats, head: str, salt: str) -> Seats:
    """The pool in the order of SHA-256("head:salt:seat"): anybody who has all three
    gets the same order, and nobody can know it before the head is there."""

    def place(seat: Member) -> str:
        drawn = f"{head}:{salt}:{seat.id}"
        return hashlib.sha256(drawn.encode("ascii")).hexdigest()

    return sorted(pool, key=place)


def _evidence(session: Session, document: Document, challenge: Challenge) -> Evidence:
    return evidence_for(session, document, challenge.designation.call)
