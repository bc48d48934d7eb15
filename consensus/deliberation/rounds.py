"""
What a repeat call asks about: changed blocks and blocks that are contested (6.2).

Elsewhere positions stand, because they are bound to words that are the same (B1).
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import last_closed_call
from consensus.deliberation.deadlock import is_kept
from consensus.deliberation.heard import linked_places
from consensus.deliberation.models import HolderState, Objection
from consensus.deliberation.places import blocks_among
from consensus.deliberation.queries import objections_of
from consensus.deliberation.reopening_queries import is_reopened_since
from consensus.documents.models import Document
from consensus.drafting.queries import blocks_of, labels

_ENDED = {
    HolderState.RESOLVED,
    HolderState.WITHDRAWN,
    HolderState.VOIDED,
    HolderState.RECORDED,
}


@dataclass(frozen=True)
class Repeat:
    """What a repeat call would ask about now, by block id, removed blocks too."""

    repeats: Call
    changed: frozenset[str]
    """Reworded, added or removed since the call that is repeated."""
    contested: frozenset[str]
    """Where an objection has not ended: open, answered, maintained or a dissent."""

    @property
    def covered(self) -> frozenset[str]:
        """All that the call asks about by itself."""
        return self.changed | self.contested


def repeat_of(session: Session, document: Document) -> Repeat | None:
    """What a repeat call would ask about; None if no call has run to its end yet."""
    last = last_closed_call(session, document)
    if last is None:
        return None
    before = {one.wording.block_id: one.wording.hash for one in last.snapshot.items}
    now = {row.block_id: row.hash for row in blocks_of(session, document.id)}
    either = before.keys() | now.keys()
    changed = frozenset(one for one in either if before.get(one) != now.get(one))
    return Repeat(last, changed, _contested(session, document))


def asked_before(session: Session, document: Document) -> list[Objection]:
    """
    What makes another call useless: objections kept over two answers, while no word
    of the text has changed since a call ran to its end (R31). Empty otherwise.
    """
    repeat = repeat_of(session, document)
    if repeat is None or repeat.changed:
        return []
    if is_reopened_since(session, document.id, repeat.repeats.closes_at):
        return []  # something is new besides the words (R35)
    return [one for one in objections_of(session, document.id) if is_kept(one)]


@dataclass(frozen=True)
class Offer:
    """A repeat call as the caller is offered it: what it asks about, by label."""

    changed: tuple[str, ...]
    contested: tuple[str, ...]
    removed: int
    """How many paragraphs were removed since the call that is repeated."""
    others: tuple[tuple[str, str], ...]
    """Id and label of the blocks that it would not ask about."""


def offer_of(session: Session, document: Document) -> Offer | None:
    """The repeat call that can be opened now; None if there is none to repeat."""
    repeat = repeat_of(session, document)
    if repeat is None or not repeat.covered or asked_before(session, document):
        return None
    names = labels(session, document.id)
    return Offer(
        tuple(label for one, label in names.items() if one in repeat.changed),
        tuple(label for one, label in names.items() if one in repeat.contested),
        len(repeat.changed - names.keys()),
        tuple(both for both in names.items() if both[0] not in repeat.covered),
    )


def asked_about(call: Call) -> tuple[str, ...]:
    """The labels of what a repeat call asks about, in the text's order."""
    return tuple(
        item.label
        for item in call.snapshot.items
        if item.wording.block_id in call.covered
    )


def _contested(session: Session, document: Document) -> frozenset[str]:
    objections = objections_of(session, document.id)
    places = linked_places(session, document.id, objections)
    return frozenset(
        block_id
        for one in objections
        for holder in one.holders
        if holder.state not in _ENDED
        for block_id in blocks_among(places[holder.id])
        if block_id is not None
    )
