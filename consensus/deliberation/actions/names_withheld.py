"""How a person is shown with a position, from here on (R17, INV-21)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consensus.archive.actions import (
    Actor,
    Deed,
    locked_chain,
    public_name,
    record,
    withhold_identity,
)
from consensus.archive.models import Chain, ChainKind, Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.attribution import shown
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.models import Position
from consensus.documents.models import Document
from consensus.errors import NotAllowed, NotFound, Refused


def show_position_otherwise(
    session: Session, document: Document, position_id: int, attribution: Attribution,
    *, by: Member,
) -> None:  # fmt: skip
    """
    Be shown otherwise with one's own position from here on (R17).

    What the position says, and when it was taken, stays as it was. Refuses
    (`NotFound`) what is no position of this document, (`NotAllowed`) somebody else's,
    and (`Refused`) one that ended.
    """
    position = session.get(Position, position_id)
    if position is None or position.document_id != document.id:
        raise NotFound("There is no such position.")
    if position.member_id != by.id:
        raise NotAllowed("Only the person who took a position decides how it is shown.")
    if position.ended_at is not None:
        raise Refused("This position was already withdrawn or replaced.")
    identity, before = shown(by, attribution), _actor(position)
    withhold_names(session, document, position)
    position.attribution = attribution
    chain = locked_chain(session, ChainKind.DOCUMENT, document.id)
    facts = {
        "position": position.id,
        "attribution": str(attribution),
        "pseudonym": public_name(session, chain, _actor(position)),
    }
    about = f"position:{position.id}"
    deed = Deed(Verb.ATTRIBUTION_CHANGED, about, facts, identity=identity)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=before)


def _actor(position: Position) -> Actor:
    return Actor(position.member.account_id, "member", str(position.attribution))


def withhold_names(session: Session, document: Document, position: Position) -> None:
    """Take the names away beside what was said, also where it only followed words."""
    said = _origins(session, document, {position.id})
    for verb in (Verb.POSITION_TAKEN, Verb.ATTRIBUTION_CHANGED):
        for entry in _entries(session, document, verb):
            if entry.facts.get("position") in said:
                withhold_identity(session, entry)


def _origins(session: Session, document: Document, positions: set[int]) -> set[int]:
    """Positions and those that they were carried from (domain.md 5.5)."""
    found = set(positions)
    carried = _entries(session, document, Verb.POSITION_CARRIED)
    for entry in reversed(carried):  # the last carried first: it names earlier ones
        if entry.facts["position"] in found:
            found |= set(entry.facts["from"])
    return found


def _entries(session: Session, document: Document, verb: Verb) -> Sequence[Entry]:
    wanted = select(Entry).join(Chain).where(
        Chain.kind == ChainKind.DOCUMENT,
        Chain.subject_id == document.id,
        Entry.verb == str(verb),
    )  # fmt: skip
    loaded = wanted.options(selectinload(Entry.payloads))
    return session.scalars(loaded.order_by(Entry.seq)).all()
