"""Replaying by which of its three paths a text became an output (domain.md 6.1)."""

from consensus.deliberation.call_models import CallKind
from consensus.deliberation.levels import UNCLAIMED, Level
from consensus.documents.models import OutputPath
from consensus.publication.record import CallHeld, Record
from consensus.publication.replay_line import Line


def check_path(record: Record, line: Line, call: CallHeld) -> None:
    """A text on one path is put to a consensus call, on the others to a notice."""
    is_called = record.path is OutputPath.CONSENSUS
    if is_called != (call.kind is CallKind.CONSENSUS):
        raise line.fault("puts the text before the members by another path.")


def check_claim(record: Record, line: Line) -> None:
    """No level is claimed without a call, nor anything published before its end."""
    call, level = record.calls[line.facts["call"]], Level(line.facts["level"])
    if call.kind is CallKind.NOTICE and (call.stopped or not call.closed):
        raise line.fault("publishes before the notice is over.")
    claims_none = level in UNCLAIMED.values()
    if claims_none != (record.path in UNCLAIMED):
        raise line.fault("claims another level than its path allows.")
    if claims_none and level is not UNCLAIMED[record.path]:
        raise line.fault("claims another level than its path allows.")
