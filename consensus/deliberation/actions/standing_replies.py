"""Answering once for every wording with the same effect (domain.md R9)."""

from sqlalchemy.orm import Session

from consensus.archive.actions import Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.actions.recording import actor_of
from consensus.deliberation.machine import OPPOSING
from consensus.deliberation.models import Holder
from consensus.documents.models import Document
from consensus.errors import NotAllowed, Refused


def give_standing_reply(
    session: Session, document: Document, holder: Holder, *, by: Member
) -> None:
    """
    Keep one's objection on any wording with the same effect, until one says otherwise.

    Only for what is maintained or a dissent: what waits for an answer still gets one.
    From here on each change of words keeps it, as the holder's own decision; a removal
    still asks. NotAllowed for anybody else.
    """
    _must_be_own(holder, by)
    if holder.state not in OPPOSING or holder.standing_reply:
        raise Refused(
            "A standing reply is for an objection that you maintain or a dissent, "
            "and is given once."
        )
    _set(session, document, holder, gives=True)


def end_standing_reply(
    session: Session, document: Document, holder: Holder, *, by: Member
) -> None:
    """Be asked again from the next change of words on; what was kept stays kept."""
    _must_be_own(holder, by)
    if not holder.standing_reply:
        raise Refused("You have given no standing reply here.")
    _set(session, document, holder, gives=False)


def _set(session: Session, document: Document, holder: Holder, *, gives: bool) -> None:
    holder.standing_reply = gives
    facts = {
        "objection": holder.objection.number,
        "holder": holder.id,
        "standing": gives,
    }
    deed = Deed(Verb.STANDING_REPLY, holder.objection.name, facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor_of(holder))


def _must_be_own(holder: Holder, by: Member) -> None:
    if holder.member_id != by.id:
        raise NotAllowed(
            "Only the person who objected can decide about their objection."
        )
