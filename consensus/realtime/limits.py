"""How fast one socket may speak: first it is slowed, then refused, then cut off."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gevent

from consensus.errors import TooOften
from consensus.realtime.frames import CappedWebSocket, Malformed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rate:
    """So many messages at once, and so many a second in the long run."""

    burst: int
    per_second: float


DEEDS = Rate(burst=60, per_second=20)
"""What people do on a page (SEC-26)."""
KEYSTROKES = Rate(burst=100, per_second=60)
"""What an editor sends, and the most that any socket may send (decisions.md 5)."""

REFUSALS_BEFORE_CUT = 200


class Flooding(TooOften):
    """The socket went on sending after it had been refused many times."""


@dataclass
class Budget:
    """
    What one socket has left of a rate.

    A message beyond it waits its turn; after one second's worth of waiting the next are
    refused; after `REFUSALS_BEFORE_CUT` of those the socket counts as flooding. Half a
    burst of quiet makes everything good again.
    """

    rate: Rate
    clock: Callable[[], float] = time.monotonic
    left: float = field(init=False)
    asked_at: float = field(init=False)
    waits: int = 0
    refusals: int = 0

    def __post_init__(self) -> None:
        self.left, self.asked_at = float(self.rate.burst), self.clock()

    def take(self) -> float:
        """
        Spend one message: the seconds it has to wait, 0.0 as a rule.

        Raises TooOften when it is refused, Flooding when the socket is to be cut off.
        """
        self._refill()
        if self.left >= 1:
            self.left -= 1
            return 0.0
        if self.waits < self.rate.per_second:
            self.waits += 1
            self.left -= 1
            return -self.left / self.rate.per_second
        self.refusals += 1
        if self.refusals > REFUSALS_BEFORE_CUT:
            raise Flooding("This page sent far too much and was cut off.")
        raise TooOften("This page sends too much at once. Wait a moment.")

    def _refill(self) -> None:
        now = self.clock()
        gained = (now - self.asked_at) * self.rate.per_second
        self.left = min(float(self.rate.burst), self.left + gained)
        self.asked_at = now
        if self.left >= self.rate.burst / 2:
            self.waits = self.refusals = 0


def guard_frames(server: Any) -> None:
    """Mind everything that a python-socketio server receives, whatever it says."""
    receive = server.eio.handlers["message"]

    def receive_within_limits(eio_sid: str, data: object) -> None:
        try:
            _spend(server.eio.get_session(eio_sid))
            receive(eio_sid, _text(data))
        except Flooding:
            log.warning("a socket was cut off: it sent too much")
            CappedWebSocket.cut(eio_sid)
        except TooOften:
            log.info("a message was dropped: its socket sends too much")
        except Malformed as reason:
            log.info("a socket was cut off: %s", reason)
            CappedWebSocket.cut(eio_sid)

    server.eio.on("message", receive_within_limits)


def _text(data: object) -> str:
    if not isinstance(data, str):
        raise Malformed("Only text is taken.")
    return data


def _spend(kept: dict[str, Any]) -> None:
    budget = kept.setdefault("budget", Budget(KEYSTROKES))
    if seconds := budget.take():
        # Nothing else of this socket is read meanwhile: the sender has to wait too.
        gevent.sleep(seconds)
