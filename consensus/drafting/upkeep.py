"""What a room does beside storing: the record, word to readers, a last snapshot."""

import math
import time
from collections.abc import Iterable

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consensus.archive.actions import commit
from consensus.archive.actions import lock as lock_chain
from consensus.archive.models import ChainKind
from consensus.archive.queries import last_seq
from consensus.db import begin_writing
from consensus.documents.models import Document
from consensus.drafting.log import keep_snapshot, lock
from consensus.drafting.models import DraftHead, DraftSnapshot
from consensus.drafting.replica import Replica
from consensus.drafting.typing import record_typing
from consensus.realtime import announce

READERS_EVERY = 5.0  # seconds between two signals to those who only read
RECORD_EVERY = 600.0  # seconds after which typing is in the record at the latest


class Upkeep:
    """The slower duties of one room; nothing here needs the room's lock."""

    def __init__(self, document_id: int, engine: Engine) -> None:
        self.document_id = document_id
        self.engine = engine
        self.blocks: dict[str, None] = {}
        self.told_at = 0.0
        self.recorded_at = time.monotonic()
        self.is_leaving = False

    def typed(self, block_ids: Iterable[str]) -> None:
        """Note what was stored, for the readers."""
        self.blocks |= dict.fromkeys(block_ids)

    def left(self) -> None:
        """Somebody who could write has gone: what they typed is to be recorded."""
        self.is_leaving = True

    def rest(self) -> float:
        """Seconds until something is due, at most."""
        if self.is_leaving:
            return 0.0
        if not self.blocks:
            return math.inf
        return max(0.0, self.told_at + READERS_EVERY - time.monotonic())

    def do(self) -> None:
        """Do what is due."""
        now = time.monotonic()
        if self.is_leaving or now - self.recorded_at > RECORD_EVERY:
            self.is_leaving, self.recorded_at = False, now
            self.record()
        if self.blocks and now - self.told_at >= READERS_EVERY:
            self.told_at = now
            self.tell_readers()

    def tell_readers(self) -> None:
        """Let pages that show the text know which paragraphs read differently now."""
        blocks, self.blocks = list(self.blocks), {}
        with self._session() as session:
            seq = last_seq(session, ChainKind.DOCUMENT, self.document_id)
        name = f"{ChainKind.DOCUMENT}:{self.document_id}"
        announce(name, {"seq": seq, "about": "text", "blocks": blocks})

    def record(self) -> None:
        """Write into the record what was typed since it was written last."""
        with self._session() as session:
            head = session.get(DraftHead, self.document_id)
            if head is None or head.seq == head.typed_upto:
                return
        with self._session() as session:
            begin_writing(session)
            lock_chain(session, ChainKind.DOCUMENT, self.document_id)
            record_typing(session, session.get_one(Document, self.document_id))
            commit(session)

    def close(self, replica: Replica) -> None:
        """Leave a snapshot, so that the next opening need not replay the log."""
        self.record()
        with self._session() as session:
            begin_writing(session)
            seq = lock(session, self.document_id)
            known = session.get(DraftSnapshot, (self.document_id, seq))
            if known is None and seq == replica.seq and seq and not replica.broken:
                whole = replica.encode()
                keep_snapshot(session, self.document_id, seq, replica.doc, whole)
            commit(session)

    def _session(self) -> Session:
        return Session(self.engine, expire_on_commit=False)
