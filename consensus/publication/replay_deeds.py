"""Keeping, while a log is replayed, the deeds that the record of decisions tells."""

from consensus.archive.verbs import Verb
from consensus.publication.decision_events import EVENTS
from consensus.publication.record import Happened, Record
from consensus.publication.replay_line import Line

_DRAFTING = frozenset({
    Verb.TEXT_IMPORTED, Verb.TEXT_EDITED, Verb.TEXT_REVISED, Verb.TEXT_RESTORED,
})  # fmt: skip

_KEPT = frozenset({*EVENTS, Verb.LEVEL_DECLARED, Verb.FINDING_MADE})


def note_deed(record: Record, line: Line) -> None:
    """Keep what domain.md 11.4 asks for; other entries say nothing there."""
    if line.verb in _DRAFTING:
        record.drafters.add(line.actor)
    if line.verb in _KEPT:
        record.deeds.append(
            Happened(
                line.seq, line.at, line.verb, line.about, line.facts, line.words or {},
                line.who, line.acting_as, line.actor in record.drafters,
            )
        )  # fmt: skip
