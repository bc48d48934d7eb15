"""
The participation statement of a text as data (domain.md 11.5).

Everything in it may be printed: groups and regions apart, small numbers kept back by
`deliberation/small_numbers.py`, people named by their role or by their own consent,
never with a position (INV-23).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from consensus.coalitions.models import Role, StakeholderGroup
from consensus.coalitions.queries import coordinators_of
from consensus.comments.queries import guest_comments_by_group
from consensus.documents.access import members_with_role
from consensus.documents.models import Document
from consensus.participation.people import Participant, crowd_of
from consensus.participation.tables import Line, tables_of


@dataclass(frozen=True)
class Names:
    """Those whom the statement names, by role or by consent, each list in order."""

    editors: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    """Who agreed to be listed as a participant, by name, without positions."""


@dataclass(frozen=True)
class Statement:
    """All numbers and names of 11.5 for one text; times in UTC."""

    call: int | None
    """The call whose opening the figures are of; None before the first one."""
    as_of: datetime
    members: int
    observers: int
    told: int | None
    groups: tuple[Line, ...]
    regions: tuple[Line, ...]
    total: Line
    shared_organisations: int
    """Organisations with more than one participant."""
    unlisted: int | None
    """Participants who did not agree to be listed; None: not shown."""
    guest_comments: dict[str, int]
    """Comments of guests, by the group that they declared themselves (INV-24)."""
    language: str
    names: Names

    @property
    def silent_groups(self) -> list[str]:
        """The recognised groups from which nobody took part, of those shown."""
        return [one for one in _silent(self.groups) if one != StakeholderGroup.OTHER]

    @property
    def silent_regions(self) -> list[str]:
        """The regions from which nobody took part, of those shown."""
        return _silent(self.regions)

    def numbers(self) -> dict[str, Any]:
        """All but the names, as plain JSON."""
        rest = {key: value for key, value in asdict(self).items() if key != "names"}
        return rest | {
            "as_of": self.as_of.isoformat(timespec="seconds"),
            "groups": [asdict(one) for one in self.groups],
            "regions": [asdict(one) for one in self.regions],
        }

    def as_json(self) -> dict[str, Any]:
        """As plain JSON, names included."""
        names = {key: list(value) for key, value in asdict(self.names).items()}
        return self.numbers() | {"names": names}

    @classmethod
    def from_json(
        cls, numbers: Mapping[str, Any], names: Mapping[str, Sequence[str]]
    ) -> "Statement":
        """A statement from its numbers and its names; what is missing raises."""
        given = {"guest_comments": {}, **numbers}
        return cls(
            **given | {
                "as_of": datetime.fromisoformat(given["as_of"]),
                "groups": tuple(Line(**one) for one in given["groups"]),
                "regions": tuple(Line(**one) for one in given["regions"]),
                "total": Line(**given["total"]),
                "names": Names(**{key: tuple(all_) for key, all_ in names.items()}),
            }
        )  # fmt: skip


def statement_of(session: Session, document: Document) -> Statement:
    """The participation statement of a text as of the opening of its latest call."""
    crowd = crowd_of(session, document)
    took_part = [one for one in crowd.people if one.took_part]
    groups, regions, total = tables_of(crowd.people)
    listed = sorted(
        (one.member.account.name for one in took_part if one.member.listed),
        key=str.casefold,
    )
    unlisted = len(took_part) - len(listed)
    return Statement(
        call=crowd.call.round if crowd.call else None,
        as_of=crowd.as_of.replace(microsecond=0),
        members=total.members,
        observers=crowd.observers,
        told=crowd.call.told if crowd.call else None,
        groups=groups,
        regions=regions,
        total=total,
        shared_organisations=_shared(took_part),
        unlisted=None if total.took_part is None else unlisted,
        guest_comments=guest_comments_by_group(session, document.id),
        language=document.language,
        names=_names(session, document, listed),
    )


def _silent(lines: Sequence[Line]) -> list[str]:
    return [one.name for one in lines if one.took_part == 0]


def _shared(people: Sequence[Participant]) -> int:
    names = Counter(" ".join(one.organisation.casefold().split()) for one in people)
    return sum(number > 1 for name, number in names.items() if name)


def _names(session: Session, document: Document, listed: Sequence[str]) -> Names:
    """Editors, callers and coordinators act in public, so they are named."""

    def holding(role: Role) -> list[str]:
        return [one.account.name for one in members_with_role(session, document, role)]

    above = [one.account.name for one in coordinators_of(session, document.coalition)]
    coordinators = dict.fromkeys([*above, *holding(Role.COORDINATOR)])
    return Names(
        tuple(holding(Role.EDITOR)), tuple(holding(Role.CALLER)), tuple(coordinators),
        tuple(listed),
    )  # fmt: skip
