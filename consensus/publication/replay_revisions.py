"""
Replaying what happens after publication: only authors withdraw, and the annex only
grows or retires, naming what was changed (R24, R25, INV-10).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from consensus.deliberation.models import HolderState
from consensus.deliberation.statement_models import StatementState
from consensus.publication.annex import Annex, build_annex
from consensus.publication.record import Held, Record
from consensus.publication.replay_line import CLOCK, Line
from consensus.publication.revision_record import AnnexRevised, Change, Changed
from consensus.publication.statement_record import Signed, Stated

Step = Callable[[Record, Line], None]


def keep_last_edition(record: Record) -> None:
    """Keep the entries as they were printed last, before the first change in them."""
    if record.is_out and record.printed is None:
        counts = record.published[-1]["counts"]
        record.printed = entries_of(annex_as_of(record, counts))


def annex_as_of(record: Record, counts: dict[str, int]) -> Annex:
    """The annex of the version published last, with these numbers of persons."""
    published = record.published[-1]
    return build_annex(
        record, published["snapshot"], published["version"],
        people=counts["people"], signers=counts.get("signers", 0),
    )  # fmt: skip


def entries_of(annex: Annex) -> dict[str, object]:
    """The entries of an annex by number, as plain values that can be compared."""
    return {one.number: one.as_json() for one in annex.every}


def dissent_retired(record: Record, line: Line) -> None:
    """A holder withdraws what was printed; nobody else can (INV-9)."""
    about, held = line.holder(record)
    if line.actor not in {one.name for one in held.names}:
        raise line.fault(f"withdraws {about.name} without its author.")
    if not record.is_out or not _is_printed(held):
        raise line.fault(f"withdraws {about.name}, which was never printed.")
    if held.retired_at is not None:
        raise line.fault(f"withdraws {about.name} a second time.")
    keep_last_edition(record)
    line.keep_holder(record, held, retired_at=line.at)
    left = [
        one
        for one in record.objections[about.number].holders
        if _is_printed(one) and one.retired_at is None
    ]
    note_change(record, Change.WITHDRAWN, about.name, line.at, is_whole=not left)


def signature_retired(record: Record, line: Line) -> None:
    """A signer withdraws from a printed statement; nobody else can (INV-9)."""
    number = line.facts["statement"]
    about = record.statements.get(number)
    if about is None or not about.is_printed or not record.is_out:
        raise line.fault(f"withdraws from M-{number}, which was never printed.")
    own = _own(about, line)
    keep_last_edition(record)
    changed = replace(own, retired_at=line.at)
    signatures = tuple(
        changed if one.number == own.number else one for one in about.signatures
    )
    record.statements[number] = replace(about, signatures=signatures)
    left = [one for one in signatures if one.is_valid and one.retired_at is None]
    note_change(record, Change.WITHDRAWN, about.name, line.at, is_whole=not left)


def locked_later(record: Record, line: Line) -> None:
    """A statement that is filed after publication is printed in Part 5 (R25)."""
    about = record.statements[line.facts["statement"]]
    if record.is_out and about.state is StatementState.LOCKED:
        record.statements[about.number] = replace(about, is_late=True)
        note_change(record, Change.ADDED, about.name, line.at)


def naming(step: Step, kind: Change) -> Step:
    """A step that, after publication, is named by the next edition (R17, R26)."""

    def run(record: Record, line: Line) -> None:
        keep_last_edition(record)
        step(record, line)
        about = _about(line.facts)
        if record.printed and _number_of(record, about) in record.printed:
            note_change(record, kind, about, line.at)

    return run


def _about(facts: Mapping[str, Any]) -> str:
    """What an entry is about, as it is cited; "" if the annex prints nothing of it."""
    if facts.get("objection") is not None:
        return f"O-{facts['objection']}"
    return f"M-{facts['statement']}" if facts.get("statement") is not None else ""


def revised(record: Record, line: Line) -> None:
    """
    A new edition of the annex: refused unless it names exactly what was changed, and
    nothing but that is otherwise in it than in the edition before (INV-10).
    """
    facts, changes = line.facts, tuple(record.changes)
    version = facts["version"]
    if not changes or version != record.published[-1]["version"]:
        raise line.fault("revises an annex in which nothing was changed.")
    if line.actor != CLOCK or facts["revision"] != _next(record, version):
        raise line.fault("is not the edition that comes next.")
    if facts["changes"] != [one.as_json() for one in changes]:
        raise line.fault("does not name what was changed in the annex.")
    annex = annex_as_of(record, facts["counts"])
    if annex.counts.as_json() != facts["counts"]:
        raise line.fault("states other counts than its annex has.")
    now = entries_of(annex)
    _must_grow_or_retire(
        line, record.printed or {}, now, {one.entry for one in changes}
    )
    made = AnnexRevised(
        facts["revision"], facts["version"], line.at, changes, facts["counts"],
        facts["previous"], line.seq,
    )  # fmt: skip
    record.revisions.append(made)
    record.changes, record.printed = [], now


def _next(record: Record, version: str) -> int:
    return len(record.later_editions(version)) + 2


def note_change(
    record: Record, kind: Change, about: str, at: datetime, *, is_whole: bool = False
) -> None:
    """Remember a change until the next edition names it."""
    entry = _number_of(record, about)
    record.changes.append(Changed(kind, about, entry, at, is_whole))


def _must_grow_or_retire(
    line: Line, before: dict[str, object], now: dict[str, object], named: set[str]
) -> None:
    for number, entry in before.items():
        if number not in now:
            raise line.fault(f"drops {number} from the annex.")
        if now[number] != entry and number not in named:
            raise line.fault(f"changes {number} in the annex without naming it.")
    if not now.keys() - before.keys() <= named:
        raise line.fault("adds to the annex without naming it.")


def _number_of(record: Record, about: str) -> str:
    """The number in the annex of an objection; statements have their own."""
    for number, entry in (record.printed or {}).items():
        if entry.get("objection") == about:
            return number
    return about


def _is_printed(held: Held) -> bool:
    return held.opposes or held.state is HolderState.UNCONFIRMED


def _own(about: Stated, line: Line) -> Signed:
    """The standing signature that an entry names, if its actor is who holds it."""
    for one in about.valid:
        is_own = line.actor in {name.name for name in one.names}
        if one.number == line.facts["signature"] and is_own and not one.retired_at:
            return one
    raise line.fault(f"is about a signature of somebody else under {about.name}.")
