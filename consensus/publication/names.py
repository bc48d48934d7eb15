"""The names under which one person appears in a public log."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """A name under which one person appears, and the attribution it belongs to."""

    attribution: str
    name: str
