"""Levels that a consensus caller declares, and what a reading may advise."""

from enum import StrEnum

from consensus.documents.models import OutputPath


class Level(StrEnum):
    """
    A level of agreement as declared for a paragraph or a document (domain.md 3).

    Every level is shown with its words: `label` in full, `short` where room is
    small, `sentence` printed under the label everywhere.
    """

    FULL_CONSENSUS = "full_consensus"
    CONSENSUS = "consensus"
    STRONG_SUPPORT = "strong_support_significant_opposition"
    DIVERGENCE = "divergence"
    INSUFFICIENT = "insufficient_participation"
    NOT_ASSESSED = "not_assessed"
    NO_CLAIM = "no_consensus_claimed"

    @property
    def label(self) -> str:
        """The level's name in full: "Strong support but significant opposition"."""
        return _WORDS[self][0]

    @property
    def sentence(self) -> str:
        """What the level says, in one plain sentence."""
        return _WORDS[self][1]

    @property
    def short(self) -> str:
        """The name beside a paragraph, at most 24 characters."""
        return _SHORT.get(self, self.label)


class ReadingCode(StrEnum):
    """
    What a reading comes to: one of five levels, or that it is too early for any.

    Not `Level`, because nobody can declare `not_ready`, and no reading advises
    `not_assessed` or `no_consensus_claimed`.
    """

    FULL_CONSENSUS = "full_consensus"
    CONSENSUS = "consensus"
    STRONG_SUPPORT = "strong_support_significant_opposition"
    DIVERGENCE = "divergence"
    INSUFFICIENT = "insufficient_participation"
    NOT_READY = "not_ready"

    @property
    def level(self) -> Level | None:
        """The level this advises; None while an objection has no answer."""
        return None if self is ReadingCode.NOT_READY else Level(self.value)

    @property
    def label(self) -> str:
        """The advised level's label, or "Too early to say"."""
        return "Too early to say" if self.level is None else self.level.label


_WORDS = {
    Level.FULL_CONSENSUS: ("Full consensus", "Nobody objects to this text."),
    Level.CONSENSUS: ("Consensus", "Most agree; a small minority objects."),
    Level.STRONG_SUPPORT: (
        "Strong support but significant opposition",
        "Most agree; a significant number object.",
    ),
    Level.DIVERGENCE: ("Divergence", "There is no agreement on this text."),
    Level.INSUFFICIENT: (
        "Too few took part",
        "Too few members or groups took part to say.",
    ),
    Level.NOT_ASSESSED: ("Not assessed", "Nobody has been asked."),
    Level.NO_CLAIM: (
        "Collected views",
        "This text collects suggestions; "
        "it was not put to the coalition for agreement.",
    ),
}
_SHORT = {Level.STRONG_SUPPORT: "Strong support, opposed"}

UNCLAIMED = {
    OutputPath.NOTICE: Level.NOT_ASSESSED,
    OutputPath.COLLECTED: Level.NO_CLAIM,
}
"""What stands where other texts have a level, on the paths that claim none (6.1)."""
