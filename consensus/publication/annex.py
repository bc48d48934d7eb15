"""
Annex A: every dissent as its author wrote it (domain.md 11.2), from a record alone.

Two records that say the same give equal annexes, so the one built from the log can be
held against the one built from the tables, and against a file somebody kept.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from consensus.coalitions.attribution import who_line
from consensus.deliberation.levels import Level
from consensus.deliberation.models import HolderState, TargetKind
from consensus.publication.order import Place, place_in_text, places_in_text
from consensus.publication.people import people_between
from consensus.publication.printed import (
    KINDS,
    Further,
    PrintedAnswer,
    PrintedFinding,
    PrintedHolder,
    Quoted,
)
from consensus.publication.record import (
    CallersFinding,
    Fault,
    Frozen,
    Held,
    Opposed,
    Record,
    Reply,
)
from consensus.wordings.canonical import plain_text


@dataclass(frozen=True)
class AnnexEntry:
    """
    One D (or U) entry. `published` is None where the words printed are the words
    objected to; `block` is None for the whole document, `label` then says so.
    `further` are the other blocks it is linked to since the text was divided (5.5).
    """

    number: str
    objection: str
    kind: str
    target: str
    block: str | None
    label: str
    objected: Quoted | None
    published: Quoted | None
    reason: str
    harm_to: str
    would_resolve: str
    holders: tuple[PrintedHolder, ...]
    raised_on: str
    stage: str
    answers: tuple[PrintedAnswer, ...]
    finding: PrintedFinding | None
    further: tuple[Further, ...] = ()

    @property
    def labels(self) -> str:
        """All places it is on, in words: "¶4" or "¶4 and ¶5"."""
        *others, last = [self.label, *(one.label for one in self.further)]
        return f"{', '.join(others)} and {last}" if others else last

    def is_on(self, block: str | None) -> bool:
        """Whether it is on a block, or (None) the whole; what is missing is on none."""
        if self.target == TargetKind.OMISSION:
            return False
        return block == self.block or block in {one.block for one in self.further}

    def as_json(self) -> dict[str, Any]:
        """As plain JSON; the other blocks only where there are any."""
        plain = asdict(self)
        if not self.further:
            del plain["further"]
        for holder in plain["holders"]:
            if not holder["saw"]:  # as in bundles from before there were any
                del holder["saw"]
        return plain

    @property
    def is_bare(self) -> bool:
        """Whether it stands without a reason (R2)."""
        return not self.reason

    @property
    def heading(self) -> str:
        """What kind of entry it is, in words."""
        return KINDS[self.kind]


@dataclass(frozen=True)
class Counts:
    """Entries, and the distinct people behind the objections that stand (INV-1)."""

    objections: int
    people: int
    unconfirmed: int

    def as_json(self) -> dict[str, int]:
        """As plain JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Annex:
    """Parts 1 and 3 of the annex of one version, in printed order."""

    version: str
    entries: tuple[AnnexEntry, ...]
    unconfirmed: tuple[AnnexEntry, ...]
    counts: Counts

    def on(self, block: str | None) -> list[AnnexEntry]:
        """The D entries on one block, or on the whole document."""
        return [one for one in self.entries if one.is_on(block)]

    def after(self, block: str) -> list[AnnexEntry]:
        """The D entries on what is missing after a block (R8)."""
        found = [one for one in self.entries if one.target == TargetKind.OMISSION]
        return [one for one in found if one.block == block]

    def as_json(self) -> dict[str, Any]:
        """As plain JSON: what annex.json holds."""
        return {
            "version": self.version,
            "entries": [one.as_json() for one in self.entries],
            "unconfirmed": [one.as_json() for one in self.unconfirmed],
            "counts": self.counts.as_json(),
        }


def build_annex(
    record: Record, snapshot_number: int, version: str, *, people: int
) -> Annex:
    """
    The annex of a snapshot: all who maintain or dissent, and who is unconfirmed.

    `people` is the stated number of distinct persons; Fault if the record rules it
    out (docs/decisions/0003). Order: the whole document, then the text's own order,
    several on one block as they were filed.
    """
    frozen = record.snapshot(snapshot_number)
    standing = _in_order(record, frozen, _with(record, opposing=True))
    lapsed = [
        one
        for one in _in_order(record, frozen, _with(record, opposing=False))
        if one.block is None or _places(record, frozen, one, opposing=False)
    ]
    least, most = people_between(record)
    if not least <= people <= most:
        raise Fault(
            f"The objections that stand are held by {least} to {most} people, "
            f"not by {people}."
        )
    entries = tuple(
        _entry(record, frozen, one, number=f"D-{n}", kind=_kind(one))
        for n, one in enumerate(standing, start=1)
    )
    unconfirmed = tuple(
        _entry(record, frozen, one, number=f"U-{n}", kind="unconfirmed")
        for n, one in enumerate(lapsed, start=1)
    )
    return Annex(
        version, entries, unconfirmed, Counts(len(entries), people, len(unconfirmed))
    )


