"""Support, reservation, standing aside: what a member says of exact words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.attribution import shown
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.actions.holders import hold
from consensus.deliberation.actions.names_withheld import withhold_names
from consensus.deliberation.heard import holders_on
from consensus.deliberation.machine import LIVE, Move
from consensus.deliberation.models import (
    Holder,
    HolderState,
    Position,
    PositionKind,
)
from consensus.deliberation.position_machine import PositionMove, check_position
from consensus.deliberation.queries import own_positions_on
from consensus.deliberation.recusals import must_take_part
from consensus.documents.models import Document
from consensus.drafting.seen import Seen, must_be_current, wording_seen
from consensus.errors import Invalid, NotAllowed, NotFound, Refused
from consensus.wordings.models import Snapshot


@dataclass(frozen=True)
class Stand:
    """What a member says: the kind, a note, how to be shown, whether it lifts."""

    kind: PositionKind
    note: str
    attribution: Attribution
    lifts_objection: bool = False

    def check(self) -> None:
        """Refuse (`Invalid`) a reservation that does not say what it reserves."""
        if self.kind is PositionKind.RESERVATION and not self.note:
            raise Invalid("Say what you want noted: a reservation needs a note.")


def take_position(
    session: Session, document: Document, seen: Seen, stand: Stand, *, by: Member
) -> Position:
    """
    Say where one stands on the words seen, in place of what one said of them before.

    Support on words that have changed is not recorded (`WordsChanged`, decision 11).
    Whoever holds an objection to these words must say that this lifts it (B5).
    """
    stand.check()
    must_take_part(session, document.id, by)
    must_be_current(session, document.id, seen)
    wording = wording_seen(session, document.id, seen, by="position")
    _lift(session, document, holders_on(session, document.id, seen.block_id), stand, by)
    replace_own(session, document, wording.id, stand.attribution, by=by)
    position = Position(
        document_id=document.id, block_id=seen.block_id, wording_id=wording.id,
        member=by, kind=stand.kind, note=stand.note, attribution=stand.attribution,
        taken_at=clock.now(), draft_seq=seen.seq,
    )  # fmt: skip
    facts = {"block": seen.block_id, "wording": wording.hash}
    return _recorded(session, document, position, facts, by=by)


def take_document_position(
    session: Session,
    document: Document,
    snapshot: Snapshot,
    stand: Stand,
    *,
    by: Member,
) -> Position:
    """
    Stand on the whole text under call (B3): it counts on every block on which one has
    no position of one's own (B4). Objections to the whole text are not spread.
    """
    stand.check()
    must_take_part(session, document.id, by)
    _lift(session, document, holders_on(session, document.id, None), stand, by)
    end_all(
        session, document, stand.attribution,
        own_positions_on(session, document.id, by, None),
    )  # fmt: skip
    position = Position(
        document_id=document.id, snapshot_id=snapshot.id, member=by, kind=stand.kind,
        note=stand.note, attribution=stand.attribution, taken_at=clock.now(),
    )  # fmt: skip
    facts = {"block": None, "snapshot": snapshot.number}
    return _recorded(session, document, position, facts, by=by)


def withdraw_position(
    session: Session, document: Document, position_id: int, *, by: Member
) -> None:
    """Take one's own position back; it stays on record as withdrawn."""
    position = session.get(Position, position_id)
    if position is None or position.document_id != document.id:
        raise NotFound("There is no such position.")
    if position.member_id != by.id:
        raise NotAllowed("Only the person who took a position can withdraw it.")
    _end(session, document, position, PositionMove.WITHDRAW, Verb.POSITION_WITHDRAWN)


def replace_own(
    session: Session,
    document: Document,
    wording_id: int,
    attribution: Attribution,
    *,
    by: Member,
) -> None:
    """
    End what a member said of a wording so far, because they say another thing.

    If they are to be shown with less from now on, the names beside what they said
    before leave the public log: the two entries follow each other there (R17, INV-21).
    """
    earlier = session.scalars(
        select(Position).where(
            Position.document_id == document.id,
            Position.wording_id == wording_id,
            Position.member_id == by.id,
            Position.ended_at.is_(None),
        )
    ).all()
    end_all(session, document, attribution, earlier)


def _lift(
    session: Session,
    document: Document,
    holders: list[Holder],
    stand: Stand,
    by: Member,
) -> None:
    own = [
        holder
        for holder in holders
        if holder.member_id == by.id and holder.state in LIVE | {HolderState.RECHECK}
    ]
    if own and not stand.lifts_objection:
        name = own[0].objection.name
        raise Refused(
            f"You hold the objection {name} here. "
            "Confirm that this lifts your objection, or leave it as it is."
        )
    for holder in own:
        hold(session, document, holder, Move.WITHDRAW, "", by=by)


def end_all(
    session: Session,
    document: Document,
    attribution: Attribution,
    positions: Sequence[Position],
) -> None:
    """End one's positions because one says another thing, shown so from here on."""
    closeness = list(Attribution).index  # from a name to "a member"
    for position in positions:
        if closeness(attribution) > closeness(position.attribution):
            withhold_names(session, document, position)
        _end(session, document, position, PositionMove.REPLACE, Verb.POSITION_REPLACED)


def _end(
    session: Session,
    document: Document,
    position: Position,
    move: PositionMove,
    verb: Verb,
) -> None:
    position.ending = check_position(move, position)
    position.ended_at = clock.now()
    session.flush()  # before the next one comes: only one may stand
    record(
        session, ChainKind.DOCUMENT, document.id,
        Deed(verb, _about(position), {"position": position.id}),
        by=_actor(position),
    )  # fmt: skip


def _recorded(
    session: Session,
    document: Document,
    position: Position,
    facts: Mapping[str, object],
    *,
    by: Member,
) -> Position:
    session.add(position)
    session.flush()
    record(
        session, ChainKind.DOCUMENT, document.id,
        Deed(
            Verb.POSITION_TAKEN, _about(position),
            {
                "position": position.id,
                "kind": str(position.kind),
                "attribution": str(position.attribution),
                **facts,
            },
            words={"note": position.note} if position.note else None,
            identity=shown(by, position.attribution),
        ),
        by=_actor(position),
    )  # fmt: skip
    return position


def _about(position: Position) -> str:
    return f"block:{position.block_id}" if position.block_id else "document"


def _actor(position: Position) -> Actor:
    return Actor(position.member.account_id, "member", str(position.attribution))
