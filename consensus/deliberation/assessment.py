"""
From what members said to the readings of a call: gathers voices, reads, stores.

A reading is advice (domain.md 7); it is shown only after the call has closed, and
stored as computed, with its inputs (INV-30).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import chain

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import Attribution, Member
from consensus.coalitions.queries import every_seat
from consensus.deliberation.call_models import Call, CallMember, ReadingRow
from consensus.deliberation.call_queries import late_joiners, stored_readings
from consensus.deliberation.circumstances import context_of
from consensus.deliberation.heard import linked_places
from consensus.deliberation.machine import OPEN
from consensus.deliberation.models import Holder, HolderState, Objection
from consensus.deliberation.queries import frozen_hashes, objections_of
from consensus.deliberation.reading import Reading, read
from consensus.deliberation.same_positions import (
    SamePositions,
    by_block,
    same_positions,
)
from consensus.deliberation.seat_facts import seat_facts
from consensus.deliberation.signed import SignedDissent, signed_dissents, signed_voices
from consensus.deliberation.small_groups import publishable
from consensus.deliberation.voices import Context, ReadingSettings, Voice
from consensus.documents.models import Document

_SILENT = {
    HolderState.RESOLVED,
    HolderState.WITHDRAWN,
    HolderState.VOIDED,
    HolderState.RECORDED,
}


@dataclass(frozen=True)
class Evidence:
    """Everything a call's readings are computed from, fetched once."""

    call: Call
    positions: Sequence[SamePositions]
    objections: list[Objection]
    wordings: dict[str, str]
    """Block id to the hash of its frozen wording."""
    members: Mapping[int, Member] = field(default_factory=dict)
    """Every seat of the coalition by its id, those of people who have left too."""
    seats: dict[int, CallMember] = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    frozen: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """By snapshot that somebody took a position on: block id to wording hash (B3)."""
    places: Mapping[int, Sequence[str | None]] = field(default_factory=dict)
    """By holder's row number: the blocks to which that holder is linked (5.5)."""
    signed: Sequence[SignedDissent] = ()
    """Dissents that were filed as statements, with their signers (7.2, R14)."""

    @cached_property
    def positions_at(self) -> Mapping[str | None, Sequence[SamePositions]]:
        """The positions by block; None: those on the whole text."""
        return by_block(self.positions)

    def voices_of(self, same: SamePositions) -> dict[int, tuple[Voice, Attribution]]:
        """By seat what its holder says, who say the same, and how each is shown."""
        known = self._voices.setdefault((same.kind, same.attribution), {})
        for seat in same.members:
            if (
                seat not in known
            ):  # one object for all blocks of which they say the same
                known[seat] = self._voice_of(seat, same.kind), same.attribution
        return {seat: known[seat] for seat in same.members}

    @cached_property
    def _voices(self) -> dict[object, dict[int, tuple[Voice, Attribution]]]:
        return {}

    def _voice_of(self, seat: int, kind: str) -> Voice:
        facts = seat_facts(self.call, self.seats.get(seat), self.members[seat])
        return Voice(person=str(seat), kind=str(kind), **facts)

    @cached_property
    def _objections_at(self) -> dict[str | None, list[Objection]]:
        found: dict[str | None, list[Objection]] = defaultdict(list)
        for objection in self.objections:
            for block_id in self.blocks_of(objection):
                found[block_id].append(objection)
        return dict(found)

    def blocks_of(self, objection: Objection) -> list[str | None]:
        """The blocks to which somebody holds an objection; [None]: the whole."""
        held = (self.places[holder.id] for holder in objection.holders)
        return list(dict.fromkeys(chain.from_iterable(held)))

    def objections_to(self, block_id: str | None) -> list[Objection]:
        """Objections to one block of the frozen text, or to the whole (None)."""
        return self._objections_at.get(block_id, [])

    def holders_on(self, block_id: str | None) -> list[Holder]:
        """Those who hold an objection to one block, or to the whole (None)."""
        return [
            holder
            for objection in self.objections_to(block_id)
            for holder in objection.holders
            if block_id in self.places[holder.id]
        ]

    def is_contested(self, block_id: str | None) -> bool:
        """Whether anybody opposes, opposed without an end, or waits to be asked."""
        opposed = any(one.state not in _SILENT for one in self.holders_on(block_id))
        return opposed or bool(self.signed_against(block_id))

    def signed_against(self, block_id: str | None) -> list[str]:
        """The names of the filed dissents held against a level here (R15, INV-12)."""
        return [one.name for one in self.signed if block_id in one.contested]


def evidence_for(session: Session, document: Document, call: Call) -> Evidence:
    """Fetch what the readings of a call need, in a handful of queries."""
    wordings = {
        item.wording.block_id: item.wording.hash for item in call.snapshot.items
    }
    positions = same_positions(session, document.id)
    objections = list(objections_of(session, document.id))
    snapshots = {one.snapshot_id for one in positions if one.snapshot_id is not None}
    return Evidence(
        call=call,
        positions=positions,
        objections=objections,
        wordings=wordings,
        members=every_seat(session, document.coalition),
        seats={
            seat.member_id: seat
            for seat in [*call.eligible, *late_joiners(session, document, call)]
        },
        context=context_of(session, document, call),
        frozen={number: frozen_hashes(session, number) for number in snapshots},
        places=linked_places(session, document.id, objections),
        signed=signed_dissents(
            session, document.id, wordings, until=call.statements_close_at
        ),
    )


