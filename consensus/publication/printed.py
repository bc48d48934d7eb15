"""The pieces of an entry of the annex, as they are printed (domain.md 11.2)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quoted:
    """The words of a paragraph as they read at one time, and that wording's hash."""

    wording: str
    text: str


@dataclass(frozen=True)
class PrintedStub:
    """What stands in the place of words hidden under the Code of Conduct (INV-11)."""

    rule: str
    reason: str
    on: str
    """ISO date on which they were hidden."""
    by: str
    acting_as: str

    def words(self) -> tuple[str, ...]:
        """All that must be printed of it."""
        return self.rule, self.reason, self.on, self.by, self.acting_as


@dataclass(frozen=True)
class PrintedHolder:
    """One person behind an entry, shown as they chose."""

    line: str
    state: str
    own_note: str
    departed: bool
    kept_on: str | None
    """ISO date on which they kept it; None if it is as they first said it."""
    kept_wording: str | None
    silent: bool
    recorded: str = ""
    """By whom it was recorded on their behalf, and from where (R36)."""
    standing: bool = False
    """Kept on any wording with the same effect, by a standing reply (R9)."""
    recorded_at: str = ""
    """The version it was recorded at and not confirmed since (R40)."""
    saw: tuple[Quoted, ...] = ()
    """The words they spoke on, where only editorial changes were made since (5.3)."""
    stub: PrintedStub | None = None
    """In the place of their own note."""
    retired_on: str = ""
    """ISO date on which they withdrew it after publication (R24)."""


@dataclass(frozen=True)
class PrintedAnswer:
    """An answer of the editors, verbatim, with its ISO date."""

    on: str
    disposition: str
    text: str
    stub: PrintedStub | None = None


@dataclass(frozen=True)
class PrintedFinding:
    """The finding of the consensus caller on an objection, with its reason."""

    value: str
    reason: str
    alternatives: str


@dataclass(frozen=True)
class Further:
    """One more block that an entry is on, with its words in the text."""

    block: str
    label: str
    published: Quoted | None


def withdrawn_line(on: str) -> str:
    """What stands in the place of what its author withdrew (R24); `on` is a date."""
    return f"Withdrawn by its author on {on}"


KINDS = {
    "objection": "Objection, maintained",
    "dissent": "Dissent",
    "unconfirmed": "Objection to an earlier wording",
}
