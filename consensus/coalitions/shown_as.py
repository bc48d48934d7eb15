"""The choices of how to be shown, each with a warning where few fit it (R17, R18)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from consensus.coalitions.attribution import LABELS
from consensus.coalitions.models import Attribution, Coalition, Member
from consensus.coalitions.queries import Told, terms_now

SMALLEST_SHOWN = 5  # people in a cell that holds somebody unnamed (R18)

Choice = tuple[str, str, str]
"""Value, label, and a warning or ""."""


def choices_for(session: Session, coalition: Coalition, seat: Member) -> list[Choice]:
    """
    How a seat's holder can be shown; a choice that fewer than five members share
    comes with a warning before it is made (R18).
    """
    members = terms_now(session, coalition)
    return [
        (str(one), LABELS[one], _warning(one, seat.term, members))
        for one in Attribution
        if one is not Attribution.ORGANISATION or seat.term.organisation
    ]


def default_choice(seat: Member | None, choices: list[Choice]) -> str:
    """The choice a seat's holder made once for all, if it can be made now."""
    offered = [value for value, _, _ in choices]
    if seat is not None and str(seat.default_attribution) in offered:
        return str(seat.default_attribution)
    return str(Attribution.GROUP)


def _warning(choice: Attribution, own: Told, members: Sequence[Told]) -> str:
    if choice is Attribution.NAMED:
        return ""
    told = _description(own, choice)
    alike = sum(_description(one, choice) == told for one in members)
    if alike >= SMALLEST_SHOWN:
        return ""
    if alike <= 1:
        return "Nobody else here fits this description: people will know it is you."
    return f"Only {alike} members fit this description: people may guess it is you."


def _description(term: Told, choice: Attribution) -> tuple[str, ...]:
    """What is told of a seat's holder under a choice."""
    group = (str(term.group), term.other_group)
    if choice is Attribution.ORGANISATION:
        return (term.organisation.casefold(), *group)
    if choice is Attribution.GROUP_REGION:
        return (*group, str(term.region))
    return group if choice is Attribution.GROUP else ()
