"""Keeping an objection on some of the parts of a paragraph that was split (5.5)."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from consensus.archive.actions import Actor
from consensus.coalitions.models import Member
from consensus.deliberation.actions.holders import ask_again_if_changed, moved
from consensus.deliberation.machine import Move, Who, check_move
from consensus.deliberation.models import Holder
from consensus.documents.models import Document
from consensus.drafting.queries import head_seq
from consensus.errors import Invalid, NotAllowed, Refused


def narrow(
    session: Session,
    document: Document,
    holder: Holder,
    blocks: Collection[str],
    *,
    by: Member,
) -> Holder:
    """
    Keep one's objection on these blocks only, of those it is linked to.

    Who does not answer keeps it on all of them. `Refused` while the words have
    changed (decide about them first) and where it is linked to one block; `Invalid`
    for none, for all, or for a block it is not linked to.
    """
    if holder.member_id != by.id:
        raise NotAllowed(
            "Only the person who objected can decide about their objection."
        )
    ask_again_if_changed(session, document, holder)
    check_move(Move.NARROW, holder.state, who=Who.HOLDER)
    if len(holder.words) < 2:  # noqa: PLR2004
        raise Refused("Your objection is linked to one paragraph only.")
    linked = {one.block_id for one in holder.words}
    if not blocks or not linked.issuperset(blocks) or linked == set(blocks):
        raise Invalid("Choose the paragraphs on which you keep your objection.")
    kept = [one for one in holder.words if one.block_id in blocks]
    holder.stand_on(kept, head_seq(session, document.id))
    holder.state_note = ""
    actor = Actor(by.account_id, "member", str(holder.attribution))
    moved(session, document, holder, Move.NARROW, holder.state, by=actor)
    return holder
