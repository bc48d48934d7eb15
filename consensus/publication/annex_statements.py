"""Parts 2, 4 and 5 of the annex: signed statements, whole and as they were signed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from consensus.deliberation.statement_models import AGAINST, AimKind, StatementKind
from consensus.publication.printed import PrintedStub, Quoted, withdrawn_line
from consensus.publication.record import Frozen, Record
from consensus.publication.statement_record import Signed, Stated
from consensus.statements.signatories import signatory_line
from consensus.statements.targets import aim_words
from consensus.statements.wording import Aim, Words
from consensus.wordings.canonical import plain_text

STATEMENT_KINDS = {
    StatementKind.DISSENT: "Dissent",
    StatementKind.PARTIAL_DISSENT: "Partial dissent",
    StatementKind.RESERVATION: "Reservation",
    StatementKind.CONCURRENCE: "Concurrence",
    StatementKind.ALTERNATIVE_TEXT: "Alternative text",
}
_BESIDE = frozenset({AimKind.WORDING, AimKind.LEVEL})
"""Targets that have a place in the text, at which the statement is named (INV-5)."""


class Part(StrEnum):
    """Where statements are printed (domain.md 11.2)."""

    AGAINST = "2"
    NOTED = "4"
    LATER = "5"
    """Filed after publication: never among the others (R25)."""


@dataclass(frozen=True)
class PrintedTarget:
    """
    What a statement is about: in words, with the words of the text at that time.

    `published` is None where those are the words that are printed (INV-3).
    """

    kind: str
    block: str | None
    label: str
    what: str
    quoted: Quoted | None
    published: Quoted | None


@dataclass(frozen=True)
class PrintedSignatory:
    """One signer as they chose to be shown, and the ISO date on which they signed."""

    line: str
    signed_on: str
    corrected: bool
    """Whether the words they signed were corrected since, no more (C0, C1)."""
    retired_on: str = ""
    """ISO date on which they withdrew it after publication (R24)."""


@dataclass(frozen=True)
class PrintedResponse:
    """The response of the editors, verbatim, with its ISO date."""

    on: str
    text: str


@dataclass(frozen=True)
class StatementEntry:
    """One statement as it is printed (domain.md 11.2)."""

    number: str
    kind: str
    title: str
    text: str
    language: str
    version: str
    targets: tuple[PrintedTarget, ...]
    signatories: tuple[PrintedSignatory, ...]
    filed_on: str
    response: PrintedResponse | None
    stub: PrintedStub | None = None
    retired_on: str = ""
    """ISO date on which the last signer withdrew after publication (R24)."""
    recorded_at: str = ""
    """The earlier version it was printed with first (R40)."""

    @property
    def heading(self) -> str:
        """The kind in words."""
        return STATEMENT_KINDS[StatementKind(self.kind)]

    def is_on(self, block: str | None) -> bool:
        """Whether it is named at a block; None: whether it is about the whole."""
        if block is None:
            return any(one.block is None for one in self.targets)
        return any(one.block == block and one.kind in _BESIDE for one in self.targets)

    def misses_after(self, block: str) -> bool:
        """Whether it is about what is missing after a block (R8)."""
        found = [one for one in self.targets if one.kind == AimKind.OMISSION]
        return any(one.block == block for one in found)

    def holds(self, block: str | None) -> bool:
        """Whether a full consensus on a block, or the whole, cannot stand (R15)."""
        if StatementKind(self.kind) not in AGAINST:
            return False
        on = {_held(one) for one in self.targets if _is_held(one)}
        return bool(on) if block is None else block in on

    def as_json(self) -> dict[str, Any]:
        """As plain JSON; what bundles from before have not, only where there is any."""
        plain = asdict(self)
        if self.stub is None:
            del plain["stub"]
        if not self.recorded_at:
            del plain["recorded_at"]
        for one in (plain, *plain["signatories"]):
            if not one["retired_on"]:
                del one["retired_on"]
        return plain

    def without_words(self) -> "StatementEntry":
        """What is left of it once all who signed it withdrew (R24)."""
        last = max(one.retired_on for one in self.signatories)
        return replace(
            self, title="", text="", response=None, stub=None, retired_on=last
        )


def printed_statements(
    record: Record, frozen: Frozen, part: Part
) -> tuple[StatementEntry, ...]:
    """The locked statements of a part, in the order of filing."""
    found = [
        one
        for one in record.statements.values()
        if one.is_printed and _part(one) is part and one.stands_in(frozen.wordings)
    ]
    found.sort(key=lambda one: (str(one.filed_at), one.number))
    return tuple(_entry(record, frozen, one, one.words) for one in found if one.words)


def how_many(noted: Iterable[StatementEntry]) -> dict[str, int]:
    """How many reservations and how many concurrences there are."""
    kinds = [one.kind for one in noted if not one.retired_on]
    return {
        "reservations": kinds.count(StatementKind.RESERVATION),
        "concurrences": kinds.count(StatementKind.CONCURRENCE),
    }


def _is_held(one: PrintedTarget) -> bool:
    if one.kind == AimKind.WORDING:
        return one.published is None and one.quoted is not None
    return one.kind != AimKind.PROCESS


def _held(one: PrintedTarget) -> str | None:
    return one.block if one.kind in {AimKind.WORDING, AimKind.LEVEL} else None


def _part(one: Stated) -> Part:
    if one.is_late:
        return Part.LATER
    return Part.NOTED if one.is_noted else Part.AGAINST


def _entry(record: Record, frozen: Frozen, one: Stated, words: Words) -> StatementEntry:
    filed, said = one.filed_at, one.response
    entry = StatementEntry(
        number=one.name, kind=str(words.kind), title=words.title, text=words.text,
        language=words.language, version=one.version,
        targets=tuple(_target(record, frozen, aim) for aim in words.aims),
        signatories=tuple(_signatory(by, one.version) for by in one.valid),
        filed_on=filed.date().isoformat() if filed else "",
        response=PrintedResponse(said.at.date().isoformat(), said.text)
        if said else None,
        stub=one.stub,
        recorded_at=one.recorded_in,
    )  # fmt: skip
    gone = all(by.retired_at is not None for by in one.valid)
    return entry.without_words() if gone else entry


def _target(record: Record, frozen: Frozen, aim: Aim) -> PrintedTarget:
    label = frozen.labels.get(aim.block or "")
    now = frozen.wordings.get(aim.block or "")
    changed = aim.wording is not None and now is not None and now != aim.wording
    return PrintedTarget(
        kind=str(aim.kind), block=aim.block, label=label or "",
        what=aim_words(aim.kind, label, aim.block),
        quoted=_quoted(record, aim.block, aim.wording),
        published=_quoted(record, aim.block, now) if changed else None,
    )  # fmt: skip


def _quoted(record: Record, block: str | None, wording: str | None) -> Quoted | None:
    if block is None or wording is None:
        return None
    return Quoted(wording, plain_text(record.wording(block, wording)))


def _signatory(by: Signed, version: str) -> PrintedSignatory:
    signed_on = by.at.date().isoformat() if by.at else ""
    if by.retired_at is not None:
        on = by.retired_at.date().isoformat()
        return PrintedSignatory(
            withdrawn_line(on), signed_on, corrected=False, retired_on=on
        )
    return PrintedSignatory(
        signatory_line(by.shown or {}), signed_on, by.version != version
    )
