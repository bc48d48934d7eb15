"""One objection or dissent as the annex prints it (domain.md 11.2)."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from consensus.deliberation.models import InRound, TargetKind
from consensus.publication.printed import (
    KINDS,
    Further,
    PrintedAnswer,
    PrintedFinding,
    PrintedHolder,
    PrintedStub,
    Quoted,
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
    retired_on: str = ""
    """ISO date on which the last of its holders withdrew it after publication (R24)."""

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
        """As plain JSON; what bundles from before do not have, only where it is."""
        plain = asdict(self)
        _drop_empty(plain, "further", "stub", "retired_on")
        if self.in_round == InRound.YES:
            del plain["in_round"]
        for holder in plain["holders"]:
            _drop_empty(
                holder,
                "saw",
                "standing",
                "recorded",
                "stub",
                "retired_on",
                "recorded_at",
            )
        for answer in plain["answers"]:
            _drop_empty(answer, "stub")
        return plain

    @property
    def is_bare(self) -> bool:
        """Whether it stands without a reason (R2)."""
        return not (self.reason or self.stub or self.retired_on)

    @property
    def heading(self) -> str:
        """What kind of entry it is, in words."""
        return KINDS[self.kind]

    def without_words(self) -> "AnnexEntry":
        """What is left of it once all who held it withdrew it (R24)."""
        return replace(
            self, reason="", harm_to="", would_resolve="", answers=(), finding=None,
            stub=None, retired_on=max(one.retired_on for one in self.holders),
        )  # fmt: skip


def _drop_empty(plain: dict[str, Any], *names: str) -> None:
    for name in names:
        if not plain[name]:
            del plain[name]
