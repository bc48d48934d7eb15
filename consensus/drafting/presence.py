"""Telling the open pages of a draft who else is there, not too often."""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from consensus.drafting.guests import MOST_SHOWN, Guest, people

EVERY = 0.2  # seconds between two lists to everybody
FORGOTTEN_AFTER = 10.0  # seconds without word from another process

Shown = list[dict[str, Any]]


@dataclass
class Presence:
    """The people of one draft: those of this process, and what other processes say."""

    document_id: int
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

    def own(self, guests: Iterable[Guest]) -> dict[str, Any]:
        """The people of this process, as the other processes are to hear of them."""
        shown, watching = people(guests)
        return {"people": shown, "watching": watching}

    def forget(self) -> None:
        """Drop the people of processes that have said nothing for long."""
        limit = time.monotonic() - FORGOTTEN_AFTER
        for node in [one for one, heard in self.elsewhere.items() if heard[0] < limit]:
            del self.elsewhere[node]
            self.is_stale = True

    def message(self, guests: Iterable[Guest]) -> dict[str, Any]:
        """`draft:here` for all pages of this process; call it when `rest` is over."""
        self.is_stale, self.told_at = False, time.monotonic()
        shown, watching = people(guests)
        for _, others, more in self.elsewhere.values():
            shown, watching = shown + others, watching + more
        watching += max(0, len(shown) - MOST_SHOWN)
        return {
            "document": self.document_id,
            "people": shown[:MOST_SHOWN],
            "watching": watching,
        }
