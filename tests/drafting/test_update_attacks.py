"""
Ten families of attacks on the text's memory, a hundred of each (trust.md 6, item 9).

Each is refused, or changes nothing that is not the attacker's to change; the text can
still be encoded, and the one attacked can still write.
"""

import gzip
import json
import random
import resource
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, TransactionEvent

from consensus.drafting import text
from consensus.drafting.gate import LARGEST_UPDATE
from consensus.drafting.reading import Draft
from consensus.drafting.replica import Replica, Spent, Written, sifted
from consensus.errors import Invalid
from tests.drafting.clients import insert
from tests.drafting.texts import block, table, words
from tests.drafting.updates import (
    ANY,
    DELETED,
    FORMAT,
    GC,
    STRING,
    TYPE,
    after,
    any_string,
    inside,
    item,
    made_by,
    number,
    root,
    string,
    update,
)

ADA, BEN = 1, 2
VARIANTS = 100
LONGEST = 0.1  # seconds of the processor that one attack may take
MOST_MEMORY = 64 * 1024  # kB that all of them together may leave behind
TRACES = Path(__file__).parents[3] / "shared" / "data" / "4-editing-traces"

Dice = random.Random


def base() -> bytes:
    """A text of Ben's."""
    doc: Draft = Doc(client_id=BEN)
    text.put_blocks(
        doc,
        [block("b1", words("Rivers need care.")), table("t1", [[words("cell")]])],
        after=None,
    )
    return bytes(doc.get_update())


BASE = base()


def replica() -> Replica:
    """A replica that holds Ben's text."""
    made = Replica(1)
    made.doc.apply_update(BASE)
    return made


def claims(dice: Dice) -> bytes:
    """Counts of what is not there."""
    huge = number(dice.randrange(2**20, 2**50))
    one = number(1)
    return dice.choice(
        [huge, one + huge, one + one + number(ADA) + huge, number(0) + huge,
         number(0) + one + number(BEN) + huge, huge + bytes(dice.randbytes(20))]
    )  # fmt: skip


def squatting(dice: Dice) -> bytes:
    """Places taken up under the other's name, or all of one's own."""
    length = number(dice.choice([1, 7, 2**31, dice.randrange(2**40)]))
    client, clock = dice.choice([(BEN, 0), (BEN, 40), (BEN, dice.randrange(10**6))])
    return update(
        bytes([dice.choice([GC, DELETED])]) + length, client=client, clock=clock
    )


def forging(dice: Dice) -> bytes:
    """Words under the other's name."""
    said = dice.choice(["I agree.", "I withdraw.", "x" * dice.randrange(1, 99)])
    struct = item(STRING, inside(BEN, 0), string(said))
    return update(struct, client=BEN, clock=dice.randrange(80))


def poison(dice: Dice) -> bytes:
    """An honest change of the attacker's with a few bytes changed."""
    said = f"a{dice.random()}"
    honest = bytearray(made_by(ADA, BASE, lambda doc: insert(doc, "b1", said, 0)))
    for _ in range(dice.randint(1, 4)):
        honest[dice.randrange(len(honest))] = dice.randrange(256)
    return bytes(honest)


def depth(dice: Dice) -> bytes:
    """Parts inside parts."""
    cell = number(3) + string(dice.choice(["table_cell", "table_row", "footnote"]))
    return nested(cell, dice.choice([12, 40, 300, 5_000, 20_000]))


@cache
def nested(part: bytes, deep: int) -> bytes:
    first = item(TYPE, inside(BEN, 0), part)
    return update(first, *(item(TYPE, inside(ADA, i), part) for i in range(deep)))


def unknown_part(dice: Dice) -> bytes:
    """Nodes and kinds that the text does not know."""
    name = dice.choice(["script", "iframe", "img", "svg", "dissent_box", "doc", "text"])
    part = number(3) + string(name + dice.choice(["", "x", " "]))
    kind = item(ANY, inside(BEN, 0), any_string(name), "t")
    return update(dice.choice([item(TYPE, inside(BEN, 0), part), kind]))


def unknown_attribute(dice: Dice) -> bytes:
    """Attributes, marks and links that the text does not know."""
    name = dice.choice(["onclick", "style", "class", "src", "href"]) + dice.choice("1x")
    scheme = dice.choice(["javascript:", "data:", "vbscript:", "file:", " javascript:"])
    link = json.dumps({"href": scheme + "alert(1)"})
    return update(
        dice.choice(
            [item(ANY, inside(BEN, 0), any_string("x"), name),
             item(FORMAT, inside(BEN, 0), string(name) + string("{}")),
             item(FORMAT, inside(BEN, 0), string("link") + string(link)),
             item(ANY, root(), any_string("x"), name)]
        )
    )  # fmt: skip


def pending(dice: Dice) -> bytes:
    """Changes that wait for something that never comes."""
    far = dice.randrange(10**3, 10**9)
    return dice.choice(
        [update(item(STRING, inside(BEN, far), string("x"))),
         update(after(STRING, BEN, far, string("x"))),
         update(item(STRING, inside(BEN, 0), string("x")), clock=far),
         update(after(STRING, ADA, far, string("x"))),
         update(end=number(1) + number(BEN) + number(1) + number(0) + number(far))]
    )  # fmt: skip


