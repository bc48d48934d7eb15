"""Who has a draft page open, what they may do there, and where in the text they are."""

import secrets
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from consensus.coalitions.models import Role
from consensus.documents.access import RULES, Act
from consensus.documents.models import Stage

WRITE, SUGGEST, READ = "write", "suggest", "read"
LONGEST_PLACE = 2_048  # characters of the positions that pages tell each other
MOST_SHOWN = 60  # people; a meeting is larger, a list of names is not read


@dataclass
class Guest:
    """
    One open draft page. Name and group come from the seat, never from the page.

    `can` is what it was told; whether a change is stored is asked again each time.
    `clients` are the ids that it may write under, `client` the one it does.
    """

    sid: str
    account_id: int | None = None
    session_id: int | None = None
    member_id: int | None = None
    name: str = ""
    group: str | None = None
    can: str = READ
    client: int = 0
    clients: frozenset[int] = frozenset()
    key: str = field(default_factory=lambda: secrets.token_hex(4))
    block: str = ""
    at: str = ""
    idle: int = 0
    refused_at: list[float] = field(default_factory=list)

    @property
    def is_named(self) -> bool:
        """Whether the others see who it is: visitors are counted, not named."""
        return self.member_id is not None

    def shown(self) -> dict[str, Any]:
        """What the others are told."""
        return {
            "key": self.key, "client": self.client, "name": self.name,
            "group": self.group, "can": self.can, "block": self.block,
            "at": self.at, "idle": self.idle,
        }  # fmt: skip


def people(guests: Iterable[Guest]) -> tuple[list[dict[str, Any]], int]:
    """The people to be shown, writers first, and how many more are watching."""
    everyone = list(guests)
    named = [one for one in everyone if one.is_named]
    named.sort(key=lambda one: (one.can != WRITE, one.idle, one.name, one.key))
    shown = [one.shown() for one in named[:MOST_SHOWN]]
    return shown, len(everyone) - len(shown)


def can_of(roles: AbstractSet[Role], stage: Stage) -> str:
    """What somebody with these roles may do with a text at this stage."""
    for can, act in ((WRITE, Act.EDIT_TEXT), (SUGGEST, Act.SUGGEST)):
        if roles & RULES[act].roles and stage in RULES[act].stages:
            return can
    return READ
