"""Replaying how a version follows another: dissent is kept or stays behind (R40)."""

from dataclasses import replace

from consensus.deliberation.models import HolderState, TargetKind
from consensus.deliberation.statement_models import StatementState
from consensus.publication.numbers import number_of
from consensus.publication.record import Frozen, Held, Opposed, Record
from consensus.publication.replay_line import Line

_RECORDED = frozenset(
    {HolderState.MAINTAINED, HolderState.DISSENTING, HolderState.UNCONFIRMED}
)


def begun(record: Record, line: Line) -> None:
    """Work on a new version: what was printed is from here on recorded in the last."""
    facts = line.facts
    last = record.published[-1]["version"] if record.published else None
    if last != facts["version"]:
        raise line.fault("follows a version that was not the last one published.")
    for about in record.objections.values():
        holders = tuple(
            replace(one, recorded_in=one.recorded_in or str(last))
            if one.state in _RECORDED
            else one
            for one in about.holders
        )
        record.objections[about.number] = replace(about, holders=holders)
    for stated in record.statements.values():
        if stated.state is StatementState.LOCKED:
            version = stated.recorded_in or str(last)
            kept = replace(stated, recorded_in=version, is_late=False)
            record.statements[stated.number] = kept
    record.begun.append(dict(facts) | {"seq": line.seq})
    record.changes, record.printed = [], None  # the annex of the last is as it is


def check_version(record: Record, line: Line, frozen: Frozen) -> None:
    """The number follows from the text, and no dissent on words that stand is left."""
    if line.facts["version"] != number_of(record, frozen.number):
        raise line.fault("gives the version another number than follows.")
    if len(record.begun) != len(record.published):
        raise line.fault("publishes a version that was never begun.")
    for about in record.objections.values():
        for held in about.holders:
            is_left = held.state is HolderState.RECORDED and held.retired_at is None
            if is_left and _stands(about, held, frozen):
                raise line.fault(
                    f"leaves {about.name} with version {held.recorded_in}, although "
                    "the words are the same."
                )


def _stands(about: Opposed, held: Held, frozen: Frozen) -> bool:
    """Whether what was opposed is in the text as it was, or still removed from it."""
    if about.target == TargetKind.REMOVAL:
        return all(block not in frozen.wordings for block, _ in held.places)
    return all(frozen.wordings.get(block) == name for block, name in held.places)
