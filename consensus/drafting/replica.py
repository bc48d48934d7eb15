"""A text in memory: a cache of its log, and nothing that the log does not have."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass

from pycrdt import Doc
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consensus.drafting.applying import (
    CANNOT_APPLY,
    UNREADABLE,
    Applied,
    Touched,
    apply_checked,
    as_refusal,
    encode,
)
from consensus.drafting.gate import check_update, state_of
from consensus.drafting.models import DraftSnapshot, DraftUpdate
from consensus.drafting.neighbours import fits
from consensus.drafting.reading import Draft, Stored, read_stored
from consensus.errors import Invalid, Refused

LARGEST_STATE = 5 * 1024 * 1024  # bytes of the whole text, its past included


@dataclass(frozen=True)
class Written:
    """
    An update that somebody's page sent, under a client id of theirs.

    `seen` is the place in the log that the page had reached when it was written; 0
    when it cannot tell.
    """

    client_id: int
    number: int
    update: bytes
    seen: int = 0


class Replica:
    """
    The text after the update `seq`, and whatever was taken in since.

    Not safe for two at once: the room's lock is held around every use, and nothing
    here waits for anything but the database (collab.md 2, 9).
    """

    def __init__(self, document_id: int) -> None:
        self.document_id = document_id
        self.seq = 0
        self.size = 0
        self.doc: Draft = Doc()
        self.broken = False
        self._vector: dict[int, int] | None = None  # None: read it from the text
        self._read: dict[str, Stored] = {}  # as they were when last changed

    def load(self, session: Session, upto: int | None = None) -> None:
        """
        Begin anew from the log.

        Where the log holds something that cannot be read, the text is the last one
        that can (`broken`); it must not be written to then (trust.md R22).
        """
        snapshot = session.scalars(_latest_snapshot(self.document_id, upto)).first()
        start = snapshot.seq if snapshot else 0
        base = [snapshot.payload] if snapshot else []
        rows = _rows(self.document_id, start, upto)
        found = rows.with_only_columns(DraftUpdate.seq, DraftUpdate.payload)
        places = [start]
        payloads = []
        for seq, payload in session.execute(found).all():
            places.append(seq)
            payloads.append(payload)
        self.doc, whole, readable = _as_far_as_readable(base, payloads)
        self._vector, self._read = None, {}
        self.broken = readable < len(payloads)
        self.seq = places[readable]
        self.size = len(whole)

    def pull(self, session: Session) -> list[DraftUpdate]:
        """
        Take in what others have put into the log meanwhile; returns those rows.

        Raises `Refused` when one of them cannot be read: the replica is then spent.
        """
        rows = list(session.scalars(_rows(self.document_id, self.seq, None)))
        self._vector, self._read = None, {}
        try:
            for row in rows:
                self.doc.apply_update(row.payload)
                self.seq = row.seq
            if rows:
                self.size = len(encode(self.doc))
        except BaseException as error:
            as_refusal(error)
            raise Refused(UNREADABLE) from error
        return rows

    def take(self, update: bytes, clients: Set[int]) -> Touched:
        """
        Check and apply what a page sent; `clients` are the ids it may write under.

        Refuses (`Invalid`, `OutOfStep`). After any refusal but the gate's the replica
        is spent, which `Spent` says.
        """
        # Reading it anew takes longer than all the rest where many people write.
        vector = self._vector or state_of(self.doc.get_state())
        checked = check_update(update, clients=clients, state=vector)
        if self.size + len(update) > LARGEST_STATE:
            raise Invalid("This text is as long as a text can be.")
        applied = self.apply(update)
        if not fits(self.doc, checked.between, applied.changed):
            raise Spent(CANNOT_APPLY)
        for client, end in checked.ends.items():
            vector[client] = max(end, vector.get(client, 0))
        self._vector = vector
        return applied.touched

    def apply(self, update: bytes) -> Applied:
        """Apply what was checked before; raises `Spent` where it does not fit."""
        self._vector = None
        try:
            applied = apply_checked(self.doc, update)
        except Invalid as refusal:
            raise Spent(str(refusal)) from refusal
        self._read |= {one.id: one for one in applied.changed}
        return applied

    def encode(self) -> bytes:
        """
        The whole text as one update; `Invalid` if it is poisoned.

        Or if the text took less than the gate let in: what waits for something to come
        would be lost (trust.md F-5).
        """
        whole = encode(self.doc)
        if self._vector not in (None, state_of(self.doc.get_state())):
            raise Invalid(CANNOT_APPLY)
        self.size = len(whole)
        return whole

    def missing(self, vector: bytes) -> bytes:
        """What a page lacks that has what its state vector says."""
        return bytes(self.doc.get_update(vector))

    def read(self, block_ids: Iterable[str]) -> list[Stored]:
        """
        These blocks as they stand now, removed or not.

        What was read as the last change came in is not read again.
        """
        known, self._read = self._read, {}
        return [
            known.get(block_id) or read_stored(self.doc, block_id)
            for block_id in block_ids
        ]


class Spent(Invalid):
    """The update did not fit, and the replica may be half changed: load it again."""


def sifted(
    replica: Replica, load: Callable[[], None], batch: list[Written]
) -> tuple[list[tuple[Written, Touched]], list[Written]]:
    """
    Take in a batch again after `load` has begun the replica anew: the good ones with
    what they touched, and the guilty ones, found by halving.

    Afterwards the replica holds the log and all the good ones.
    """
    good: list[tuple[Written, Touched]] = []
    guilty: list[Written] = []
    waiting = [batch] if batch else []
    load()
    while waiting:
        some = waiting.pop()
        try:
            taken = [(one, replica.apply(one.update).touched) for one in some]
            replica.encode()
            good += taken
        except Invalid:
            load()
            for one, _ in good:
                replica.apply(one.update)
            if len(some) == 1:
                guilty += some
            else:
                middle = len(some) // 2
                waiting += [some[middle:], some[:middle]]
    return good, guilty


def _latest_snapshot(document_id: int, upto: int | None) -> Select[DraftSnapshot]:
    found = select(DraftSnapshot).where(DraftSnapshot.document_id == document_id)
    if upto is not None:
        found = found.where(DraftSnapshot.seq <= upto)
    return found.order_by(DraftSnapshot.seq.desc()).limit(1)


def _rows(document_id: int, after: int, upto: int | None) -> Select[DraftUpdate]:
    found = select(DraftUpdate).where(
        DraftUpdate.document_id == document_id, DraftUpdate.seq > after
    )
    if upto is not None:
        found = found.where(DraftUpdate.seq <= upto)
    return found.order_by(DraftUpdate.seq)


def _as_far_as_readable(
    base: list[bytes], payloads: list[bytes]
) -> tuple[Draft, bytes, int]:
    """The text after as many of the updates as can be read, whole, and how many."""
    try:
        return *_built([*base, *payloads]), len(payloads)
    except Invalid:
        readable = _readable(base, payloads)
        return *_built([*base, *payloads[:readable]]), readable


def _readable(base: list[bytes], payloads: list[bytes]) -> int:
    """How many of the updates can be read, where not all can, found by halving."""
    low, high = 0, len(payloads)  # so many can be read; so many cannot
    while high - low > 1:
        middle = (low + high) // 2
        if _reads([*base, *payloads[:middle]]):
            low = middle
        else:
            high = middle
    return low


def _reads(updates: list[bytes]) -> bool:
    try:
        _built(updates)
    except Invalid:
        return False
    return True


def _built(updates: list[bytes]) -> tuple[Draft, bytes]:
    doc: Draft = Doc()
    try:
        with doc.transaction():
            for update in updates:
                doc.apply_update(update)
    except BaseException as error:
        raise as_refusal(error) from error
    return doc, encode(doc)
