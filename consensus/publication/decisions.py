"""
Challenges of declared levels as the record has them (domain.md 11.4, INV-33).

Each is printed with its answer, its reviewers and how it ended.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consensus.challenges.models import Chosen, Closing, Ground, Outcome, Response
from consensus.challenges.words import CHOSEN, GROUNDS, OUTCOMES, end_in_words
from consensus.deliberation.levels import Level


@dataclass(frozen=True)
class Reviewed:
    """One reviewer: why it is them, and what they said, if they did."""

    name: str
    chosen: str
    outcome: Outcome | None = None
    text: str = ""
    at: datetime | None = None
    declined: bool = False

    @property
    def how(self) -> str:
        """Why this reviewer, in words."""
        return "did not take it on" if self.declined else CHOSEN[Chosen(self.chosen)]

    @property
    def says(self) -> str:
        """What they want done with the level; empty while they have not said."""
        return OUTCOMES[self.outcome] if self.outcome else ""


@dataclass(frozen=True)
class Challenged:
    """A challenge of one declared level, with all that came of it."""

    number: int
    call: int
    block: str | None
    level: str
    ground: Ground
    text: str
    who: str
    actor: str
    filed_at: datetime
    due_at: datetime | None
    seconders: tuple[str, ...] = ()
    response: Response | None = None
    response_text: str = ""
    responder: str = ""
    responded_at: datetime | None = None
    unanswered: bool = False
    """It went to reviewers because the caller did not answer in time."""
    reviewers: tuple[Reviewed, ...] = ()
    outcome: Outcome | None = None
    closing: Closing | None = None

    @property
    def name(self) -> str:
        """How people cite it: CH-3."""
        return f"CH-{self.number}"

    @property
    def level_label(self) -> str:
        """The level that is challenged, in words."""
        return Level(self.level).label

    @property
    def ground_label(self) -> str:
        """On what ground, in words."""
        return GROUNDS[self.ground]

    @property
    def end(self) -> str:
        """How it ended, in one sentence; empty while it is open."""
        return end_in_words(self.closing, self.outcome) if self.closing else ""

    def as_json(self) -> dict[str, Any]:
        """As plain JSON, for the manifest."""
        return {
            "challenge": self.name, "call": self.call, "block": self.block,
            "level": self.level, "ground": self.ground, "response": self.response,
            "closing": self.closing, "outcome": self.outcome,
        }  # fmt: skip

    def words(self) -> list[str]:
        """All that a page must print of it (INV-33), its end included."""
        said = [one.text for one in self.reviewers]
        written = [self.text, self.response_text, *said]
        return [self.who, self.ground_label, *filter(None, written), self.end]
