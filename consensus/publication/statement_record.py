"""What a document's record says of minority statements, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consensus.coalitions.attribution import Shown
from consensus.deliberation.statement_models import (
    AGAINST,
    AimKind,
    SignatureState,
    StatementKind,
    StatementState,
)
from consensus.publication.names import Name
from consensus.publication.printed import PrintedStub
from consensus.statements.wording import Words

NOTED = frozenset({StatementKind.RESERVATION, StatementKind.CONCURRENCE})
"""Kinds that are printed in Part 4 and lower no level (R16); all others in Part 2."""


@dataclass(frozen=True)
class Signed:
    """One person's signature as it stands at the end of the record."""

    number: int
    state: SignatureState
    is_lead: bool
    attribution: str
    names: frozenset[Name]
    shown: Shown | None
    """What the signer last chose to show; None while it is withheld."""
    version: str = ""
    """The version that its holder read and signed."""
    at: datetime | None = None
    retired_at: datetime | None = None
    """When its holder withdrew it after publication (R24)."""

    @property
    def is_valid(self) -> bool:
        """Whether it stands on the words of the statement."""
        return self.state is SignatureState.SIGNED


@dataclass(frozen=True)
class Responded:
    """The response of the editors."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Stated:
    """A statement with its last words and everybody who ever signed it."""

    number: int
    state: StatementState
    signatures: tuple[Signed, ...]
    words: Words | None = None
    """None before it was opened: nobody but the lead has read any."""
    version: str = ""
    filed_at: datetime | None = None
    response: Responded | None = None
    stub: PrintedStub | None = None
    """In the place of its words, where they were hidden (INV-11)."""
    is_late: bool = False
    """Whether it was filed after publication, and so printed in Part 5 (R25)."""
    recorded_in: str = ""
    """The earlier version it was printed with first (R40)."""

    @property
    def name(self) -> str:
        """How people cite it: M-3."""
        return f"M-{self.number}"

    @property
    def valid(self) -> list[Signed]:
        """The valid signatures, in the order in which people first came to it."""
        return [one for one in self.signatures if one.is_valid]

    @property
    def is_printed(self) -> bool:
        """Whether it is locked, and so printed whole (domain.md 6.5, INV-1)."""
        return self.state is StatementState.LOCKED and self.words is not None

    def stands_in(self, wordings: Mapping[str, str]) -> bool:
        """
        Whether it is printed with a text, given as block id to wording hash: after an
        earlier version only where words it is about are the same, or it is about the
        whole text (R40).
        """
        if not self.recorded_in or self.words is None:
            return True
        if all(one.retired_at is not None for one in self.valid):
            return False
        return any(
            aim.kind is AimKind.DOCUMENT
            or (aim.kind is AimKind.REMOVAL and aim.block not in wordings)
            or (aim.kind is AimKind.OMISSION and aim.block in wordings)
            or (aim.wording and wordings.get(aim.block or "") == aim.wording)
            for aim in self.words.aims
        )

    @property
    def is_noted(self) -> bool:
        """Whether it is printed in Part 4 rather than among the dissent."""
        return self.words is not None and self.words.kind in NOTED

    @property
    def is_against(self) -> bool:
        """Whether its signers count as objecting (R14)."""
        return self.words is not None and self.words.kind in AGAINST


@dataclass(frozen=True)
class SignatureGiven:
    """A receipt's hash, where it was given, and for which signature."""

    hash: str
    statement: int
    signature: int
    seq: int
