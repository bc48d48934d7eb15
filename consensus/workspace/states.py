"""
The states of a text that can be looked at and compared, and how addresses name them.

`now` is the text as it stands, `s3` its third snapshot, `v1.0` a published version,
and a number a place in the log (0 is before the first word).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.documents.models import Document
from consensus.drafting.history import blocks_as_of, when_written
from consensus.drafting.queries import head_seq
from consensus.errors import NotFound
from consensus.publication.queries import version_numbered, versions_of
from consensus.schema import Block
from consensus.wordings.models import Snapshot
from consensus.wordings.queries import snapshot_numbered, snapshots_of

NOW = "now"
BEGINNING = "0"

_SNAPSHOT = re.compile(r"s([1-9][0-9]{0,8})")
_VERSION = re.compile(r"v([0-9][0-9.]{0,8})")
_PLACE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class State:
    """One state of a text: how an address and a page name it, and its place."""

    key: str
    name: str
    seq: int
    """The place in the log."""
    at: datetime | None
    """When it came about; None for the beginning."""


def state_called(session: Session, document: Document, key: str) -> State:
    """The state that an address names; NotFound if this text has none such."""
    if key == NOW:
        return _now(session, document)
    if match := _SNAPSHOT.fullmatch(key):
        return _snapshot(snapshot_numbered(session, document.id, int(match[1])))
    if match := _VERSION.fullmatch(key):
        return _version(session, document, match[1])
    if _PLACE.fullmatch(key):
        return _place(session, document, int(key))
    raise NotFound("There is no such state of this text.")


def states_of(session: Session, document: Document) -> list[State]:
    """What a reader can choose among: the text now, versions and snapshots."""
    versions = [
        _version(session, document, one.number)
        for one in versions_of(session, document.id)
    ]
    snapshots = [_snapshot(one) for one in snapshots_of(session, document.id)]
    named = sorted([*versions, *snapshots], key=lambda one: one.seq, reverse=True)
    return [_now(session, document), *named, _place(session, document, 0)]


def blocks_in(session: Session, document: Document, state: State) -> Sequence[Block]:
    """The blocks of a state in order, with their marks as they were then."""
    return blocks_as_of(session, document.id, state.seq)


def _now(session: Session, document: Document) -> State:
    seq = head_seq(session, document.id)
    return State(NOW, "Now", seq, when_written(session, document.id, seq))


def _snapshot(snapshot: Snapshot) -> State:
    name = f"{snapshot.number}: {snapshot.label}"
    return State(f"s{snapshot.number}", name, snapshot.draft_seq, snapshot.made_at)


def _version(session: Session, document: Document, number: str) -> State:
    version = version_numbered(session, document.id, number)
    snapshot = session.get_one(Snapshot, version.snapshot_id)
    name = f"Version {number}, published"
    return State(f"v{number}", name, snapshot.draft_seq, version.published_at)


def _place(session: Session, document: Document, seq: int) -> State:
    if seq == 0:
        return State(BEGINNING, "Before the first word", 0, None)
    if seq > head_seq(session, document.id):
        raise NotFound("There is no such place in the history of this text.")
    at = when_written(session, document.id, seq)
    return State(str(seq), f"Change {seq}", seq, at)
