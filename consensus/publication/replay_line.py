"""One line of the public log, read with care: it may come from anybody's file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from consensus.archive.verbs import Verb
from consensus.publication.record import Fault, Held, Opposed, Record

_VERBS = frozenset(Verb)

CLOCK = "system"
"""The actor of what happens by itself: the clock, and consequences."""


class Unread(Mapping[str, Any]):
    """In the place of words that a later entry hid: every one of them is empty."""

    def __getitem__(self, key: str) -> str:
        return ""

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True)
class Line:
    """An entry with the payloads beside it; `words` and `identity` may be absent."""

    seq: int
    at: datetime
    actor: str
    acting_as: str
    verb: str
    about: str
    facts: Mapping[str, Any]
    words: Mapping[str, Any] | None
    identity: Mapping[str, Any] | None

    @classmethod
    def of(cls, raw: Mapping[str, Any], number: int) -> "Line":
        """A line from its JSON; Fault if it is not one or its verb is unknown."""
        try:
            body = raw["entry"]
            line = cls(
                seq=body["seq"], at=datetime.fromisoformat(body["at"]),
                actor=body["actor"], acting_as=body["acting_as"], verb=body["verb"],
                about=body["object"], facts=body["facts"], words=_value(raw, "words"),
                identity=_value(raw, "identity"),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Fault(f"Entry {number} is not an entry of a log.") from error
        if line.verb not in _VERBS:
            raise line.fault("is a deed that this version does not know.")
        return line

    @property
    def said(self) -> Mapping[str, Any]:
        """The words beside the entry; Fault where they are missing."""
        if self.words is None:
            raise self.fault("has lost the words that belong beside it.")
        return self.words

    @property
    def is_hidden(self) -> bool:
        """Whether its words were hidden later, and so are not beside it."""
        return isinstance(self.words, Unread)

    @property
    def who(self) -> str:
        """The name of a person acting in a public role."""
        return str((self.identity or {}).get("name", ""))

    def fault(self, sentence: str) -> Fault:
        """A fault that begins with the entry's number and deed."""
        return Fault(f"Entry {self.seq} ({self.verb}) {sentence}")

    def objection(self, record: Record) -> Opposed:
        """The objection it is about; Fault if none such was recorded."""
        number = self.facts["objection"]
        if number not in record.objections:
            raise self.fault(f"is about O-{number}, which was never raised.")
        return record.objections[number]

    def holder(self, record: Record) -> tuple[Opposed, Held]:
        """The objection and the holder it is about; Fault if there is none."""
        about = self.objection(record)
        for held in about.holders:
            if held.number == self.facts["holder"]:
                return about, held
        raise self.fault(f"is about somebody who never held {about.name}.")

    def keep(self, record: Record, about: Opposed, **changed: Any) -> None:
        """Put an objection back with what this entry changed."""
        record.objections[about.number] = replace(about, **changed)

    def keep_holder(self, record: Record, held: Held, **changed: Any) -> None:
        """Put a holder back with what this entry changed."""
        about = self.objection(record)
        holders = tuple(
            replace(one, **changed) if one.number == held.number else one
            for one in about.holders
        )
        self.keep(record, about, holders=holders)

    def keep_call(self, record: Record, **changed: Any) -> None:
        """Put a call back with what this entry changed."""
        number = self.facts["call"]
        if number not in record.calls:
            raise self.fault(f"is about call {number}, which was never opened.")
        record.calls[number] = replace(record.calls[number], **changed)


def _value(raw: Mapping[str, Any], part: str) -> Mapping[str, Any] | None:
    payload = raw.get(part)
    if payload is None:
        return None
    value = payload["value"]
    if not isinstance(value, dict):
        raise TypeError(part)
    return value
