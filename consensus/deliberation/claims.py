"""Which levels can be claimed where too few took part to speak of consensus (R30)."""

from consensus.deliberation.levels import Level, ReadingCode
from consensus.errors import Refused

DECLARABLE = (
    Level.FULL_CONSENSUS,
    Level.CONSENSUS,
    Level.STRONG_SUPPORT,
    Level.DIVERGENCE,
    Level.INSUFFICIENT,
)
"""What a consensus caller can declare, the highest level first."""


def declarable(code: ReadingCode, *, is_opposed: bool) -> tuple[Level, ...]:
    """
    The levels that can be declared on a reading, where somebody opposes or nobody.

    Where too few took part, the floor is on the claim and not on publishing: such a
    text is a working paper, whatever else the caller thinks of it (scenario 13). That
    there is no agreement can still be said if somebody does oppose.
    """
    if code is not ReadingCode.INSUFFICIENT:
        return DECLARABLE
    return (Level.DIVERGENCE, Level.INSUFFICIENT) if is_opposed else _TOO_FEW


_TOO_FEW = (Level.INSUFFICIENT,)


def check_claim(level: Level, can_be: tuple[Level, ...], place: str) -> None:
    """Refuse (`Refused`) a level that claims more than anybody was there to say."""
    if level not in can_be:
        choices = " or ".join(f"“{one.label}”" for one in can_be)
        raise Refused(
            f"Too few took part to declare “{level.label}” for {place}: what can be "
            f"declared is {choices}. The text can be published as a working paper."
        )
