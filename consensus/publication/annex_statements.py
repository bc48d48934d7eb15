"""Parts 2 and 4 of the annex: signed statements, whole and as they were signed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from consensus.deliberation.statement_models import AGAINST, AimKind, StatementKind
from consensus.publication.printed import PrintedStub, Quoted
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
        """As plain JSON."""
        plain = asdict(self)
        if self.stub is None:
            del plain["stub"]  # bundles from before have none
        return plain


def printed_statements(
    record: Record, frozen: Frozen, *, noted: bool
) -> tuple[StatementEntry, ...]:
    """The locked statements of Part 2, or those of Part 4, in the order of filing."""
    found = [
        one
        for one in record.statements.values()
        if one.is_printed and one.is_noted is noted
    ]
    found.sort(key=lambda one: (str(one.filed_at), one.number))
    return tuple(_entry(record, frozen, one, one.words) for one in found if one.words)


def how_many(noted: Iterable[StatementEntry]) -> dict[str, int]:
    """How many reservations and how many concurrences there are."""
    kinds = [one.kind for one in noted]
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


def _entry(record: Record, frozen: Frozen, one: Stated, words: Words) -> StatementEntry:
    filed, said = one.filed_at, one.response
    return StatementEntry(
        number=one.name, kind=str(words.kind), title=words.title, text=words.text,
        language=words.language, version=one.version,
        targets=tuple(_target(record, frozen, aim) for aim in words.aims),
        signatories=tuple(_signatory(by, one.version) for by in one.valid),
        filed_on=filed.date().isoformat() if filed else "",
        response=PrintedResponse(said.at.date().isoformat(), said.text)
        if said else None,
        stub=one.stub,
    )  # fmt: skip


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
    return PrintedSignatory(
        signatory_line(by.shown or {}),
        by.at.date().isoformat() if by.at else "",
        by.version != version,
    )
