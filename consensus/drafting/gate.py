"""
What may come into the text: each update is decoded before any document sees it.

A Yjs update can claim another person's client id, take up all memory in five bytes,
or bring nodes that no browser can show (trust.md "The update gate", collab.md 6). The
gate reads the bytes (Yjs update version 1) and refuses, with `Invalid` and a
sentence, what an honest page never sends. It cannot see which key a value that
replaces another one belongs to, nor how nodes lie in each other: that is checked
after applying, block by block (`log.append`).
"""

from collections.abc import Set
from dataclasses import dataclass, field

from consensus.drafting.nesting import Nesting
from consensus.drafting.structs import LONGEST_ADVANCE, Id, Parent, read_struct
from consensus.drafting.varints import Reader, malformed
from consensus.errors import Invalid

LARGEST_UPDATE = 512 * 1024  # bytes
MOST_STRUCTS = 50_000
MOST_DELETIONS = 50_000  # ranges


class OutOfStep(Invalid):
    """Something that the update builds on is not here: its page has to join again."""

    why = "resync"

    def __init__(self, what: str) -> None:
        super().__init__(f"This change cannot be taken in yet: {what}.")


Between = tuple[Id, Id, Id]
"""Something new between two others: the left one, itself, the right one."""


@dataclass(frozen=True)
class Checked:
    """What applying an update has to know: see `check_update`."""

    ends: dict[int, int]
    between: list[Between]


@dataclass
class _Seen:
    """What has been read of an update so far."""

    ends: dict[int, int] = field(default_factory=dict)
    between: list[Between] = field(default_factory=list)
    references: list[Id] = field(default_factory=list)
    nesting: Nesting = field(default_factory=Nesting)

    def add(self, at: Id, parent: Parent) -> None:
        """Note a struct, and where it says it belongs."""
        self.nesting.add(at, parent)
        if parent.between is not None:
            left, right = parent.between
            self.between.append((left, at, right))


def check_update(update: bytes, *, clients: Set[int], state: dict[int, int]) -> Checked:
    """
    Refuse (`Invalid`) an update that must not reach a document.

    `OutOfStep` is the refusal of one that may be honest but came too early. `clients`
    are the client ids that the sender owns; `state` is the document's state
    vector (client id -> next clock), see `state_of`. Returns where the update's own
    writers come to with it (`ends`: client id -> next clock), and what it says it
    puts between what (`between`), of which only the document knows the order.
    """
    if len(update) > LARGEST_UPDATE:
        raise malformed(f"it is larger than {LARGEST_UPDATE // 1024} kB")
    reader = Reader(update)
    seen = _Seen()
    count = reader.number()
    if count > len(clients):
        raise malformed("it claims more writers than its sender is")
    structs = 0
    for _ in range(count):
        structs += _read_client(reader, seen, clients, state)
        if structs > MOST_STRUCTS:
            raise malformed("it has too many parts")
    _read_deletions(reader, seen, state)
    if reader.left:
        raise malformed("something follows after its end")
    _check_references(seen, state)
    seen.nesting.check()
    return Checked(seen.ends, seen.between)


def state_of(vector: bytes) -> dict[int, int]:
    """A state vector, as `Doc.get_state` gives it, as client id -> next clock."""
    reader = Reader(vector)
    return dict(reader.id() for _ in range(reader.number()))


def _read_client(
    reader: Reader, seen: _Seen, clients: Set[int], state: dict[int, int]
) -> int:
    count = _count_of_structs(reader)
    client, clock = reader.number(), reader.number()
    if client not in clients or client in seen.ends:
        raise malformed("it is written under somebody else's name")
    if clock > state.get(client, 0):
        raise OutOfStep("what came before it is missing")
    end, known = clock, state.get(client, 0)
    for _ in range(count):
        length, parent = read_struct(reader, seen.references)
        seen.add((client, end), parent)
        # A part of which the text has a part already: cut in the middle of a sign it
        # could never be sent to a page again. Pages begin where the text ends.
        if end < known < end + length:
            raise OutOfStep("a part of it is in the text already")
        end += length
        if end - clock > LONGEST_ADVANCE:
            raise malformed("it is too long")
    seen.ends[client] = end
    return count


def _count_of_structs(reader: Reader) -> int:
    """How many parts of one client follow; refused before any of them is read."""
    count = reader.number()
    if count == 0:  # pages name only authors of something; the library panics
        raise malformed("it names a writer of nothing")
    if count * 2 > reader.left:
        raise malformed("it breaks off")
    if count > MOST_STRUCTS:
        raise malformed("it has too many parts")
    return count


def _read_deletions(reader: Reader, seen: _Seen, state: dict[int, int]) -> None:
    clients = reader.number()
    if clients * 4 > reader.left:
        raise malformed("it breaks off")
    ranges = 0
    for _ in range(clients):
        client, count = reader.id()
        ranges += count
        if ranges > MOST_DELETIONS:
            raise malformed("it deletes in too many places")
        for _ in range(count):
            start, length = reader.id()
            if start + length > _known(client, seen, state):
                raise OutOfStep("it deletes what is not there")


def _known(client: int, seen: _Seen, state: dict[int, int]) -> int:
    return max(state.get(client, 0), seen.ends.get(client, 0))


def _check_references(seen: _Seen, state: dict[int, int]) -> None:
    """Nothing may wait for something to come: it would be lost when stored (F-5)."""
    for client, clock in seen.references:
        if clock >= _known(client, seen, state):
            raise OutOfStep("what it belongs to is missing")
