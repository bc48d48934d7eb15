"""
A draft that people have open in this process: what they type, stored and then told.

Everything about one text is done under its room's lock. What comes in is checked and
taken into the replica at once, and stored a moment later together with what others
typed meanwhile, in one transaction; only then is it told to anybody (decisions.md 22).
The lock is always taken before any lock of the database, so nothing may wait for a
room while it writes.
"""

import logging
import time
from collections.abc import Callable

from gevent.event import Event
from gevent.lock import RLock
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consensus.db import begin_writing
from consensus.drafting.applying import UNREADABLE
from consensus.drafting.batch import (
    Stored,
    Taken,
    sifted_batch,
    sound,
    store,
)
from consensus.drafting.guests import READ, WRITE, Guest
from consensus.drafting.log import lock
from consensus.drafting.presence import Presence
from consensus.drafting.queries import head_seq
from consensus.drafting.replica import Replica, Spent, Written
from consensus.drafting.standing import Standing, standing_of
from consensus.drafting.telling import NOT_NOW, Tell, Telling
from consensus.drafting.upkeep import Upkeep
from consensus.errors import Refused

SHORTEST_TICK, LONGEST_TICK = 0.008, 0.1  # seconds from beginning to beginning
PER_PERSON = 0.0002  # seconds; each message to all costs so much (collab.md 3)
FEW = 4  # people who need not share a message
LOOK_EVERY = 3.0  # seconds between two looks at the log and at who may still write

log = logging.getLogger(__name__)

PassOn = Callable[..., None]
"""Tell the rooms of other workers: what it is about, and more by keyword."""


class Closed(Refused):
    """The writer may not write here, or no longer."""

    why = "closed"


