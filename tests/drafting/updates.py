"""Yjs updates for tests: honest ones from the library, crooked ones byte by byte."""

from collections.abc import Callable

from pycrdt import Doc, TransactionEvent

from consensus.drafting.reading import Draft
from consensus.drafting.structs import Id

GC, DELETED, JSON, BINARY, STRING, EMBED, FORMAT, TYPE, ANY, SUBDOC, SKIP = range(11)
BESIDE_LEFT, BESIDE_RIGHT, HAS_KEY = 128, 64, 32


def made_by(client: int, base: bytes, change: Callable[[Draft], None]) -> bytes:
    """The update that a change of a text makes; `base` is the text's whole state."""
    doc: Draft = Doc(client_id=client)
    doc.apply_update(base)
    made: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        made.append(bytes(event.update))

    doc.observe(keep)
    with doc.transaction():
        change(doc)
    (update,) = made
    return update


def number(value: int) -> bytes:
    """A variable-length number."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def string(text: str) -> bytes:
    data = text.encode()
    return number(len(data)) + data


def update(
    *structs: bytes, client: int = 1, clock: int = 0, end: bytes = b"\0"
) -> bytes:
    """One client's structs and a delete set, empty unless given."""
    head = number(1) + number(len(structs)) + number(client) + number(clock)
    return head + b"".join(structs) + end


def item(kind: int, parent: bytes, content: bytes, key: str | None = None) -> bytes:
    """A struct in a parent (see `root`, `inside`)."""
    info = kind | (HAS_KEY if key is not None else 0)
    return bytes([info]) + parent + (string(key) if key is not None else b"") + content


def after(kind: int, client: int, clock: int, content: bytes) -> bytes:
    """A struct to the right of another, whose parent and key it shares."""
    return bytes([kind | BESIDE_LEFT]) + number(client) + number(clock) + content


def among(kind: int, left: Id, right: Id, content: bytes) -> bytes:
    """A struct between two others."""
    beside = number(left[0]) + number(left[1]) + number(right[0]) + number(right[1])
    return bytes([kind | BESIDE_LEFT | BESIDE_RIGHT]) + beside + content


def root(name: str = "blocks") -> bytes:
    return number(1) + string(name)


def inside(client: int, clock: int) -> bytes:
    return number(0) + number(client) + number(clock)


def any_string(text: str) -> bytes:
    """One value: a text."""
    return number(1) + bytes([119]) + string(text)
