"""The drafts that are open in this process: each has a room and a greenlet."""

import logging
import time
from functools import partial
from typing import Any

import gevent
from flask import Flask, current_app, has_app_context
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from consensus.archive.models import ChainKind
from consensus.db import db
from consensus.drafting.relay import Relay
from consensus.drafting.room import LOOK_EVERY, Room
from consensus.realtime import tell_here

KEPT_IDLE = 600.0  # seconds that a room stays after the last page has gone
LONGEST_REST = 1.0  # seconds after a failure, before the room is tried again
LATER = 2**53  # than any place in a log
_ROOMS = "draft rooms"

log = logging.getLogger(__name__)


class Rooms:
    """The open rooms by document; made once for each application."""

    def __init__(self, engine: Engine, queue: str = "") -> None:
        self.engine = engine
        self.open: dict[int, Room] = {}
        self.relay = Relay(queue, self._hear) if queue else None
        self.is_listening = False

    def room(self, document_id: int) -> Room:
        """The room of a document, opened if it is not; never called while writing."""
        if document_id not in self.open:
            self._listen()
            room = Room(document_id, self.engine, tell_here)
            if self.relay:
                room.pass_on = partial(self.relay.say, document_id)
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

    def moved_on(self, document_ids: set[int]) -> None:
        """Deeds of this process changed texts: let open pages everywhere know."""
        self.nudge(document_ids)
        if self.relay:
            for document_id in document_ids:
                self.relay.say(document_id, "moved")

    def _listen(self) -> None:
        """At the first room, for by then the server has forked."""
        if self.relay and not self.is_listening:
            self.is_listening = True
            self.relay.listen()

    def _hear(self, document_id: int, said: dict[str, Any]) -> None:
        room = self.open.get(document_id)
        if room is None:
            return
        if said["what"] == "here":
            room.presence.hear(said["node"], said["people"], said["watching"])
            room.woken.set()
        elif said.get("seq", LATER) > room.replica.seq:
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
        queue = app.config["SETTINGS"].message_queue
        app.extensions[_ROOMS] = Rooms(db.engine, queue)


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
        rooms.moved_on(drafted | {subject_id for _, subject_id in chains})