def check_levels(record: Record, annex: Annex, call: int) -> None:
    """Fault where a full consensus is claimed over an entry that stands (INV-12)."""
    for (of_call, block), declared in record.levels.items():
        against = annex.on(block) if block is not None else annex.entries
        if of_call == call and declared.level == Level.FULL_CONSENSUS and against:
            place = "the document" if block is None else against[0].label
            raise Fault(
                f"Full consensus is declared for {place}, "
                f"but {against[0].objection} stands."
            )


def _with(record: Record, *, opposing: bool) -> Iterable[Opposed]:
    for one in record.objections.values():
        if any(_belongs(held, opposing=opposing) for held in one.holders):
            yield one


def _belongs(held: Held, *, opposing: bool) -> bool:
    return held.opposes if opposing else held.state is HolderState.UNCONFIRMED


def _in_order(
    record: Record, frozen: Frozen, found: Iterable[Opposed]
) -> list[Opposed]:
    def place(one: Opposed) -> tuple[Place, int]:
        opposing = any(held.opposes for held in one.holders)
        blocks = _places(record, frozen, one, opposing=opposing)
        first = blocks[0] if blocks else one.block
        return place_in_text(record, frozen, first), one.number

    return sorted(found, key=place)


def _places(
    record: Record, frozen: Frozen, one: Opposed, *, opposing: bool
) -> list[str]:
    """The blocks of the text that its printed holders are linked to, in order."""
    held = [each for each in one.holders if _belongs(each, opposing=opposing)]
    return places_in_text(record, frozen, one, held)


def _kind(one: Opposed) -> str:
    states = {held.state for held in one.holders}
    return "objection" if HolderState.MAINTAINED in states else "dissent"


def _entry(
    record: Record, frozen: Frozen, one: Opposed, *, number: str, kind: str
) -> AnnexEntry:
    opposing = kind != "unconfirmed"
    holders = [held for held in one.holders if _belongs(held, opposing=opposing)]
    objected = _quoted(record, one.block, one.wording)
    on = _places(record, frozen, one, opposing=opposing)
    first, others = (on[0], on[1:]) if on else (one.block, [])
    return AnnexEntry(
        number=number, objection=one.name, kind=kind, target=one.target,
        block=first, label=_label(frozen, first, one.target), objected=objected,
        published=_published(record, frozen, one, first),
        reason=one.reason, harm_to=one.harm_to,
        would_resolve=one.would_resolve,
        holders=tuple(_holder(record, held) for held in holders),
        raised_on=_day(one.raised_at), stage=one.stage,
        answers=tuple(_answer(reply) for reply in one.answers),
        finding=_finding(one.finding) if opposing else None,
        further=tuple(
            Further(
                block, _label(frozen, block), _published(record, frozen, one, block)
            )
            for block in others
        ),
    )  # fmt: skip


def _label(frozen: Frozen, block: str | None, target: str = "") -> str:
    if block is None:
        return "the whole document"
    label = frozen.labels.get(block, "a paragraph that was removed")
    return f"after {label}" if target == TargetKind.OMISSION else label


def _published(
    record: Record, frozen: Frozen, one: Opposed, block: str | None
) -> Quoted | None:
    """The words of a place in the text, unless they are the words objected to."""
    now = frozen.wordings.get(block or "")
    same = (block, now) == (one.block, one.wording)
    return None if same else _quoted(record, block, now)


def _quoted(record: Record, block: str | None, wording: str | None) -> Quoted | None:
    if block is None or wording is None:
        return None
    return _text_of(record, block, wording)


def _text_of(record: Record, block: str, wording: str) -> Quoted:
    return Quoted(wording, plain_text(record.wording(block, wording)))


def _holder(record: Record, held: Held) -> PrintedHolder:
    kept = held.kept_at if held.opposes else None
    return PrintedHolder(
        line=who_line(held.shown or {}),
        state=str(held.state),
        own_note=held.own_note,
        departed=held.departed,
        kept_on=_day(kept) if kept else None,
        kept_wording=(held.seen or held.places)[0][1] if kept and held.places else None,
        silent=held.silent,
        saw=tuple(_text_of(record, *key) for key in held.seen),
    )


def _answer(reply: Reply) -> PrintedAnswer:
    return PrintedAnswer(_day(reply.at), reply.disposition, reply.text)


def _finding(finding: CallersFinding | None) -> PrintedFinding | None:
    if finding is None:
        return None
    return PrintedFinding(finding.value, finding.reason, finding.alternatives)


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
