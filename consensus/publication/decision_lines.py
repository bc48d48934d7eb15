"""The decisions about a text, one line each, from its record alone (domain.md 11.4)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consensus.archive.verbs import NUMBERED_DECISIONS, Verb
from consensus.deliberation.levels import Level, ReadingCode
from consensus.documents.decision_models import DecisionKind
from consensus.publication.decision_events import day_of, label_of, told
from consensus.publication.record import CallHeld, Happened, Record

LEVEL_KIND, GROUP_KIND = "the consensus caller", "the group, on notice"

FINDINGS = {
    "accommodated_in_part": "accommodated in part",
    "answered_not_accommodated": "answered, not accommodated",
    "outweighed": "outweighed",
    "not_bearing": "does not bear on this text",
}
_DISTANCE = {
    "independent": "who did not draft the text and holds no position on this",
    "drafted_this_text": "who also drafted the text",
    "holds_a_position": "who also holds a position on this",
}


@dataclass(frozen=True)
class ObjectionFound:
    """An objection that stood, and what the caller found on it."""

    name: str
    finding: str
    reason: str
    alternatives: str


@dataclass(frozen=True)
class DecisionLine:
    """
    One decision. `basis` is the log entry of the call or notice that it rests on, and
    `declared_by` says who declared it and whether they drafted the text (INV-32).
    """

    number: int
    entry: int
    on: str
    kind: str
    sentence: str
    concerns: str
    assessed: str
    basis: int
    declared_by: str
    reading: str = ""
    level: str = ""
    rationale: str = ""
    without_joined: str = ""
    """The reading without those who joined during the call, where it differs (R12)."""
    on_joined: str = ""
    """How the caller weighed them."""
    objections: tuple[ObjectionFound, ...] = ()
    edits: tuple[str, ...] = ()
    """Editorial changes between the opening of the call and the declaration."""
    challenges: tuple[str, ...] = ()
    """Each with how it was answered and how it ended."""
    reopened: str = ""
    """In place of which decision it stands, or which one stands in its place."""

    @property
    def name(self) -> str:
        """How people cite it: DEC-3."""
        return f"DEC-{self.number}"

    def words(self) -> Iterator[str]:
        """All that a page must print of it."""
        yield from (self.name, self.sentence, self.concerns, self.assessed)
        yield from (self.declared_by, self.rationale, self.reopened)
        yield from (self.without_joined, self.on_joined)
        yield from (*self.edits, *self.challenges)
        for one in self.objections:
            yield from (one.name, one.finding, one.reason, one.alternatives)


def decision_lines(record: Record) -> tuple[DecisionLine, ...]:
    """
    All decisions in the order of the log, numbered as `numbers_of` says.

    A declared level that was revised keeps its line, which then names the newer one.
    """
    numbers = numbers_of(record.deeds)
    return tuple(
        _level(record, one, numbers)
        if one.verb == Verb.LEVEL_DECLARED
        else _on_notice(record, one, numbers[one.seq])
        for one in record.deeds
        if one.seq in numbers
    )


def numbers_of(deeds: Iterable[Happened]) -> dict[int, int]:
    """
    The DEC number of each decision, by the place of its entry in the log.

    A decision on notice has its number from the start; a declared level takes the
    first one that is free, so that no number is ever given twice.
    """
    decisions = [one for one in deeds if one.verb in NUMBERED_DECISIONS]
    given = {
        one.seq: int(one.about.removeprefix("DEC-"))
        for one in decisions
        if one.verb == Verb.DECISION_PROPOSED
    }
    free = iter(set(range(1, 2 * len(decisions) + 1)) - set(given.values()))
    levels = (one.seq for one in decisions if one.seq not in given)
    return given | dict(zip(levels, sorted(free), strict=False))


def _level(record: Record, one: Happened, numbers: dict[int, int]) -> DecisionLine:
    facts, call = one.facts, record.calls[one.facts["call"]]
    block, level = facts.get("block"), Level(facts["level"])
    labels = record.snapshot(call.snapshot).labels
    place = "the whole text" if block is None else labels[block]
    return DecisionLine(
        number=numbers[one.seq], entry=one.seq, on=one.at.date().isoformat(),
        kind=LEVEL_KIND, sentence=f"{level.label} is declared for {place}.",
        concerns=f"{place[0].upper()}{place[1:]} as put to consensus call "
        f"{call.number}",
        assessed=_assessed(call), basis=_entry_of_call(record, call.number),
        declared_by=f"Declared by {one.who}, {_DISTANCE[facts['independence']]}.",
        reading=ReadingCode(facts["reading"]).label, level=level.label,
        rationale=one.words["rationale"],
        without_joined=_without_joined(facts),
        on_joined=one.words.get("on_joined", ""),
        objections=_found(record, one, block),
        edits=_edits(record, call, one.at),
        challenges=_challenges(record, one),
        reopened=_reopened(record, one, numbers),
    )  # fmt: skip


def _without_joined(facts: Mapping[str, Any]) -> str:
    code = facts.get("without_joined")
    return ReadingCode(code).label if code else ""


def _assessed(call: CallHeld) -> str:
    people = "1 member was" if call.told == 1 else f"{call.told} members were"
    urgent = ", urgent" if call.urgent else ""
    return (
        f"Consensus call {call.number}{urgent}, {call.opens_at.date().isoformat()} to "
        f"{call.closes_at.date().isoformat()}; {people} told"
    )


def _entry_of_call(record: Record, number: int) -> int:
    return next(
        one.seq
        for one in record.deeds
        if one.verb == Verb.CALL_OPENED and one.facts["call"] == number
    )


def _same_target(one: Happened, other: Happened) -> bool:
    return other.verb == Verb.LEVEL_DECLARED and (
        (one.facts["call"], one.facts.get("block"))
        == (other.facts["call"], other.facts.get("block"))
    )


def _next(record: Record, one: Happened) -> Happened | None:
    later = (o for o in record.deeds if o.seq > one.seq and _same_target(one, o))
    return next(later, None)


def _reopened(record: Record, one: Happened, numbers: dict[int, int]) -> str:
    earlier = [o for o in record.deeds if o.seq < one.seq and _same_target(one, o)]
    later, said = _next(record, one), []
    if earlier:
        said.append(f"In place of DEC-{numbers[earlier[-1].seq]}.")
    if later is not None:
        said.append(
            f"DEC-{numbers[later.seq]} stands in its place since "
            f"{later.at.date().isoformat()}."
        )
    return " ".join(said)


def _found(
    record: Record, one: Happened, block: str | None
) -> tuple[ObjectionFound, ...]:
    """The findings of that call on what speaks against this target, as they stood."""
    later = _next(record, one)
    last: dict[int, Happened] = {}
    for other in record.deeds:
        if later is not None and other.seq > later.seq:
            break
        if _is_finding_on(record, other, one.facts["call"], block):
            last[other.facts["objection"]] = other
    return tuple(
        ObjectionFound(
            f"O-{number}", FINDINGS[made.facts["value"]], made.words["reason"],
            made.words.get("alternatives", ""),
        )
        for number, made in sorted(last.items())
    )  # fmt: skip


def _is_finding_on(
    record: Record, made: Happened, call: int, block: str | None
) -> bool:
    if made.verb != Verb.FINDING_MADE or made.facts["call"] != call:
        return False
    about = record.objections[made.facts["objection"]]
    places = {about.block} | {
        place for held in about.holders for place, _ in held.places
    }
    return block in places


def _edits(record: Record, call: CallHeld, until: datetime) -> tuple[str, ...]:
    return tuple(
        f"{label_of(record, block)}, {edited.at.date().isoformat()}"
        + (" (contested)" if edited.is_contested else "")
        for (block, _, _), edited in record.editorial.items()
        if call.opens_at <= edited.at <= until
    )


def _challenges(record: Record, one: Happened) -> tuple[str, ...]:
    """Challenges of this very declaration: filed before another one replaced it."""
    later = _next(record, one)
    end = later.at if later else None
    return tuple(
        f"{ch.name}: {ch.end or 'Still open.'}"
        for ch in record.challenges.values()
        if (ch.call, ch.block) == (one.facts["call"], one.facts.get("block"))
        and one.at <= ch.filed_at
        and (end is None or ch.filed_at < end)
    )


def _on_notice(record: Record, one: Happened, number: int) -> DecisionLine:
    kind = DecisionKind(one.facts["kind"])
    drafted = "also drafted" if one.drafted else "did not draft"
    return DecisionLine(
        number=number, entry=one.seq, on=one.at.date().isoformat(), kind=GROUP_KIND,
        sentence=f"{kind.label}: {_outcome(record, one)}.",
        concerns="The whole text",
        assessed=f"Notice of {one.at.date().isoformat()}, open for objections until "
        f"{day_of(one.facts['closes_at'])}; {told(one.facts)}",
        basis=one.seq,
        declared_by=f"Proposed by {one.who}, who {drafted} the text.",
        rationale=one.words.get("reason", ""),
    )  # fmt: skip


def _outcome(record: Record, one: Happened) -> str:
    ends = {Verb.DECISION_MADE, Verb.DECISION_DROPPED}
    after = (o for o in record.deeds if o.verb in ends and o.about == one.about)
    end = next(after, None)
    if end is None:
        return "members can still object"
    if end.verb == Verb.DECISION_MADE:
        return f"it went ahead, {end.facts['basis']}"
    return "it did not go ahead"
