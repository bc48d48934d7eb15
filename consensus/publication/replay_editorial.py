"""Replaying editorial changes: no word of them is believed without the guard (5.3)."""

from consensus.deliberation.machine import LIVE
from consensus.deliberation.windows import contest_ends
from consensus.publication.record import Edited, EditKey, Held, Record, WordingKey
from consensus.publication.replay_line import CLOCK, Line
from consensus.wordings.canonical import ChangeClass
from consensus.wordings.guard import declared_class


def classed(record: Record, line: Line) -> None:
    """An editor declared a change editorial; refused unless the guard agrees."""
    key = _key(line)
    block, old, new = key
    found = declared_class(
        record.wording(block, old), record.wording(block, new), record.language
    )
    if found is not ChangeClass.C1 or line.facts["class"] != ChangeClass.C1:
        raise line.fault("calls a change editorial that the guard does not let pass.")
    if line.actor == CLOCK or line.acting_as != "editor":
        raise line.fault("calls a change editorial without an editor.")
    if record.snapshot(line.facts["snapshot"]).wordings.get(block) != new:
        raise line.fault("calls a change editorial that was not offered.")
    if not line.said["why"]:
        raise line.fault("calls a change editorial without a word why.")
    if key in record.editorial and record.editorial[key].is_contested:
        raise line.fault("calls a change editorial that was contested.")
    record.editorial[key] = Edited(line.at)


def contested(record: Record, line: Line) -> None:
    """Somebody whose words followed it contested the change: it is C2 from here on."""
    key = _key(line)
    _check_follows(record, line, key)
    if line.actor == CLOCK or line.at >= contest_ends(record.editorial[key].at):
        raise line.fault("contests an editorial change after its time.")
    record.editorial[key] = Edited(record.editorial[key].at, is_contested=True)


def carried(record: Record, line: Line) -> None:
    """A position followed its words; nothing of it is printed but that it could."""
    facts = line.facts
    if "edited_from" in facts:
        key = facts["block"], facts["edited_from"], facts["wording"]
        _check_follows(record, line, key)


def edits_followed(
    record: Record, line: Line, held: Held, places: tuple[WordingKey, ...]
) -> tuple[EditKey, ...]:
    """The editorial changes by which an objection came to stand on these words."""
    if [block for block, _ in held.places] != [block for block, _ in places]:
        raise line.fault("carries an objection to another paragraph.")
    keys = tuple(
        (block, old, new)
        for (block, old), (_, new) in zip(held.places, places, strict=True)
        if old != new
    )
    for key in keys:
        _check_follows(record, line, key)
    return keys


def check_published(record: Record, line: Line) -> None:
    """Nothing is published while a change can be contested, or over one that was."""
    for key, change in record.editorial.items():
        if not change.is_contested and line.at < contest_ends(change.at):
            raise line.fault(f"publishes while a change of {key[0]} can be contested.")
    for about in record.objections.values():
        for held in about.holders:
            lost = any(record.editorial[key].is_contested for key in held.edits)
            if lost and held.state in LIVE:
                raise line.fault(f"publishes {about.name} on contested words.")


def _check_follows(record: Record, line: Line, key: EditKey) -> None:
    if key not in record.editorial:
        raise line.fault("follows a change that nobody declared editorial.")
    if record.editorial[key].is_contested:
        raise line.fault("follows an editorial change that was contested.")


def _key(line: Line) -> EditKey:
    return line.facts["block"], line.facts["from"], line.facts["to"]
