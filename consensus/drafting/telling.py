"""What a room tells the pages that are open on its text."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from consensus.drafting.batch import Taken, message_of, refusal_of
from consensus.drafting.guests import WRITE, Guest
from consensus.drafting.log import Row
from consensus.drafting.models import DraftUpdate

NOT_NOW = "You can no longer change this text. What you typed last is not in it."
DOES_NOT_FIT = "What you typed last does not fit the text and was not taken in."
_CLOSED = {"refused": NOT_NOW, "why": "closed"}
_MISFIT = {"refused": DOES_NOT_FIT, "why": "refused"}

Tell = Callable[[str, dict[str, Any], str], None]
"""Send an event with its payload to a Socket.IO room or to one page."""


class Telling:
    """Everything that one room says; `send` is how it reaches the pages."""

    def __init__(self, document_id: int, send: Tell) -> None:
        self.document_id = document_id
        self._send = send

    def everybody(self, event: str, sent: dict[str, Any]) -> None:
        """Tell all pages that are open on the text."""
        self._send(event, sent, room_name(self.document_id))

    def updates(self, seq: int, rows: Sequence[Row | DraftUpdate]) -> None:
        """What was stored up to `seq`; to its writers this is the acknowledgement."""
        self.everybody("draft:updates", message_of(self.document_id, seq, rows))

    def salvaged(self, saved: Iterable[dict[str, str]]) -> None:
        """Words that came into paragraphs which had been removed."""
        for words in saved:
            self.everybody("draft:salvaged", {"document": self.document_id, **words})

    def refused(self, updates: Iterable[Taken]) -> None:
        """To their pages: what was taken in and then could not be stored."""
        for one in updates:
            reason = _MISFIT if one.guest.can == WRITE else _CLOSED
            sent = refusal_of(self.document_id, one) | reason
            self._send("draft:refused", sent, one.guest.sid)

    def ended(self, guest: Guest, sentence: str) -> None:
        """To one page: what it may do from now on, which is less than before."""
        sent = {"document": self.document_id, "can": guest.can, "refused": sentence}
        self._send("draft:ended", sent, guest.sid)

    def gained(self, guest: Guest) -> None:
        """To one page: it may do more now, for which it has to join again."""
        self._send("draft:gained", {"document": self.document_id}, guest.sid)


def room_name(document_id: int) -> str:
    """The Socket.IO room of those who have a draft open."""
    return f"draft:{document_id}"
