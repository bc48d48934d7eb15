"""
From the public log to what it says: the annex is built from this, not from rows.

Replaying refuses a log that breaks the rules although its hashes are in order, such
as an objection ended by somebody else (INV-9).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from consensus.archive.verbs import Verb
from consensus.deliberation.call_models import CallKind, CallScope
from consensus.deliberation.models import InRound
from consensus.documents.models import OutputPath
from consensus.participation.statement import Statement
from consensus.publication.record import (
    CallersFinding,
    CallHeld,
    Frozen,
    LevelDeclared,
    Record,
    Reply,
    content_name,
)
from consensus.publication.replay_challenges import CHALLENGE_STEPS, check_time
from consensus.publication.replay_deeds import note_deed
from consensus.publication.replay_editorial import (
    carried,
    check_published,
    classed,
    contested,
)
from consensus.publication.replay_hidden import (
    HIDABLE,
    may_be_unread,
    words_hidden,
    words_reworded,
    words_shown,
)
from consensus.publication.replay_holders import (
    attributed,
    departed,
    edited,
    joined,
    moved,
    raised,
    recorded,
    returned,
    standing,
)
from consensus.publication.replay_line import Line, Unread
from consensus.publication.replay_paths import check_claim, check_path
from consensus.publication.replay_statements import (
    announced,
    responded,
    signed,
    unsigned,
    worded,
)
from consensus.publication.replay_statements import attributed as signer_attributed
from consensus.publication.replay_statements import moved as statement_moved
from consensus.wordings import structure
from consensus.wordings.canonical import wording_hash

Step = Callable[[Record, Line], None]


def replay(lines: Iterable[Mapping[str, Any]]) -> Record:
    """
    What public log lines of one document say, in order (docs/record.md).

    Raises Fault with a sentence that names the first entry that cannot be: unknown
    or incomplete, about something never recorded, or against the rules. Whether the
    hashes fit is not looked at here: see `archive.chain.first_fault`.
    """
    record, lines = Record(), list(lines)
    unread = may_be_unread(lines)
    for number, raw in enumerate(lines, start=1):
        line = Line.of(raw, number)
        if line.words is None and number in unread and line.verb in HIDABLE:
            line = replace(line, words=Unread())
        step = STEPS.get(line.verb, _nothing)
        try:
            step(record, line)
            note_deed(record, line)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise line.fault("does not say what it must.") from error
    return record


def _nothing(record: Record, line: Line) -> None:
    """Entries that no publication needs, such as edits and reminders."""


def _proposed(record: Record, line: Line) -> None:
    record.title, record.language = line.facts["title"], line.facts["language"]
    record.coalition = line.facts["coalition"]
    record.path = OutputPath(line.facts.get("path", OutputPath.CONSENSUS))


def _minted(record: Record, line: Line) -> None:
    block, facts = line.said["block"], line.facts
    if (
        wording_hash(block) != facts["wording"]
        or block["attrs"]["id"] != facts["block"]
    ):
        raise line.fault("names a wording that is not the one beside it.")
    record.wordings[facts["block"], facts["wording"]] = block


def _frozen(record: Record, line: Line) -> None:
    items = tuple((block, name, label) for block, name, label in line.facts["items"])
    for block, name, _ in items:
        if (block, name) not in record.wordings:
            raise line.fault(f"freezes a wording of {block} that was never recorded.")
    made = Frozen(
        line.facts["snapshot"], line.facts["content_hash"], items,
        line.facts["draft_seq"],
    )  # fmt: skip
    if content_name([(block, name) for block, name, _ in items]) != made.content_hash:
        raise line.fault("has a content hash that is not that of its text.")
    record.snapshots[made.number] = made


def _structured(record: Record, line: Line) -> None:
    last = record.steps[-1].seq if record.steps else 0
    steps = [structure.Step(*step) for step in line.facts["steps"]]
    if any(one.seq <= last for one in steps):
        raise line.fault("tells structure changes a second time.")
    record.steps += steps


def _answered(record: Record, line: Line) -> None:
    about, same_as = line.objection(record), line.facts.get("same_as")
    if same_as is not None and not _was_answered(record, same_as):
        raise line.fault(f"points to an answer to O-{same_as} that nobody gave.")
    reply = Reply(
        line.facts["round"], line.at, line.facts["disposition"], line.said["text"],
        same_as,
    )  # fmt: skip
    line.keep(record, about, answers=(*about.answers, reply))


def _was_answered(record: Record, number: int) -> bool:
    return number in record.objections and bool(record.objections[number].answers)


def _admitted(record: Record, line: Line) -> None:
    about = line.objection(record)
    if about.in_round != InRound.OUT_OF_ROUND:
        raise line.fault(f"accepts {about.name}, which was not out of round.")
    line.keep(record, about, in_round=str(InRound.ADMITTED))


def _found(record: Record, line: Line) -> None:
    finding = CallersFinding(
        line.facts["call"], line.facts["value"], line.said["reason"],
        line.said.get("alternatives", ""),
    )  # fmt: skip
    line.keep(record, line.objection(record), finding=finding)


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


def _computed(record: Record, line: Line) -> None:
    key = line.facts["call"], line.facts.get("block")
    record.readings[key] = line.facts["code"]
    record.counts[key] = dict(line.facts["counts"])


def _declared(record: Record, line: Line) -> None:
    facts = line.facts
    level = LevelDeclared(
        call=facts["call"], block=facts.get("block"), level=facts["level"],
        reading=facts["reading"], independence=facts["independence"],
        rationale=line.said["rationale"], by=line.who, at=line.at,
        without_joined=facts.get("without_joined", ""),
        on_joined=line.said.get("on_joined", ""),
    )  # fmt: skip
    if level.without_joined and not level.on_joined:
        raise line.fault("does not say how those were weighed who joined meanwhile.")
    record.levels[level.call, level.block] = level


def _windows(record: Record, line: Line) -> None:
    facts = line.facts
    if "statements_close_at" not in facts:
        return  # declared before there were such windows
    line.keep_call(
        record,
        statements_until=datetime.fromisoformat(facts["statements_close_at"]),
        challenges_until=datetime.fromisoformat(facts["challenges_close_at"]),
    )


def _published(record: Record, line: Line) -> None:
    frozen = record.snapshot(line.facts["snapshot"])
    if frozen.content_hash != line.facts["content_hash"]:
        raise line.fault("publishes another text than the snapshot it names.")
    check_published(record, line)
    check_time(record, line)
    check_claim(record, line)
    record.published.append(dict(line.facts) | {"seq": line.seq, "by": line.who})


def _stated(record: Record, line: Line) -> None:
    stated = Statement.from_json(line.facts["statement"], line.identity or {})
    record.participation[line.facts["version"]] = stated


def _attributed(record: Record, line: Line) -> None:
    change = signer_attributed if "signature" in line.facts else attributed
    change(record, line)


STEPS: dict[str, Step] = {
    Verb.DOCUMENT_PROPOSED: _proposed,
    Verb.WORDING_MINTED: _minted,
    Verb.SNAPSHOT_MADE: _frozen,
    Verb.TEXT_STRUCTURED: _structured,
    Verb.WORDING_CLASSED: classed,
    Verb.WORDING_CONTESTED: contested,
    Verb.POSITION_CARRIED: carried,
    Verb.OBJECTION_RAISED: raised,
    Verb.OBJECTION_JOINED: joined,
    Verb.OBJECTION_EDITED: edited,
    Verb.OBJECTION_ADMITTED: _admitted,
    Verb.OBJECTION_ANSWERED: _answered,
    Verb.HOLDER_MOVED: moved,
    Verb.HOLDER_DEPARTED: departed,
    Verb.HOLDER_RETURNED: returned,
    Verb.STANDING_REPLY: standing,
    Verb.RECORDED_ON_BEHALF: recorded,
    Verb.ATTRIBUTION_CHANGED: _attributed,
    Verb.STATEMENT_ANNOUNCED: announced,
    Verb.STATEMENT_MOVED: statement_moved,
    Verb.STATEMENT_WORDED: worded,
    Verb.STATEMENT_SIGNED: signed,
    Verb.SIGNATURE_WITHDRAWN: unsigned,
    Verb.STATEMENT_RESPONDED: responded,
    Verb.WORDS_HIDDEN: words_hidden,
    Verb.WORDS_SHOWN: words_shown,
    Verb.WORDS_REWORDED: words_reworded,
    Verb.CALL_OPENED: _opened,
    Verb.CALL_EXTENDED: _extended,
    Verb.CALL_CLOSED: _closed,
    Verb.CALL_STOPPED: _stopped,
    Verb.READING_COMPUTED: _computed,
    Verb.LEVEL_DECLARED: _declared,
    Verb.FINDING_MADE: _found,
    Verb.PARTICIPATION_STATED: _stated,
    Verb.DECLARATION_MADE: _windows,
    Verb.PUBLISHED: _published,
    **CHALLENGE_STEPS,
}