def reading_of(evidence: Evidence, block_id: str | None) -> Reading:
    """The reading of one block of the frozen text, or of the whole document."""
    return read(
        voices_on(evidence, block_id), settings_of(evidence.call), evidence.context
    )


def settings_of(call: Call) -> ReadingSettings:
    """The charter's numbers as they were when the call opened."""
    charter = charter_of(call.charter)
    return ReadingSettings(
        min_people=charter.min_people,
        min_groups=charter.min_groups,
        min_support=charter.min_support,
    )


def voices_on(evidence: Evidence, block_id: str | None) -> list[Voice]:
    """
    What each person says on one target: their own position on its exact wording, or
    else the one on the whole text (B3, B4); and every objection that has not ended.
    """
    return [voice for voice, _ in attributed_voices(evidence, block_id)]


def named_on(evidence: Evidence, block_id: str | None) -> set[int]:
    """
    Seats of those who speak on a target under their name.

    Only they may be told to hold a position: of somebody who chose to be shown with
    less, that line would be their name (INV-21 before R33, docs/decisions/0006).
    """
    return {
        int(voice.person)
        for voice, shown in attributed_voices(evidence, block_id)
        if shown is Attribution.NAMED
    }


def attributed_voices(
    evidence: Evidence, block_id: str | None
) -> list[tuple[Voice, Attribution]]:
    """The voices on one target, each with what its author chose to be shown with."""
    voices = [
        (_opposing(evidence, holder), holder.attribution)
        for holder in evidence.holders_on(block_id)
        if holder.state not in _SILENT
    ]
    voices += signed_voices(evidence.signed, block_id, evidence.call, evidence.seats)
    opposing = {voice.person for voice, _ in voices if voice.stands or voice.waits}
    positions = _positions_on(evidence, block_id).values()
    return voices + [one for one in positions if one[0].person not in opposing]


def store_readings(session: Session, document: Document, call: Call) -> None:
    """Compute the readings of all blocks and of the whole; new rows where changed."""
    evidence = evidence_for(session, document, call)
    stored = stored_readings(session, call)
    for block_id in [None, *evidence.wordings]:
        voices = voices_on(evidence, block_id)
        if voices or block_id is None:
            _store(session, evidence, block_id, stored.get(block_id))


def _store(
    session: Session,
    evidence: Evidence,
    block_id: str | None,
    before: ReadingRow | None,
) -> None:
    voices = voices_on(evidence, block_id)
    reading, inputs = reading_of(evidence, block_id), [v.as_dict() for v in voices]
    context = asdict(evidence.context)
    if before is not None and (before.inputs, before.context) == (inputs, context):
        return
    call, told = evidence.call, reading.as_dict()
    row = ReadingRow(
        call_id=call.id,
        block_id=block_id,
        code=str(reading.code),
        reasons=list(reading.reasons),
        flags=told["flags"],
        counts=told["counts"],
        inputs=inputs,
        context=context,
        settings=settings_of(call).as_dict(),
        computed_at=clock.now(),
    )
    session.add(row)
    facts = {"block": block_id, "code": row.code, "counts": row.counts}
    deed = Deed(
        Verb.READING_COMPUTED,
        f"call:{call.round}",
        {"call": call.round, **facts},
        words=publishable(reading, attributed_voices(evidence, block_id)),
    )
    record(session, ChainKind.DOCUMENT, call.document_id, deed, by=CLOCK)


def _positions_on(
    evidence: Evidence, block_id: str | None
) -> dict[int, tuple[Voice, Attribution]]:
    """By seat: the position on the words of a block, or else on the whole text."""
    found: dict[int, tuple[Voice, Attribution]] = {}
    for one in evidence.positions_at.get(None, ()):
        if _covers(evidence, one, block_id):
            found |= evidence.voices_of(one)
    here = evidence.positions_at.get(block_id, ()) if block_id else ()
    for one in here:
        if one.hash == evidence.wordings.get(one.block_id or ""):
            found |= evidence.voices_of(one)
    return found


def _covers(evidence: Evidence, position: SamePositions, block_id: str | None) -> bool:
    """
    Whether a position on a whole text holds for a block of the frozen one, or for all
    of it: from an earlier call only where not a word has changed since (B3).
    """
    then = evidence.frozen.get(position.snapshot_id or 0, {})
    if block_id is None:
        return then == evidence.wordings
    return block_id in then and then[block_id] == evidence.wordings.get(block_id)


def _opposing(evidence: Evidence, holder: Holder) -> Voice:
    seat = evidence.seats.get(holder.member_id)
    is_dissent = holder.state is HolderState.DISSENTING
    return Voice(
        person=str(holder.member_id),
        kind="dissent" if is_dissent else "objection",
        answered=holder.state not in OPEN,
        unconfirmed=holder.state is HolderState.UNCONFIRMED,
        bare=holder.objection.is_bare,
        **seat_facts(evidence.call, seat, holder.member),
    )
