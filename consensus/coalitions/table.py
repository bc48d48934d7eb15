"""The picture of a coalition's members, seated round one table by stakeholder group."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from consensus.coalitions.models import StakeholderGroup
from consensus.coalitions.queries import GroupSize

RADIUS, CENTRE, WIDEST, GAP = 118.0, 160.0, 13.0, 0.2

SHORT = {
    StakeholderGroup.CIVIL_SOCIETY: "CS",
    StakeholderGroup.GOVERNMENT: "Gov",
    StakeholderGroup.INTERGOVERNMENTAL: "IGO",
    StakeholderGroup.PRIVATE_SECTOR: "Pri",
    StakeholderGroup.TECHNICAL_COMMUNITY: "Tech",
    StakeholderGroup.OTHER: "Other",
}


@dataclass(frozen=True)
class Place:
    """One seat in a picture 320 units wide: its middle, and its turn in degrees."""

    x: float
    y: float
    turn: float


@dataclass(frozen=True)
class Arc:
    """A group's seats side by side, and where its short name and number stand."""

    words: str
    places: Sequence[Place]
    x: float
    y: float


@dataclass(frozen=True)
class Table:
    """The whole picture: its arcs, the width of a seat, and a sentence that says it."""

    arcs: Sequence[Arc]
    seat: float
    members: int
    sentence: str


def table_of(sizes: Sequence[GroupSize]) -> Table | None:
    """Seat every member round the table; None where there is no member yet."""
    groups = [one for one in sizes if one.size]
    members = sum(one.size for one in groups)
    if not members:
        return None
    step = (2 * math.pi - GAP * len(groups)) / members
    start = -math.pi / 2 + GAP / 2
    arcs = []
    for one in groups:
        arcs.append(_arc(one, start, step))
        start += step * one.size + GAP
    seat = round(min(WIDEST, 0.8 * step * RADIUS), 1)
    return Table(arcs, seat, members, _sentence(groups, members))


def _arc(group: GroupSize, start: float, step: float) -> Arc:
    angles = [start + step * (number + 0.5) for number in range(group.size)]
    places = [
        Place(*_point(angle, RADIUS), round(math.degrees(angle) + 90, 1))
        for angle in angles
    ]
    x, y = _point(start + step * group.size / 2, RADIUS - 42)
    return Arc(f"{SHORT[group.group]} {group.size}", places, x, y + 5)


def _point(angle: float, radius: float) -> tuple[float, float]:
    x, y = CENTRE + radius * math.cos(angle), CENTRE + radius * math.sin(angle)
    return round(x, 1), round(y, 1)


def _sentence(groups: Sequence[GroupSize], members: int) -> str:
    parts = ", ".join(f"{one.size} {one.group.label.lower()}" for one in groups)
    people = "1 member sits" if members == 1 else f"{members} members sit"
    return f"{people} round one table: {parts}."
