"""Taking in what a page sends: from text to bytes, and no patience with attacks."""

import binascii
import logging
import time
from base64 import b64decode
from dataclasses import dataclass

from consensus.drafting.gate import OutOfStep
from consensus.drafting.guests import Guest
from consensus.drafting.replica import Written
from consensus.drafting.room import Room
from consensus.errors import Invalid
from consensus.realtime import cut_off

MOST_REFUSALS, WITHIN = 3, 10.0  # refused updates in so many seconds: cut off

log = logging.getLogger(__name__)


class NotTaken(Invalid):
    """The update is not one that an honest page sends; nothing of it is kept."""

    why = "refused"


@dataclass(frozen=True)
class Sent:
    """An update (base64) as a page sent it, its number, and what the page knew then."""

    number: int
    seen: int
    update: str


def take(room: Room, guest: Guest, sent: Sent) -> None:
    """
    Give an update to its room.

    Raises `OutOfStep` when the page must join again, `room.Closed` when its person may
    not write, `NotTaken` for anything else; the third of those in ten seconds ends
    the page's socket.
    """
    try:
        written = Written(
            guest.client, sent.number, from_base64(sent.update), sent.seen
        )
        room.take(guest, written)
    except OutOfStep:
        raise
    except Invalid as refusal:
        now = time.monotonic()
        guest.refused_at = [at for at in guest.refused_at if at > now - WITHIN] + [now]
        if len(guest.refused_at) >= MOST_REFUSALS and guest.sid:
            log.warning("client %d was cut off: refused too often", guest.client)
            cut_off(guest.sid)
        raise NotTaken(str(refusal)) from refusal


def from_base64(text: str) -> bytes:
    """The bytes that a text stands for; `Invalid` if it does for none."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("This change cannot be taken in: it is not base64.") from error