class Room:
    """One text with the pages that are open on it in this process."""

    def __init__(self, document_id: int, engine: Engine, tell: Tell) -> None:
        self.document_id = document_id
        self.engine = engine
        self.telling = Telling(document_id, tell)
        self.lock = RLock()
        self.woken = Event()
        self.guests: dict[str, Guest] = {}
        self.replica = Replica(document_id)
        self.pending: list[Taken] = []
        self.ticked_at = self.looked_at = self.left_at = time.monotonic()
        self.presence = Presence(document_id)
        self.pass_on: PassOn | None = None
        self.upkeep = Upkeep(document_id, engine)
        self.is_nudged = False
        with self._session() as session:
            self._load(session)

    @property
    def interval(self) -> float:
        """Seconds between two messages to everybody (collab.md 8.1)."""
        if len(self.guests) <= FEW:
            return 0.0
        return min(LONGEST_TICK, SHORTEST_TICK + PER_PERSON * len(self.guests))

    def take(self, guest: Guest, written: Written) -> None:
        """
        Take in what a page sent; it is stored at the next tick.

        Refuses what the gate refuses (`Invalid`, `OutOfStep`), `Closed` whoever may
        not write any more; nothing of a refused update is kept.
        """
        with self.lock:
            if self.replica.broken:
                raise Closed(UNREADABLE)
            if guest.can != WRITE:
                raise Closed(NOT_NOW)
            try:
                touched = self.replica.take(written.update, guest.clients)
            except Spent:
                self._rebuild()
                raise
            self.pending.append(Taken(written, touched, guest))
            self.woken.set()

    def leave(self, sid: str) -> None:
        """Forget a page; what it sent is still stored."""
        guest = self.guests.pop(sid, None)
        if guest is not None:
            self.left_at = time.monotonic()
            if guest.client:
                self.upkeep.left()
            self.people_changed()

    def people_changed(self) -> None:
        """Let everybody know soon who is here, and where."""
        self.presence.is_stale = True
        self.woken.set()

    def tell_people(self) -> None:
        """Tell everybody who is here, if that changed and it is time to."""
        if self.presence.rest() > 0:
            return
        sent = self.presence.message(self.guests.values())
        self.telling.everybody("draft:here", sent)
        self._pass_on_people()

    def missed(self, vector: bytes) -> tuple[bytes, bytes, int]:
        """What a page lacks that has a state vector, the vector here, and the place."""
        with self.lock:
            self.tick()
            replica = self.replica
            return replica.missing(vector), bytes(replica.doc.get_state()), replica.seq

    def whole(self) -> tuple[bytes, int]:
        """The whole text as one update, and its place in the log."""
        with self.lock:
            self.tick()
            return self.replica.encode(), self.replica.seq

    def nudge(self) -> None:
        """Let the room look soon at what others did; never waits."""
        self.is_nudged = True
        self.woken.set()

    def tick_if_due(self) -> None:
        """Tick if there is something to store, or it is time to look around."""
        looks = time.monotonic() - self.looked_at >= LOOK_EVERY
        if looks:
            self.presence.forget()
            self._pass_on_people()  # again: a word may have been lost
        if self.pending or self.is_nudged or looks:
            self.tick()

    def tick(self) -> None:
        """Store what is pending and take in what others stored, then tell of both."""
        with self.lock:
            self.ticked_at = time.monotonic()
            batch, self.pending = self.pending, []
            self.is_nudged = False
            try:
                with self._session() as session:
                    stored = self._stored(session, batch)
            except DBAPIError:
                # Nothing is told before it is stored; the next tick tries again.
                log.exception("a draft could not be stored and will be tried again")
                self.pending = batch + self.pending
            except Exception:  # whatever it is, what is told must be what is stored
                log.exception("a draft could not be stored")
                self._rebuild()
                self._tell(Stored(refused=batch))
            else:
                self._tell(stored)

    def close(self) -> None:
        """Store what is left, and leave everything in order."""
        with self.lock:
            self.tick()
            self.upkeep.close(self.replica)

    def _stored(self, session: Session, batch: list[Taken]) -> Stored:
        if not batch:
            self._pull(session, head_seq(session, self.document_id))
            self._look_at(session, list(self.guests.values()))
            return Stored()
        begin_writing(session)
        self._pull(session, lock(session, self.document_id))
        standing = self._look_at(session, self._to_be_asked(batch))
        stored = self._written(session, batch, standing)
        session.commit()
        self.replica.seq += len(stored.rows)
        return stored

    def _written(
        self, session: Session, batch: list[Taken], standing: Standing
    ) -> Stored:
        closed = [one for one in batch if not standing.may_write(one.guest)]
        good = [one for one in batch if standing.may_write(one.guest)]
        sift = sifted_batch if closed or self.replica.broken else sound
        good, guilty = sift(self.replica, lambda: self._load(session), good)
        if self.replica.broken:
            return Stored(refused=batch)
        stored = store(session, self.replica, good)
        stored.refused = closed + guilty
        return stored

    def _pull(self, session: Session, head: int) -> None:
        """Take in what was stored elsewhere up to `head`; tell the pages here of it."""
        replica = self.replica
        if replica.broken or head == replica.seq:
            return
        try:
            rows = replica.pull(session)
        except Refused:
            self._load(session)
            for guest in self.guests.values():
                guest.can = READ
                self.telling.ended(guest, UNREADABLE)
            return
        if rows:
            self.telling.updates(replica.seq, rows)

    def _to_be_asked(self, batch: list[Taken]) -> list[Guest]:
        """Whoever wrote; now and then everybody, so that nobody is told late."""
        writers = {one.guest.sid: one.guest for one in batch}
        if time.monotonic() - self.looked_at > LOOK_EVERY:
            writers |= self.guests
        return list(writers.values())

    def _look_at(self, session: Session, guests: list[Guest]) -> Standing:
        """What these people may now; whoever may less or more than before is told."""
        if len(guests) >= len(self.guests):
            self.looked_at = time.monotonic()
        standing = standing_of(session, self.document_id, guests)
        for guest in guests:
            if standing.lost(guest):
                guest.can = standing.can(guest)
                self.telling.ended(guest, NOT_NOW)
            elif standing.gained(guest) and not self.replica.broken:
                self.telling.gained(guest)
        return standing

    def _tell(self, stored: Stored) -> None:
        if stored.rows:
            self.telling.updates(self.replica.seq, stored.rows)
            if self.pass_on:
                self.pass_on("moved", seq=self.replica.seq)
            self.upkeep.typed(block for row in stored.rows for block in row.blocks)
        self.telling.salvaged(stored.saved)
        self.telling.refused(stored.refused)

    def _pass_on_people(self) -> None:
        if self.pass_on:
            self.pass_on("here", **self.presence.own(self.guests.values()))

    def _rebuild(self) -> None:
        """Begin the replica anew: from the log, with what is pending on top."""
        with self._session() as session:
            self._load(session)
        for one in self.pending:
            self.replica.apply(one.written.update)

    def _load(self, session: Session) -> None:
        self.replica.load(session)
        if self.replica.broken:
            log.error("the log of draft %d cannot be read whole", self.document_id)

    def _session(self) -> Session:
        return Session(self.engine, expire_on_commit=False)
