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
from consensus.deliberation.models import InRound
from consensus.documents.models import OutputPath
from consensus.participation.statement import Statement
from consensus.publication.record import (
    CallersFinding,
    Frozen,
    LevelDeclared,
    Record,
    Reply,
    content_name,
)
from consensus.publication.replay_calls import CALL_STEPS
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
from consensus.publication.replay_paths import check_claim
from consensus.publication.replay_revisions import (
    dissent_retired,
    keep_last_edition,
    locked_later,
    naming,
    revised,
    signature_retired,
)
from consensus.publication.replay_statements import (
    announced,
    responded,
    signed,
    unsigned,
    worded,
)
from consensus.publication.replay_statements import attributed as signer_attributed
from consensus.publication.replay_statements import moved as statement_moved
from consensus.publication.replay_versions import begun, check_version
from consensus.publication.revision_record import Change
from consensus.statements.machine import Move
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
    check_version(record, line, frozen)
    check_time(record, line)
    check_claim(record, line)
    record.published.append(dict(line.facts) | {"seq": line.seq, "by": line.who})
    record.changes, record.printed = [], None


def _stated(record: Record, line: Line) -> None:
    stated = Statement.from_json(line.facts["statement"], line.identity or {})
    record.participation[line.facts["version"]] = stated


def _attributed(record: Record, line: Line) -> None:
    change = signer_attributed if "signature" in line.facts else attributed
    change(record, line)


def _edited(record: Record, line: Line) -> None:
    """After publication an objection is said otherwise only where it was hidden."""
    was_hidden = line.objection(record).stub is not None
    step = naming(edited, Change.MODERATED) if was_hidden else edited
    step(record, line)


def _statement_moved(record: Record, line: Line) -> None:
    keep_last_edition(record)
    statement_moved(record, line)
    if line.facts["move"] == Move.LOCK:
        locked_later(record, line)


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
    Verb.OBJECTION_EDITED: _edited,
    Verb.OBJECTION_ADMITTED: _admitted,
    Verb.OBJECTION_ANSWERED: _answered,
    Verb.HOLDER_MOVED: moved,
    Verb.HOLDER_DEPARTED: departed,
    Verb.HOLDER_RETURNED: returned,
    Verb.STANDING_REPLY: standing,
    Verb.RECORDED_ON_BEHALF: recorded,
    Verb.ATTRIBUTION_CHANGED: naming(_attributed, Change.SHOWN),
    Verb.STATEMENT_ANNOUNCED: announced,
    Verb.STATEMENT_MOVED: _statement_moved,
    Verb.STATEMENT_WORDED: worded,
    Verb.STATEMENT_SIGNED: signed,
    Verb.SIGNATURE_WITHDRAWN: unsigned,
    Verb.STATEMENT_RESPONDED: responded,
    Verb.WORDS_HIDDEN: naming(words_hidden, Change.MODERATED),
    Verb.WORDS_SHOWN: naming(words_shown, Change.MODERATED),
    Verb.WORDS_REWORDED: naming(words_reworded, Change.MODERATED),
    **CALL_STEPS,
    Verb.READING_COMPUTED: _computed,
    Verb.LEVEL_DECLARED: _declared,
    Verb.FINDING_MADE: _found,
    Verb.PARTICIPATION_STATED: _stated,
    Verb.DECLARATION_MADE: _windows,
    Verb.VERSION_BEGUN: begun,
    Verb.PUBLISHED: _published,
    Verb.DISSENT_RETIRED: dissent_retired,
    Verb.SIGNATURE_RETIRED: signature_retired,
    Verb.ANNEX_REVISED: revised,
    **CHALLENGE_STEPS,
}