def garbage(dice: Dice) -> bytes:
    """Any bytes."""
    return dice.randbytes(dice.choice([1, 3, 11, 60, 500, 4_000]))


TOO_MANY_PARTS = update(*[item(STRING, inside(BEN, 0), string("y"))] * 51_000)


def size(dice: Dice) -> bytes:
    """More than a change can be."""
    many = LARGEST_UPDATE + dice.randrange(1, 1_000)
    said = item(STRING, inside(BEN, 0), string("x" * many))
    return dice.choice([update(said), TOO_MANY_PARTS, b"\1" * many])


FAMILIES = [
    claims, squatting, forging, poison, depth, unknown_part, unknown_attribute,
    pending, garbage, size,
]  # fmt: skip


@dataclass
class Ben:
    """The one who is attacked, with a page of his own."""

    doc: Draft

    def says(self, words: str) -> bytes:
        """What he types next."""
        made: list[bytes] = []

        def keep(event: TransactionEvent) -> None:
            made.append(bytes(event.update))

        subscription = self.doc.observe(keep)
        insert(self.doc, "b1", words)
        self.doc.unobserve(subscription)
        return made[0]


def memory() -> int:
    """The most that this process ever had, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def cost(given: bytes) -> float:
    """Seconds of the processor that an attack takes."""
    server = replica()
    began = time.process_time()
    with suppress(Invalid):
        server.take(given, {ADA})
        server.encode()
    return time.process_time() - began


@pytest.mark.parametrize("family", FAMILIES)
def test_a_hundred_attacks_of_a_kind_harm_nobody(
    family: Callable[[Dice], bytes],
) -> None:
    dice = random.Random(f"{family.__name__} 2026")  # noqa: S311 - the same each time
    ben = Ben(Doc(client_id=BEN))
    ben.doc.apply_update(BASE)
    server = replica()
    before = memory()
    for turn in range(VARIANTS):
        given = family(dice)
        began = time.process_time()
        try:
            server.take(given, {ADA})
            server.encode()
        except Spent:
            server = replica()
            server.doc.apply_update(ben.doc.get_update())
        except Invalid:
            pass
        else:
            ben.doc.apply_update(server.missing(ben.doc.get_state()))
        # The interpreter may have tidied up meanwhile: it is the attack only if it
        # takes so long each time.
        took = time.process_time() - began
        assert took < LONGEST or min(cost(given) for _ in range(3)) < LONGEST
        server.take(ben.says(f"{turn % 10}"), {BEN})
        assert server.read(["b1"])[0].block == text.read_block(ben.doc, "b1")
    written = "".join(
        node.get("text", "") for node in text.read_block(server.doc, "b1")["content"]
    )
    assert "Rivers" in written or family is poison  # who may edit may also delete
    assert memory() - before < MOST_MEMORY


def test_one_guilty_update_in_a_batch_is_found_and_the_others_stay() -> None:
    server, ben = replica(), Ben(Doc(client_id=BEN))
    ben.doc.apply_update(BASE)
    batch = [Written(BEN, turn, ben.says(f" {turn}")) for turn in range(1, 12)]
    # A root's place as a text: the gate would stop it, the library does not.
    guilty = Written(3, 1, update(item(TYPE, root(), number(6), "b1"), client=3))
    batch.insert(5, guilty)

    def load() -> None:
        server.doc = Doc()
        server.doc.apply_update(BASE)

    good, found = sifted(server, load, batch)
    assert found == [guilty]
    assert [one.number for one, _ in good] == list(range(1, 12))
    assert server.read(["b1"])[0].block == text.read_block(ben.doc, "b1")


def the_first(count: int, trace: dict[str, Any]) -> list[tuple[int, int, str]]:
    """The first changes of a trace: place and length in characters, and new words."""
    patches = [patch for turn in trace["txns"] for patch in turn["patches"]]
    return [(at, gone, said.replace("\n", " ")) for at, gone, said in patches[:count]]


@pytest.mark.skipif(not TRACES.is_dir(), reason="the editing traces are not at hand")
def test_ten_thousand_updates_of_a_real_author_are_all_taken_in() -> None:
    path = TRACES / "sveltecomponent.json.gz"
    trace = json.loads(gzip.decompress(path.read_bytes()))
    server, page = Replica(1), Doc[Any](client_id=ADA)
    sent: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        sent.append(bytes(event.update))

    page.observe(keep)
    text.put_blocks(page, [block("b1", words("-"))], after=None)
    shown = "-"
    found = page.get("blocks", type=type(page["blocks"]))["b1"]["c"].children[0]
    for at, gone, said in the_first(10_000, trace):
        start = len(shown[:at].encode())
        stop = len(shown[: at + gone].encode())
        with page.transaction():
            if gone:
                del found[start:stop]
            if said:
                found.insert(start, said)
        shown = shown[:at] + said + shown[at + gone :]
    assert len(sent) > 10_000
    for one in sent:
        server.take(one, {ADA})
    assert server.read(["b1"])[0].block == text.read_block(page, "b1")
