"""
Real updates of an author, and what becomes of them when somebody tampers with them.

    for moment in moments(80, dice):
        given = tampered(moment.update, others, dice)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from pycrdt import Doc

from consensus.drafting import text
from consensus.drafting.reading import Draft
from consensus.drafting.structs import read_struct
from consensus.drafting.varints import Reader
from tests.drafting.test_honest_changes import START, Typist, a_change
from tests.drafting.updates import number, update

ADA, BEN = 1, 2


@dataclass(frozen=True)
class Moment:
    """A whole text (as one update), and what Ada's page sends next."""

    text: bytes
    update: bytes


def moments(count: int, dice: Random) -> list[Moment]:
    """So many updates of Ada's in a row, while Ben works on the same text."""
    server: Draft = Doc(client_id=9)
    text.put_blocks(server, START, after=None)
    ada, ben = Typist(ADA), Typist(BEN)
    found: list[Moment] = []
    while len(found) < count:
        if dice.random() < 0.5:
            ben.catch_up(server)
            a_change(ben.doc, dice)()
            ben.send(server)
        ada.catch_up(server)
        a_change(ada.doc, dice)()
        for one in ada.unsent:
            found.append(Moment(bytes(server.get_update()), one))
            server.apply_update(one)
        ada.unsent.clear()
    return found[:count]


def tampered(given: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    """The update changed in one to three ways: its parts, its numbers, its bytes."""
    ways = dice.sample(range(3), dice.choice([1, 1, 2, 3]))
    if 0 in ways:
        given = dice.choice(_OF_PARTS)(given, others, dice)
    if 1 in ways:
        given = another_number(given, dice)
    if 2 in ways:
        given = dice.choice(_OF_BYTES)(given, others, dice)
    return given


@dataclass(frozen=True)
class Parts:
    """One author's structs, and the deletions after them."""

    client: int
    clock: int
    structs: tuple[bytes, ...]
    end: bytes

    @property
    def whole(self) -> bytes:
        """The update of these parts."""
        return update(*self.structs, client=self.client, clock=self.clock, end=self.end)


class _Noting(Reader):
    """Notes where the numbers stand."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.numbers: list[tuple[int, int]] = []

    def number(self) -> int:
        start = self.place
        found = super().number()
        self.numbers.append((start, self.place))
        return found


def parts_of(given: bytes) -> Parts:
    """A well-formed update of one author taken apart."""
    return _taken_apart(Reader(given))


def _taken_apart(reader: Reader) -> Parts:
    if reader.number() == 0:
        return Parts(ADA, 0, (), reader.data[reader.place :])
    count, client, clock = reader.number(), reader.number(), reader.number()
    structs = []
    for _ in range(count):
        start = reader.place
        read_struct(reader, [])
        structs.append(reader.data[start : reader.place])
    return Parts(client, clock, tuple(structs), reader.data[reader.place :])


def another_number(given: bytes, dice: Random) -> bytes:
    """One of its numbers (a count, length, client, clock or kind) is another one."""
    reader = _Noting(given)
    _taken_apart(reader)
    for _ in range(reader.number()):
        _, count = reader.id()
        for _ in range(count):
            reader.id()
    start, stop = dice.choice(reader.numbers)
    was = Reader(given[start:stop]).number()
    near = [max(0, was - 1), was + 1, was * 2, was + 127, dice.randrange(256)]
    far = [2**7, 2**14, 2**31 - 1, 2**32, 2**53 - 1, 2**53, 2**63, 2**64 - 1, 2**70]
    other = number(dice.choice(dice.choice([near, far])))
    longer = given[start : stop - 1] + bytes([given[stop - 1] | 128, 128, 0])
    return given[:start] + dice.choice([other, other, longer]) + given[stop:]


Way = Callable[[bytes, Sequence[bytes], Random], bytes]


def doubled(given: bytes, _others: Sequence[bytes], dice: Random) -> bytes:
    """A struct stands there several times."""
    parts = parts_of(given)
    again = dice.choices(parts.structs, k=dice.randint(1, 4)) if parts.structs else []
    return replace(parts, structs=(*parts.structs, *again)).whole


def reordered(given: bytes, _others: Sequence[bytes], dice: Random) -> bytes:
    """The structs stand in another order."""
    parts = parts_of(given)
    return replace(
        parts, structs=tuple(dice.sample(parts.structs, len(parts.structs)))
    ).whole


def missing(given: bytes, _others: Sequence[bytes], dice: Random) -> bytes:
    """Some structs are not there."""
    parts = parts_of(given)
    kept = tuple(one for one in parts.structs if dice.random() < 0.7)
    return replace(parts, structs=kept).whole


def mixed(given: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    """Structs of another update stand between its own."""
    parts, other = parts_of(given), parts_of(dice.choice(others))
    structs = [*parts.structs, *other.structs]
    dice.shuffle(structs)
    return replace(parts, structs=tuple(structs)).whole


def ended_otherwise(given: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    """It deletes what another update deletes, or claims another clock."""
    parts, other = parts_of(given), parts_of(dice.choice(others))
    if dice.random() < 0.5:
        return replace(parts, end=other.end).whole
    return replace(parts, clock=max(0, parts.clock - dice.randint(1, 40))).whole


def flipped(given: bytes, _others: Sequence[bytes], dice: Random) -> bytes:
    """A few bits are turned."""
    data = bytearray(given)
    for _ in range(dice.randint(1, 6)):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def truncated(given: bytes, _others: Sequence[bytes], dice: Random) -> bytes:
    """It breaks off."""
    return given[: dice.randrange(len(given))]


def spliced(given: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    """Its beginning, and another one's end."""
    other = dice.choice(others)
    return given[: dice.randrange(len(given))] + other[dice.randrange(len(other)) :]


def stuffed(given: bytes, _others: Sequence[bytes], dice: Random) -> bytes:
    """Bytes of it are replaced by none or by others."""
    start = dice.randrange(len(given))
    stop = start + dice.randrange(8)
    return given[:start] + dice.randbytes(dice.randrange(8)) + given[stop:]


_OF_PARTS: tuple[Way, ...] = (doubled, reordered, missing, mixed, ended_otherwise)
_OF_BYTES: tuple[Way, ...] = (flipped, truncated, spliced, stuffed)
