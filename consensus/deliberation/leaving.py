"""What somebody who wants to leave holds, and what was handed on to whom (R4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consensus.coalitions.models import Member
from consensus.deliberation.leaving_models import HandOn
from consensus.deliberation.machine import LIVE
from consensus.deliberation.models import Holder, HolderState
from consensus.deliberation.queries import own_holds
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document


@dataclass(frozen=True)
class Held:
    """An objection or dissent that stands, and the document it is to."""

    document: Document
    holder: Holder


def held_by(session: Session, seat: Member) -> list[Held]:
    """The objections of a seat's holder about which they can still decide."""
    found = []
    for holder in own_holds(session, seat):
        if holder.state in LIVE | {HolderState.RECHECK}:
            document, asker = open_document(
                session, holder.objection.document_id, seat.account, to=Act.READ
            )
            if asker.may(Act.END_OWN_OBJECTION, document):
                found.append(Held(document, holder))
    return found


def handed_on_to(
    session: Session, document_id: int, member: Member
) -> Sequence[Holder]:
    """Objections that a member was asked to take on and has not joined yet."""
    rows = session.scalars(
        select(HandOn)
        .where(HandOn.member_id == member.id)
        .options(joinedload(HandOn.holder).joinedload(Holder.objection))
        .order_by(HandOn.id)
    ).all()
    return [
        one.holder
        for one in rows
        if one.holder.objection.document_id == document_id
        and one.holder.state in LIVE | {HolderState.RECHECK}
        and all(h.member_id != member.id for h in one.holder.objection.holders)
    ]


def handed_on(session: Session, holder_id: int) -> Sequence[HandOn]:
    """To whom an objection was handed on."""
    return session.scalars(
        select(HandOn)
        .where(HandOn.holder_id == holder_id)
        .options(joinedload(HandOn.member).joinedload(Member.account))
    ).all()
