"""What became of a text, from the record: its states, and what was done between."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus.accounts.models import Account
from consensus.archive.models import ChainKind, Entry, Part
from consensus.archive.queries import entries_of
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Role

ON_A_PAGE = 100
"""Entries of the record that one page of the history tells of."""

ONE_SITTING = timedelta(minutes=30)
"""Changes by one person that follow each other closer than this are told as one."""

IN_PUBLIC = frozenset({str(r) for r in (Role.EDITOR, Role.CALLER, Role.COORDINATOR)})
"""Roles whose holders act under their names (domain.md 8)."""

_MARKING = {
    Verb.TEXT_OFFERED: "offered for positions",
    Verb.TEXT_NAMED: "named",
    Verb.CALL_OPENED: "put to a consensus call",
    Verb.PUBLISHED: "published",
    Verb.VERSION_BEGUN: "began a new version",
}
"""Deeds that point at a snapshot, and what they made of it."""

_DEEDS: dict[Verb, Callable[[Mapping[str, Any]], str]] = {
    Verb.DOCUMENT_PROPOSED: lambda _: "began the document",
    Verb.TEXT_IMPORTED: lambda f: f"brought in a text of {_many(f['blocks'])}",
    Verb.TEXT_REVISED: lambda f: f"brought in a revised file: {_revised(f)}",
    Verb.TEXT_RESTORED: lambda f: f"brought back {_restored(f)}",
    Verb.SUGGESTION_ADOPTED: lambda f: f"adopted suggestion S-{f['suggestion']}",
    Verb.SUGGESTION_ADOPTED_IN_PART: lambda f: (
        f"adopted a part of suggestion S-{f['suggestion']}"
    ),
    Verb.RETURNED_FOR_WORK: lambda _: "returned the text for work",
}
"""What each deed did, from the facts of its entry."""

_TOLD = [Verb.SNAPSHOT_MADE, Verb.TEXT_EDITED, *_DEEDS, *_MARKING]

_EDITS = {
    "edit": "changed", "add": "added", "remove": "took out", "restore": "put back",
    "split": "divided", "join": "joined to another", "typed": "wrote in",
}  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """Something done to the text: by whom, when, and what, as a sentence."""

    who: str
    at: datetime
    until: datetime
    what: str
    blocks: tuple[str, ...] = ()
    """Ids of the paragraphs it was done to, each once."""
    span: tuple[int, int] | None = None
    """The places in the log before and after it, where both are known."""


@dataclass(frozen=True)
class Point:
    """A state that was kept: a snapshot, and what was made of it."""

    number: int
    label: str
    at: datetime
    who: str
    made: tuple[str, ...]


Line = Deed | Point


@dataclass(frozen=True)
class HistoryPart:
    """One page of the history, newest first; `older` is where the next page begins."""

    lines: list[Line] = field(default_factory=list)
    older: int | None = None


def history_part(
    session: Session, document_id: int, *, below: int | None = None
) -> HistoryPart:
    """
    A page of what was done to a text; `below` is the number of an entry of the record.

    People are named where they acted in a public role, else they have the number under
    which the record shows them.
    """
    chain = (ChainKind.DOCUMENT, document_id)
    found = entries_of(session, chain, _TOLD, below=below, at_most=ON_A_PAGE + 1)
    entries = found[:ON_A_PAGE]
    marks = entries_of(session, chain, list(_MARKING))
    teller = _Teller(names_of(session, [*entries, *marks]), _by_snapshot(marks))
    lines = [line for run in _runs(entries) for line in teller.lines(run)]
    return HistoryPart(lines, entries[-1].seq if len(found) > ON_A_PAGE else None)


def names_of(session: Session, entries: Sequence[Entry]) -> dict[int, str]:
    """Who did what each entry tells (by its row id), as the record may show them."""
    public = {
        one.account_id: one
        for one in entries
        if one.account_id is not None and _acting_as(one) in IN_PUBLIC
    }
    rows = select(Account.id, Account.name).where(Account.id.in_(public))
    named: dict[int, str] = dict(session.execute(rows).all())
    return {one.id: _name(one, named) for one in entries}


@dataclass(frozen=True)
class _Teller:
    """Puts entries into words."""

    names: Mapping[int, str]
    marks: Mapping[int, Sequence[Entry]]

    def lines(self, run: Sequence[Entry]) -> list[Line]:
        """What a run of entries of one kind by one person says."""
        first = run[0]
        if first.verb == Verb.SNAPSHOT_MADE:
            return [self._point(one) for one in run]
        if first.verb in {str(verb) for verb in _MARKING}:
            return []  # told with the snapshot that they point at
        if first.verb == Verb.TEXT_EDITED:
            return [self._edits(run)]
        return [self._deed(one) for one in run]

    def _point(self, entry: Entry) -> Point:
        marks = self.marks.get(entry.facts["snapshot"], ())
        who = [self.names[one.id] for one in marks]
        made = tuple(_MARKING[Verb(one.verb)] for one in marks)
        return Point(
            entry.facts["snapshot"], entry.facts["label"], entry.at,
            who[0] if who else "", made,
        )  # fmt: skip

    def _edits(self, run: Sequence[Entry]) -> Deed:
        newest, oldest = run[0], run[-1]
        blocks = dict.fromkeys(one for entry in run for one in _blocks(entry))
        ops = dict.fromkeys(str(entry.facts["op"]) for entry in reversed(run))
        done = ", ".join(_EDITS.get(op, "changed") for op in ops)
        return Deed(
            self.names[newest.id], oldest.at, newest.at, f"{done} {_many(len(blocks))}",
            tuple(blocks), (_first(oldest) - 1, newest.facts["draft_seq"]),
        )  # fmt: skip

    def _deed(self, entry: Entry) -> Deed:
        return Deed(
            self.names[entry.id], entry.at, entry.at,
            _DEEDS[Verb(entry.verb)](entry.facts), tuple(_blocks(entry)),
        )  # fmt: skip


def _first(edit: Entry) -> int:
    """The first update of the log that an edit made."""
    facts = edit.facts
    return int(facts["from_seq"] if "from_seq" in facts else facts["draft_seq"])


def _many(paragraphs: int) -> str:
    return f"{paragraphs} paragraph{'s' if paragraphs != 1 else ''}"


def _revised(facts: Mapping[str, Any]) -> str:
    kinds = ("changed", "added", "removed", "restored", "moved")
    done = [f"{facts[kind]} {kind}" for kind in kinds if facts.get(kind)]
    return ", ".join(done) or "no word changed"


def _restored(facts: Mapping[str, Any]) -> str:
    if "snapshot" in facts:
        return f"the whole text of state {facts['snapshot']}"
    return f"wording {facts['number']} of a paragraph"


def _runs(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries, those of one sitting of one person together."""
    marking = {str(verb) for verb in _MARKING}
    runs: list[list[Entry]] = []
    for verb, group in groupby(entries, lambda one: one.verb):
        for entry in group:
            edits = verb == Verb.TEXT_EDITED and runs and runs[-1][0].verb == verb
            if edits and _one_sitting(runs[-1][-1], entry):
                runs[-1].append(entry)
            else:
                runs.append([entry])
    return [run for run in runs if run[0].verb not in marking]


def _one_sitting(newer: Entry, older: Entry) -> bool:
    return newer.account_id == older.account_id and newer.at - older.at < ONE_SITTING


def _by_snapshot(marks: Sequence[Entry]) -> dict[int, list[Entry]]:
    placed: dict[int, list[Entry]] = {}
    for one in reversed(marks):
        placed.setdefault(one.facts["snapshot"], []).append(one)
    return placed


def _blocks(entry: Entry) -> list[str]:
    facts = entry.facts
    if entry.verb == Verb.TEXT_RESTORED:
        return list(facts["blocks"])
    if isinstance(facts.get("blocks"), list):
        return list(facts["blocks"])
    return [facts[key] for key in ("block", "other") if facts.get(key)]


def _acting_as(entry: Entry) -> str:
    return str(json.loads(entry.body)["acting_as"])


def _name(entry: Entry, named: Mapping[int, str]) -> str:
    for payload in entry.payloads:
        if payload.part is Part.IDENTITY and not payload.withheld:
            return str(payload.value.get("name", ""))
    if _acting_as(entry) in IN_PUBLIC and entry.account_id is not None:
        return named[entry.account_id]
    body = json.loads(entry.body)
    return "" if body["actor"] == "system" else f"Person {body['actor'][1:]}"
