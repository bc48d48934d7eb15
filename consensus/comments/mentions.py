"""Who is meant by @Name in what people write."""

import re

from sqlalchemy.orm import Session

from consensus.coalitions.models import Coalition
from consensus.coalitions.queries import members_of


def mentioned(session: Session, coalition: Coalition, text: str) -> list[int]:
    """
    The seats of the members whose whole name follows an @, in order, each once.

    Names are compared without regard to case; of two that fit, the longer is meant.
    """
    if "@" not in text:
        return []
    by_name: dict[str, list[int]] = {}
    for seat in members_of(session, coalition):
        by_name.setdefault(_plain(seat.account.name), []).append(seat.id)
    found = dict.fromkeys(
        seat_id
        for place in re.finditer("@", text)
        for seat_id in by_name.get(_name_at(text[place.end() :], by_name), [])
    )
    return list(found)


def _name_at(rest: str, names: dict[str, list[int]]) -> str:
    """The longest name that a text begins with, else ""."""
    begun = _plain(rest)
    fitting = [
        name
        for name in names
        if begun.startswith(name) and not begun[len(name) : len(name) + 1].isalnum()
    ]
    return max(fitting, key=len, default="")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
