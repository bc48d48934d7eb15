"""The drafts that are open in this process: each has a room and a greenlet."""

import logging
import time

import gevent
from flask import Flask, current_app, has_app_context
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from consensus.archive.models import ChainKind
from consensus.db import db
from consensus.drafting.room import LOOK_EVERY, Room
from consensus.realtime import tell_here

KEPT_IDLE = 600.0  # seconds that a room stays after the last page has gone
LONGEST_REST = 1.0  # seconds after a failure, before the room is tried again
_ROOMS = "draft rooms"

log = logging.getLogger(__name__)


class Rooms:
    """The open rooms by document; made once for each application."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.open: dict[int, Room] = {}

    def room(self, document_id: int) -> Room:
        """The room of a document, opened if it is not; never called while writing."""
        if document_id not in self.open:
            room = Room(document_id, self.engine, tell_here)
            # Opening may wait for the database, and another may have been faster.
            if self.open.setdefault(document_id, room) is room:
                gevent.spawn(self._keep, room)
        return self.open[document_id]

    def leave(self, sid: str, document_id: int | None = None) -> None:
        """Forget a page that has closed a text (all of them, when None)."""
        for room in list(self.open.values()):
            if document_id in {None, room.document_id}:
                room.leave(sid)

    def nudge(self, document_ids: set[int] | None = None) -> None:
        """Let rooms (all, when None) look at what was done elsewhere; never waits."""
        for document_id, room in list(self.open.items()):
            if document_ids is None or document_id in document_ids:
                room.nudge()

    def _keep(self, room: Room) -> None:
        """Tick whenever there is something to store, until the room is long empty."""
        while not self._is_over(room):
            rest = min(LOOK_EVERY, room.presence.rest(), room.upkeep.rest())
            room.woken.wait(timeout=rest)
            room.woken.clear()
            gevent.sleep(max(0.0, room.ticked_at + room.interval - time.monotonic()))
            try:
                room.tick_if_due()
                room.tell_people()
                room.upkeep.do()
            except Exception:  # the room must go on: people type in it
                log.exception("the room of draft %d failed", room.document_id)
            if room.pending and not room.woken.is_set():
                gevent.sleep(LONGEST_REST)  # it could not be stored
                room.woken.set()

    def _is_over(self, room: Room) -> bool:
        idle = time.monotonic() - room.left_at > KEPT_IDLE
        if room.guests or room.pending or not idle:
            return False
        self.open.pop(room.document_id, None)
        try:
            room.close()
        except Exception:  # the log is whole: only the next opening is slower
            log.exception("draft %d was left without a snapshot", room.document_id)
        return True


def init_app(app: Flask) -> None:
    """Give an application its rooms, empty at first."""
    with app.app_context():
        app.extensions[_ROOMS] = Rooms(db.engine)


def open_rooms() -> Rooms:
    """The rooms of the application at hand."""
    rooms: Rooms = current_app.extensions[_ROOMS]
    return rooms


@event.listens_for(Session, "after_commit")
def _after_commit(session: Session) -> None:
    """What deeds did to a text, a stage or a role reaches open pages at once."""
    drafted: set[int] = session.info.pop("drafted", set())
    chains: set[tuple[ChainKind, int]] = session.info.pop("chains", set())
    if not (drafted or chains) or not has_app_context():
        return
    rooms: Rooms | None = current_app.extensions.get(_ROOMS)
    if rooms is None:
        return
    if any(kind is ChainKind.COALITION for kind, _ in chains):
        rooms.nudge()  # a role or a seat: whoever it was may have a page open
    else:
        rooms.nudge(drafted | {subject_id for _, subject_id in chains})
