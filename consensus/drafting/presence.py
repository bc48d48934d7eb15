"""Telling the open pages of a draft who else is there, not too often."""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from consensus.drafting.guests import MOST_SHOWN, Guest, people

EVERY = 0.2  # seconds between two lists to everybody
FORGOTTEN_AFTER = 10.0  # seconds without word from another process

Shown = list[dict[str, Any]]


@dataclass
class Presence:
    """
    The people of one draft: those of this process, and what other processes say.

    `pass_on` gets the people of this process, for the other processes.
    """

    document_id: int
    pass_on: Callable[[Shown, int], None] = lambda _people, _watching: None
    is_stale: bool = False
    told_at: float = 0.0
    elsewhere: dict[str, tuple[float, Shown, int]] = field(default_factory=dict)

    def rest(self) -> float:
        """Seconds until there is something to tell; endless when nothing changed."""
        if not self.is_stale:
            return math.inf
        return max(0.0, self.told_at + EVERY - time.monotonic())

    def hear(self, node: str, shown: Shown, watching: int) -> None:
        """Take in who is there in another process."""
        before = self.elsewhere.get(node)
        self.elsewhere[node] = (time.monotonic(), shown, watching)
        if before is None or before[1:] != (shown, watching):
            self.is_stale = True

    def message(self, guests: Iterable[Guest]) -> dict[str, Any]:
        """`draft:here` for everybody; call it when `rest` is over."""
        self.is_stale, self.told_at = False, time.monotonic()
        shown, watching = people(guests)
        self.pass_on(shown, watching)
        for node, (heard_at, others, more) in list(self.elsewhere.items()):
            if heard_at < self.told_at - FORGOTTEN_AFTER:
                del self.elsewhere[node]
                continue
            shown, watching = shown + others, watching + more
        watching += max(0, len(shown) - MOST_SHOWN)
        return {
            "document": self.document_id,
            "people": shown[:MOST_SHOWN],
            "watching": watching,
        }
