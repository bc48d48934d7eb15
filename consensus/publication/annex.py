"""
Annex A: every dissent as its author wrote it (domain.md 11.2), from a record alone.

Two records that say the same give equal annexes, so the one built from the log can be
held against the one built from the tables, and against a file somebody kept.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from consensus.deliberation.models import HolderState, InRound, TargetKind
from consensus.publication.annex_statements import (
    StatementEntry,
    how_many,
    printed_statements,
)
from consensus.publication.counts import Counts
from consensus.publication.order import Place, place_in_text, places_in_text
from consensus.publication.people import check_people
from consensus.publication.printed import (
    KINDS,
    Further,
    PrintedAnswer,
    PrintedFinding,
    PrintedHolder,
    PrintedStub,
    Quoted,
)
from consensus.publication.printing import (
    answer_printed,
    day,
    finding_printed,
    holder_printed,
    text_of,
)
from consensus.publication.record import (
    Frozen,
    Held,
    Opposed,
    Record,
)


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
    in_round: str = "yes"
    stub: PrintedStub | None = None

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
        if self.in_round == InRound.YES:
            del plain["in_round"]
        # Bundles from before have none of these.
        _drop_empty(plain, "further", "stub")
        for holder in plain["holders"]:
            _drop_empty(holder, "saw", "standing", "recorded", "stub")
        for answer in plain["answers"]:
            _drop_empty(answer, "stub")
        return plain

    @property
    def is_bare(self) -> bool:
        """Whether it stands without a reason (R2)."""
        return not self.reason and self.stub is None

    @property
    def heading(self) -> str:
        """What kind of entry it is, in words."""
        return KINDS[self.kind]


@dataclass(frozen=True)
class Annex:
    """
    The annex of one version in printed order: `entries` are Part 1, `statements` Part
    2, `unconfirmed` Part 3, `noted` Part 4 (domain.md 11.2).
    """

    version: str
    entries: tuple[AnnexEntry, ...]
    unconfirmed: tuple[AnnexEntry, ...]
    counts: Counts
    statements: tuple[StatementEntry, ...] = ()
    noted: tuple[StatementEntry, ...] = ()
    hidden: tuple[tuple[str, PrintedStub], ...] = ()
    """What is hidden under the Code of Conduct, by its name (Part 6)."""

    def on(self, block: str | None) -> list[AnnexEntry]:
        """The D entries on one block, or on the whole document."""
        return [one for one in self.entries if one.is_on(block)]

    def after(self, block: str) -> tuple[str, ...]:
        """The numbers of the entries on what is missing after a block (R8)."""
        found = [one for one in self.entries if one.target == TargetKind.OMISSION]
        stated = (one.number for one in self.statements if one.misses_after(block))
        return (*(one.number for one in found if one.block == block), *stated)

    def numbers_on(self, block: str | None) -> tuple[str, ...]:
        """The numbers of the dissents and statements on a block (INV-5)."""
        stated = (one.number for one in self.statements if one.is_on(block))
        return (*(one.number for one in self.on(block)), *stated)

    def noted_on(self, block: str) -> tuple[str, ...]:
        """The numbers of the reservations and concurrences on a block."""
        return tuple(one.number for one in self.noted if one.is_on(block))

    def as_json(self) -> dict[str, Any]:
        """As plain JSON: what annex.json holds; statements where there are any."""
        stated = {"statements": self.statements, "noted": self.noted}
        parts = {
            name: [one.as_json() for one in part]
            for name, part in stated.items()
            if part
        }
        return {
            "version": self.version,
            "entries": [one.as_json() for one in self.entries],
            "unconfirmed": [one.as_json() for one in self.unconfirmed],
            **parts,
            "counts": self.counts.as_json(),
            **(
                {"hidden": [[n, asdict(s)] for n, s in self.hidden]}
                if self.hidden
                else {}
            ),
        }


def build_annex(
    record: Record, snapshot_number: int, version: str, *, people: int, signers: int = 0
) -> Annex:
    """
    The annex of a snapshot: all who maintain or dissent, and who is unconfirmed.

    `people` and `signers` are the stated numbers of distinct persons behind the
    objections and the statements; Fault if the record rules them out
    (docs/decisions/0003). Order: the whole document, then the text's own order,
    several on one block as they were filed.
    """
    frozen = record.snapshot(snapshot_number)
    standing = _in_order(record, frozen, _with(record, opposing=True))
    lapsed = [
        one
        for one in _in_order(record, frozen, _with(record, opposing=False))
        if one.block is None or _places(record, frozen, one, opposing=False)
    ]
    check_people(record, people, signers)
    entries = tuple(
        _entry(record, frozen, one, number=f"D-{n}", kind=_kind(one))
        for n, one in enumerate(standing, start=1)
    )
    unconfirmed = tuple(
        _entry(record, frozen, one, number=f"U-{n}", kind="unconfirmed")
        for n, one in enumerate(lapsed, start=1)
    )
    statements = printed_statements(record, frozen, noted=False)
    noted = printed_statements(record, frozen, noted=True)
    counts = Counts(
        len(entries), people, len(unconfirmed), len(statements), signers,
        **how_many(noted),
    )  # fmt: skip
    hidden = tuple(record.hidden.items())
    return Annex(version, entries, unconfirmed, counts, statements, noted, hidden)


def _drop_empty(plain: dict[str, Any], *names: str) -> None:
    for name in names:
        if not plain[name]:
            del plain[name]


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
        holders=tuple(holder_printed(record, held) for held in holders),
        raised_on=day(one.raised_at), stage=one.stage,
        answers=tuple(answer_printed(reply) for reply in one.answers),
        finding=finding_printed(one.finding) if opposing else None,
        in_round=one.in_round,
        further=tuple(
            Further(
                block, _label(frozen, block), _published(record, frozen, one, block)
            )
            for block in others
        ),
        stub=one.stub,
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
    return text_of(record, block, wording)
