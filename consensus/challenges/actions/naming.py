"""Naming the reviewers of an escalated challenge, on record (domain.md 6.7)."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import (
    CLOCK,
    Deed,
    locked_chain,
    record,
    withhold_identity,
)
from consensus.archive.chain import new_salt
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.challenges.actions.moving import Said, note
from consensus.challenges.models import Challenge, Chosen, Reviewer
from consensus.challenges.reviewers import Seats, appointed, in_drawn_order, pool_of
from consensus.coalitions.models import Member
from consensus.documents.models import Document

HOW_MANY = 2


def name_reviewers(session: Session, document: Document, challenge: Challenge) -> None:
    """
    Name whom the charter names; else two coordinators; else two members drawn.

    Nobody who is involved is named. If fewer can be found than should be, those
    review; if nobody can, the time limit closes the challenge and the page says why.
    """
    chosen, seats = appointed(session, document, challenge)
    for seat in seats:
        _name(session, challenge, seat, chosen)
    if not seats:
        _draw(session, document, challenge)


def replace_drawn(session: Session, document: Document, challenge: Challenge) -> None:
    """Draw somebody else in the place of a member who does not take it on."""
    _draw(session, document, challenge)


def _draw(session: Session, document: Document, challenge: Challenge) -> None:
    """
    Put the members in an order that nobody chose, and take the first of each group.

    The order follows from the head of the record and a number drawn with it. Both and
    the members asked are kept beside the entry, withheld, as the list would tell who
    took a position; its hash shows later that nothing was changed (INV-21).
    """
    pool = pool_of(session, document, challenge)
    chain, salt = locked_chain(session, ChainKind.DOCUMENT, document.id), new_salt()
    head = chain.head
    order = in_drawn_order(pool, head, salt)
    entry = record(
        session,
        ChainKind.DOCUMENT,
        document.id,
        Deed(
            Verb.REVIEWERS_DRAWN,
            challenge.name,
            {"challenge": challenge.number, "head": head},
            identity={"number": salt, "order": [one.id for one in order]},
        ),
        by=CLOCK,
    )
    withhold_identity(session, entry)
    for seat in _of_different_groups(order, challenge):
        _name(session, challenge, seat, Chosen.DRAWN)


def _of_different_groups(order: Seats, challenge: Challenge) -> Seats:
    groups = {str(one.member.term.group) for one in challenge.sitting}
    free = HOW_MANY - len(challenge.sitting)
    taken: list[Member] = []
    for seat in order:
        if len(taken) < free and str(seat.term.group) not in groups:
            taken.append(seat)
            groups.add(str(seat.term.group))
    return taken


def _name(session: Session, challenge: Challenge, seat: Member, chosen: Chosen) -> None:
    challenge.reviewers.append(
        Reviewer(member=seat, chosen=chosen, named_at=clock.now())
    )
    session.flush()
    note(
        session,
        challenge,
        Verb.REVIEWER_NAMED,
        Said(facts={"chosen": str(chosen)}, identity={"name": seat.account.name}),
        by=CLOCK,
    )
