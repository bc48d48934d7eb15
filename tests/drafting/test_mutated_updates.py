"""
Real updates of an author, tampered with: each is refused, or harms nobody.

The text stays one that can be encoded and read, the other author's next update is
taken in, and none takes long or much memory (trust.md 6, item 9). `make soak` sends
100,000 of them.
"""

import resource
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

import pytest
from pycrdt import Doc, XmlText

from consensus.drafting import text
from consensus.drafting.closed import check_closed
from consensus.drafting.gate import state_of
from consensus.drafting.order import between
from consensus.drafting.reading import Draft, block_map
from consensus.drafting.replica import Replica, Spent
from consensus.errors import Invalid
from tests.drafting.mutations import ADA, BEN, Moment, moments, tampered
from tests.drafting.texts import block, words
from tests.drafting.updates import update

LONGEST = 0.1  # seconds of the processor that one update may take
MOST_MEMORY = 64 * 1024  # kB that all of them together may leave behind
IN_A_ROW = 40  # at one text
MOMENTS = 40


@dataclass
class Siege:
    """A server, and Ben, whose page shows what the server took in."""

    moment: Moment
    server: Replica = field(init=False)
    ben: Draft = field(init=False)
    place: str = ""

    def __post_init__(self) -> None:
        self.ben = Doc(client_id=BEN)
        self.ben.apply_update(self.moment.text)
        self.load()

    def load(self) -> None:
        """The server begins anew with all that it took in."""
        self.server = Replica(1)
        self.server.doc.apply_update(self.ben.get_update())

    def send(self, given: bytes) -> str:
        """Ada's page sends something; what became of it."""
        before = state_of(self.server.doc.get_state())
        try:
            self.server.take(given, {ADA})
        except Spent:
            self.load()
            return "does not fit"
        except Invalid:
            assert state_of(self.server.doc.get_state()) == before
            return "refused"
        try:
            self.server.encode()
        except Invalid:
            self.load()
            return "poisoned"
        self._arrives(before)
        return "taken in"

    def _arrives(self, before: dict[int, int]) -> None:
        after = state_of(self.server.doc.get_state())
        assert {**after, ADA: 0} == {**before, ADA: 0}, "in somebody else's name"
        self.ben.apply_update(self.server.missing(self.ben.get_state()))

    def ben_goes_on(self, turn: int) -> None:
        """Ben adds a paragraph, and types where he sees words of the first one."""
        new = block(f"ben{turn}", words(f"Ben's {turn}."))
        had = self.ben.get_state()
        self.place = between(self.place, None)
        text.put_at(self.ben, new, self.place)
        first = list(block_map(self.ben)["b1"]["c"].children)[:1]
        if isinstance(first[0] if first else None, XmlText):
            first[0].insert(0, "I.")
        self.server.take(self.ben.get_update(had), {BEN})
        for stored in self.server.read(["b1", f"ben{turn}"]):
            assert stored.block == text.read_block(self.ben, stored.id)
        assert text.read_block(self.ben, f"ben{turn}") == new

    def is_whole(self) -> None:
        """Whoever opens the text now gets what the server and Ben have."""
        opened: Draft = Doc()
        opened.apply_update(self.server.encode())
        for one in text.in_order(opened):
            check_closed(one.block)
        assert text.in_order(opened) == text.in_order(self.ben)


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(10_000, id="10000"),
        pytest.param(100_000, marks=pytest.mark.soak, id="at-length"),
    ],
)
def test_updates_that_were_tampered_with_are_refused_or_harm_nobody(
    count: int,
) -> None:
    dice = Random(f"tampered with {count}")  # noqa: S311 - the same each time
    seen = moments(MOMENTS, dice)
    others = [one.update for one in seen]
    stumble(seen[0])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    came: Counter[str] = Counter()
    for first in range(0, count, IN_A_ROW):
        siege = Siege(dice.choice(seen))
        for turn in range(first, first + IN_A_ROW):
            given = tampered(siege.moment.update, others, dice)
            became = became_of(siege, given)
            came[became] += 1
            if became != "refused" or turn == first:
                siege.ben_goes_on(turn)
        siege.is_whole()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < MOST_MEMORY
    assert came["refused"] > count // 2
    assert came["taken in"] > count // 50, "else it shows little"
    sys.stdout.write(f"{count} updates tampered with: {dict(came)}\n")


def stumble(moment: Moment) -> None:
    """
    Let the library panic once, past the gate.

    Where RUST_BACKTRACE is set it then reads its own symbols and keeps them.
    """
    doc: Draft = Doc()
    doc.apply_update(moment.text)
    with pytest.raises(BaseException, match="unwrap"):
        doc.apply_update(update(client=9))  # whose text it is


def became_of(siege: Siege, given: bytes) -> str:
    """What became of an update that Ada's page sent, in due time."""
    began = time.process_time()
    came = siege.send(given)
    if time.process_time() - began > LONGEST:
        # The interpreter may have tidied up meanwhile: it is the update only if it
        # takes so long each time.
        assert min(cost(siege.moment, given) for _ in range(3)) < LONGEST
    return came


def cost(moment: Moment, given: bytes) -> float:
    """Seconds of the processor that an update takes on a text it may come to."""
    server = Replica(1)
    server.doc.apply_update(moment.text)
    began = time.process_time()
    with suppress(Invalid):
        server.take(given, {ADA})
        server.encode()
    return time.process_time() - began


def test_the_same_updates_as_they_were_are_taken_in() -> None:
    dice = Random("as they were")  # noqa: S311 - the same each time
    for moment in moments(MOMENTS, dice):
        siege = Siege(moment)
        assert siege.send(moment.update) == "taken in"
        siege.ben_goes_on(0)
        siege.is_whole()


def test_a_writer_of_nothing_is_refused_before_the_library_stumbles_over_it() -> None:
    (moment,) = moments(1, Random("nothing"))  # noqa: S311 - the same each time
    siege = Siege(moment)
    assert siege.send(moment.update) == "taken in"
    clock = state_of(siege.server.doc.get_state())[ADA]
    assert siege.send(update(client=ADA, clock=clock)) == "refused"
