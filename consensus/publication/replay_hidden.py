"""Replaying what was hidden under the Code of Conduct: stubs, never states (INV-11)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from consensus.archive.verbs import Verb
from consensus.coalitions.code_of_conduct import CodeRule
from consensus.documents.hidings import name_of
from consensus.publication.printed import PrintedStub
from consensus.publication.record import Record
from consensus.publication.replay_line import Line

MODERATORS = frozenset({"coordinator", "record custodian"})
"""Who may hide words (domain.md 8, note g)."""

HIDABLE = frozenset(
    {
        Verb.OBJECTION_RAISED, Verb.OBJECTION_JOINED, Verb.OBJECTION_EDITED,
        Verb.OBJECTION_ANSWERED, Verb.HOLDER_MOVED, Verb.COMMENT_MADE,
        Verb.COMMENT_MOVED, Verb.COMMENT_DISCUSSED, Verb.STATEMENT_ANNOUNCED,
        Verb.STATEMENT_WORDED, Verb.STATEMENT_SIGNED, Verb.WORDS_REWORDED,
    }
)  # fmt: skip
"""The deeds whose words can be hidden; those of every other deed must be there."""


def may_be_unread(lines: Iterable[Mapping[str, Any]]) -> frozenset[int]:
    """The places in a log whose words may be missing: an entry of it hid them."""
    found: set[int] = set()
    for raw in lines:
        body = raw.get("entry") if isinstance(raw, dict) else None
        if isinstance(body, dict) and body.get("verb") == Verb.WORDS_HIDDEN:
            named = body.get("facts", {}).get("entries", [])
            found.update(one for one in named if isinstance(one, int))
    return frozenset(found)


def words_hidden(record: Record, line: Line) -> None:
    """A stub in the place of words; refused without a rule, a reason or the role."""
    if line.acting_as not in MODERATORS:
        raise line.fault("hides words without the role for it.")
    stub = PrintedStub(
        CodeRule(line.facts["rule"]).words, line.said["reason"],
        line.at.date().isoformat(), line.who, line.acting_as,
    )  # fmt: skip
    if not stub.reason or not stub.by:
        raise line.fault("hides words without saying who did it, or why.")
    if any(one >= line.seq for one in line.facts["entries"]):
        raise line.fault("hides words that were not said yet.")
    record.hidden[name_of(line.facts)] = stub
    _mark(record, line, stub)


def words_shown(record: Record, line: Line) -> None:
    """The words are shown again."""
    if line.acting_as not in MODERATORS:
        raise line.fault("shows hidden words without the role for it.")
    record.hidden.pop(name_of(line.facts), None)
    _mark(record, line, None)


def words_reworded(record: Record, line: Line) -> None:
    """Their author's other words, in the place of the stub."""
    record.hidden.pop(name_of(line.facts), None)
    kind = line.facts["kind"]
    if kind == "note":
        _, held = line.holder(record)
        if line.actor not in {one.name for one in held.names}:
            raise line.fault("says somebody else's words otherwise.")
        line.keep_holder(record, held, own_note=line.said["own_note"], stub=None)
    elif kind == "answer":
        _answer(record, line, text=line.said["text"], stub=None)


def _mark(record: Record, line: Line, stub: PrintedStub | None) -> None:
    """Put the stub, or none, where the annex prints the words."""
    kind = line.facts["kind"]
    if kind == "objection":
        line.keep(record, line.objection(record), stub=stub)
    elif kind == "note":
        _, held = line.holder(record)
        line.keep_holder(record, held, stub=stub)
    elif kind == "answer":
        _answer(record, line, stub=stub)
    elif kind == "statement":
        number = line.facts["statement"]
        if number not in record.statements:
            raise line.fault(f"is about M-{number}, which was never announced.")
        record.statements[number] = replace(record.statements[number], stub=stub)


def _answer(record: Record, line: Line, **changed: Any) -> None:
    about = line.objection(record)
    answers = tuple(
        replace(one, **changed) if one.round == line.facts["round"] else one
        for one in about.answers
    )
    line.keep(record, about, answers=answers)
