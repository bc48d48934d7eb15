"""
Annex A: every dissent as its author wrote it (domain.md 11.2), from a record alone.

Two records that say the same give equal annexes, so the one built from the log can be
held against the one built from the tables, and against a file somebody kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from consensus.deliberation.models import HolderState, TargetKind
from consensus.publication.annex_entry import AnnexEntry
from consensus.publication.annex_statements import (
    Part,
    StatementEntry,
    how_many,
    printed_statements,
)
from consensus.publication.counts import Counts
from consensus.publication.order import Place, place_in_text, places_in_text
from consensus.publication.people import check_people
from consensus.publication.printed import Further, PrintedStub, Quoted
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
class Annex:
    """
    The annex of one version in printed order: `entries` are Part 1, `statements` Part
    2, `unconfirmed` Part 3, `noted` Part 4, `added` Part 5 (domain.md 11.2).

    What was withdrawn after publication keeps its place, without its words (R24).
    """

    version: str
    entries: tuple[AnnexEntry, ...]
    unconfirmed: tuple[AnnexEntry, ...]
    counts: Counts
    statements: tuple[StatementEntry, ...] = ()
    noted: tuple[StatementEntry, ...] = ()
    added: tuple[StatementEntry, ...] = ()
    hidden: tuple[tuple[str, PrintedStub], ...] = ()
    """What is hidden under the Code of Conduct, by its name (Part 6)."""

    @property
    def every(self) -> "tuple[AnnexEntry | StatementEntry, ...]":
        """All its entries in printed order."""
        return (
            *self.entries, *self.statements, *self.unconfirmed, *self.noted,
            *self.added,
        )  # fmt: skip

    def on(self, block: str | None) -> list[AnnexEntry]:
        """The D entries on one block, or on the whole document."""
        return [one for one in self.entries if one.is_on(block)]

    def after(self, block: str) -> tuple[str, ...]:
        """The numbers of the entries on what is missing after a block (R8)."""
        missing = [
            one
            for one in self.entries
            if one.target == TargetKind.OMISSION and one.block == block
        ]
        stated = [one for one in self.statements if one.misses_after(block)]
        return _standing(missing, stated)

    def numbers_on(self, block: str | None) -> tuple[str, ...]:
        """The numbers of the dissents and statements on a block (INV-5)."""
        stated = [one for one in self.statements if one.is_on(block)]
        return _standing(self.on(block), stated)

    def noted_on(self, block: str) -> tuple[str, ...]:
        """The numbers of the reservations and concurrences on a block."""
        return _standing([], [one for one in self.noted if one.is_on(block)])

    def unconfirmed_on(self, block: str) -> tuple[str, ...]:
        """The numbers of what nobody confirmed or lifted on a block."""
        return _standing([one for one in self.unconfirmed if one.is_on(block)], [])

    def added_on(self, block: str) -> tuple[str, ...]:
        """The numbers of the statements after publication on a block (R25)."""
        return _standing([], [one for one in self.added if one.is_on(block)])

    def withdrawn_on(self, block: str) -> tuple[str, ...]:
        """The numbers of what was withdrawn after publication on a block (R24)."""
        gone = (one for one in self.every if one.retired_on)
        return tuple(one.number for one in gone if one.is_on(block))

    def as_json(self) -> dict[str, Any]:
        """As plain JSON: what annex.json holds; statements where there are any."""
        stated = {
            "statements": self.statements, "noted": self.noted, "added": self.added,
        }  # fmt: skip
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
    check_people(record, frozen, people, signers)
    entries = tuple(
        _entry(record, frozen, one, number=f"D-{n}", kind=_kind(one))
        for n, one in enumerate(standing, start=1)
    )
    unconfirmed = tuple(
        _entry(record, frozen, one, number=f"U-{n}", kind="unconfirmed")
        for n, one in enumerate(lapsed, start=1)
    )
    statements, noted, added = (
        printed_statements(record, frozen, part) for part in Part
    )
    every: list[AnnexEntry | StatementEntry] = [*entries, *unconfirmed]
    every += [*statements, *noted, *added]
    counts = Counts(
        _number(entries), people, _number(unconfirmed), _number(statements), signers,
        **how_many(noted), withdrawn=len(every) - _number(every),
        added=_number(added),
    )  # fmt: skip
    hidden = tuple(record.hidden.items())
    return Annex(
        version, entries, unconfirmed, counts, statements, noted, added, hidden
    )


def _number(entries: Sequence[AnnexEntry | StatementEntry]) -> int:
    """How many stand: all but those that were withdrawn since."""
    return sum(not one.retired_on for one in entries)


def _standing(
    entries: Sequence[AnnexEntry], stated: Sequence[StatementEntry]
) -> tuple[str, ...]:
    every: list[AnnexEntry | StatementEntry] = [*entries, *stated]
    return tuple(one.number for one in every if not one.retired_on)


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
    entry = AnnexEntry(
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
    gone = all(held.retired_at is not None for held in holders)
    return entry.without_words() if gone else entry


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
