"""Who took part in a text, and how anybody may know it (domain.md 11.5, INV-29)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus import clock
from consensus.archive.models import ChainKind
from consensus.archive.queries import accounts_behind, attributions_behind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Attribution, Member, SeatStatus
from consensus.deliberation.assessment import (
    Evidence,
    attributed_voices,
    evidence_for,
)
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import latest_call
from consensus.documents.models import Document

WRITING = ("text.",)
SPEAKING = ("position.taken", "objection.", "suggestion.", "comment.", "statement.")
"""
How the deeds begin that are taking part: editing; commenting, taking a position,
objecting, signing. Reading, and acts for the procedure only, are not among them.
"""


@dataclass(frozen=True)
class Participant:
    """
    One person in the figures of a text, with the group and the region that they had
    at the opening of the call, or on joining during it (R11, INV-29).

    `is_named` says whether anybody can know that they took part: they wrote, or spoke
    under their name, or agreed to be listed. `is_named_there` says so of a position.
    """

    member: Member
    group: str
    region: str
    organisation: str
    at_opening: bool
    """Whether they were a member when the call opened; without a call: now."""
    joined_during_call: bool = False
    took_part: bool = False
    took_position: bool = False
    is_named: bool = False
    is_named_there: bool = False


@dataclass(frozen=True)
class Crowd:
    """All members and participants of a text, and the call that the figures are of."""

    call: Call | None
    as_of: datetime
    people: tuple[Participant, ...]
    observers: int


def crowd_of(session: Session, document: Document) -> Crowd:
    """
    Who belonged to the coalition at the opening of the latest call, and who took part.

    Before the first call: who belongs to it now. Whoever has left is in no figure.
    """
    call = latest_call(session, document)
    as_of = call.opens_at if call else clock.now()
    seats = _seats(session, document)
    said = _said_in(session, document, call)
    acted = _acted_in(session, document)
    people = [
        _participant(
            one, call, as_of, said.get(one.id, set()), acted.get(one.account_id)
        )
        for one in seats
    ]
    return Crowd(
        call, as_of, tuple(one for one in people if one.at_opening or one.took_part),
        sum(_was(one, as_of, SeatStatus.OBSERVER) for one in seats),
    )  # fmt: skip


def without_seat(session: Session, document: Document) -> int:
    """How many accounts took part that have no seat in the coalition: none should."""
    seats = select(Member.account_id).where(
        Member.coalition_id == document.coalition_id
    )
    return len(_acted_in(session, document).keys() - set(session.scalars(seats)))


def _acted_in(session: Session, document: Document) -> dict[int, bool]:
    """The accounts that took part, and whether openly: by writing, or by name."""
    chain = (ChainKind.DOCUMENT, document.id)
    spoke = attributions_behind(session, chain, SPEAKING)
    changed = attributions_behind(session, chain, [Verb.ATTRIBUTION_CHANGED])
    openly = {
        account: Attribution.NAMED in shown and changed.get(account, _OPEN) == _OPEN
        for account, shown in spoke.items()
    }
    return openly | dict.fromkeys(accounts_behind(session, chain, WRITING), True)


_OPEN = {str(Attribution.NAMED)}


def _seats(session: Session, document: Document) -> list[Member]:
    rows = session.scalars(
        select(Member)
        .where(Member.coalition_id == document.coalition_id)
        .options(joinedload(Member.account), selectinload(Member.terms))
        .order_by(Member.id)
    )
    return [one for one in rows if one.status is not SeatStatus.FORMER]


def _said_in(
    session: Session, document: Document, call: Call | None
) -> dict[int, set[Attribution]]:
    """By seat: what those who took a position in the call are shown with there."""
    if call is None:
        return {}
    evidence = evidence_for(session, document, call)
    found: dict[int, set[Attribution]] = defaultdict(set)
    for block_id in _targets(evidence):
        for voice, attribution in attributed_voices(evidence, block_id):
            if voice.stands or voice.waits:
                found[int(voice.person)].add(attribution)
    return found


def _targets(evidence: Evidence) -> set[str | None]:
    """The frozen paragraphs, the whole text, and removed paragraphs objected to."""
    held = {block for blocks in evidence.places.values() for block in blocks}
    return {None, *evidence.wordings, *held}


def _participant(
    member: Member,
    call: Call | None,
    as_of: datetime,
    said: Collection[Attribution],
    openly: bool | None,
) -> Participant:
    """`openly`: whether they took part under their name; None if not at all."""
    seats = {one.member_id: one for one in call.eligible} if call else {}
    seat, term = seats.get(member.id), member.term_at(as_of)
    was_there = _was(member, as_of, SeatStatus.MEMBER)
    if call is not None:
        was_there = seat is not None and not seat.joined_during_call
    return Participant(
        member=member,
        group=seat.group if seat else str(term.group),
        region=seat.region if seat else str(term.region),
        organisation=seat.organisation if seat else term.organisation,
        at_opening=was_there,
        joined_during_call=not was_there and member.status is SeatStatus.MEMBER,
        took_part=openly is not None or bool(said),
        took_position=bool(said),
        is_named=bool(openly) or member.listed or Attribution.NAMED in said,
        is_named_there=Attribution.NAMED in said,
    )


def _was(member: Member, moment: datetime, status: SeatStatus) -> bool:
    return member.joined_at <= moment and member.term_at(moment).status is status
