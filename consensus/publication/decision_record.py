"""
The record of decisions of one text: what was decided and how (domain.md 11.4, INV-32).

It is made from the public log alone, so that whoever has the log has the record.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from consensus.publication.decision_events import Event, events_of
from consensus.publication.decision_lines import DecisionLine, decision_lines
from consensus.publication.record import Record


@dataclass(frozen=True)
class DecisionRecord:
    """All decisions, and all that happened to the text, each in the log's order."""

    decisions: tuple[DecisionLine, ...]
    events: tuple[Event, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain JSON: what decisions.json holds."""
        return {
            "decisions": [{"name": one.name, **_plain(one)} for one in self.decisions],
            "events": [_plain(one) for one in self.events],
        }

    def words(self) -> Iterator[str]:
        """All that a page must print of it."""
        for decision in self.decisions:
            yield from decision.words()
        for event in self.events:
            yield from (event.sentence, event.by, event.words)


def decision_record(record: Record) -> DecisionRecord:
    """What a replayed log gives."""
    return DecisionRecord(decision_lines(record), events_of(record))


def _plain(one: DecisionLine | Event) -> dict[str, Any]:
    """Tuples as lists, the way JSON has them."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(one).items()
    }
