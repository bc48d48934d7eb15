"""Replaying calls and notices: opened, extended, closed or stopped (domain.md 6.2)."""

from collections.abc import Callable
from datetime import datetime

from consensus.archive.verbs import Verb
from consensus.deliberation.call_models import CallKind, CallScope
from consensus.publication.record import CallHeld, Record
from consensus.publication.replay_line import Line
from consensus.publication.replay_paths import check_path


def _opened(record: Record, line: Line) -> None:
    facts = line.facts
    call = CallHeld(
        number=facts["call"], snapshot=facts["snapshot"],
        opens_at=datetime.fromisoformat(facts["opens_at"]),
        closes_at=datetime.fromisoformat(facts["closes_at"]),
        urgent=facts["urgent"], told=facts["told"], eligible=facts["eligible"],
        covered=tuple(facts["covered"])
        if facts.get("scope") == CallScope.CHANGED_AND_CONTESTED
        else None,
        kind=CallKind(facts.get("kind", CallKind.CONSENSUS)),
    )  # fmt: skip
    check_path(record, line, call)
    frozen = record.snapshot(call.snapshot)
    if frozen.content_hash != facts["content_hash"]:
        raise line.fault("is a call on another text than the snapshot it names.")
    record.calls[call.number] = call


def _extended(record: Record, line: Line) -> None:
    closes = datetime.fromisoformat(line.facts["closes_at"])
    line.keep_call(record, closes_at=closes)


def _closed(record: Record, line: Line) -> None:
    line.keep_call(record, closed=True)


def _stopped(record: Record, line: Line) -> None:
    line.keep_call(record, stopped=True)


CALL_STEPS: dict[str, Callable[[Record, Line], None]] = {
    Verb.CALL_OPENED: _opened,
    Verb.CALL_EXTENDED: _extended,
    Verb.CALL_CLOSED: _closed,
    Verb.CALL_STOPPED: _stopped,
}
