"""The gate, continued: attacks that no library makes, written byte by byte."""

import pytest

from consensus.drafting.gate import LARGEST_UPDATE, check_update
from consensus.errors import Invalid
from tests.drafting.gated import ADA, BEN, STATE, check
from tests.drafting.updates import (
    ANY,
    BINARY,
    DELETED,
    EMBED,
    FORMAT,
    GC,
    JSON,
    SKIP,
    STRING,
    SUBDOC,
    TYPE,
    after,
    any_string,
    inside,
    item,
    number,
    root,
    string,
    update,
)

MAP, ELEMENT, FRAGMENT, XML_TEXT, HOOK = 1, 3, 4, 6, 5


def nested(depth: int) -> bytes:
    """Cells in cells, each in the one before: 15 bytes a level."""
    cell = number(ELEMENT) + string("table_cell")
    first = item(TYPE, inside(BEN, 0), cell)
    rest = [item(TYPE, inside(ADA, i), cell) for i in range(depth - 1)]
    return update(first, *rest)


def hidden_depth() -> bytes:
    """Each level hangs beside a letter in the one above, not in it."""
    structs = []
    for level in range(20):
        clock = level * 3
        structs += [
            item(TYPE, inside(ADA, clock - 1) if level else inside(BEN, 0),
                 number(XML_TEXT)),
            item(STRING, inside(ADA, clock), string("x")),
            after(TYPE, ADA, clock + 1, number(ELEMENT) + string("table_cell")),
        ]  # fmt: skip
    return update(*structs)


def crossing() -> bytes:
    """Two clients' parts, each inside a later one of the other."""
    mine = item(TYPE, inside(3, 0), number(XML_TEXT))
    yours = item(TYPE, inside(ADA, 0), number(XML_TEXT))
    parts = b"".join(
        number(1) + number(client) + number(0) + struct
        for client, struct in ((3, yours), (ADA, mine))
    )
    return number(2) + parts + b"\0"


PARENT = inside(BEN, 0)
BY_HAND = {
    "five bytes that claim 2^28 writers": number(2**28),
    "a claim of 2^28 parts": number(1) + number(2**28) + number(ADA) + number(0),
    "a claim of 2^28 writers' deletions": number(0) + number(2**28),
    "a gap of 2^31 under another's name": update(
        bytes([GC]) + number(2**31), client=BEN
    ),
    "a gap of 2^31 under one's own name": update(bytes([GC]) + number(2**31)),
    "a gap of nothing": update(bytes([GC]) + number(0)),
    "deleted words of 2^40 letters": update(item(DELETED, PARENT, number(2**40))),
    "a place held for later": update(bytes([SKIP]) + number(3)),
    "values in the old way": update(item(JSON, PARENT, number(1) + string("1"))),
    "bytes": update(item(BINARY, PARENT, string("x"))),
    "an embedded thing": update(item(EMBED, PARENT, string("{}"))),
    "a document in the document": update(item(SUBDOC, PARENT, string("x") + b"\x76\0")),
    "an unknown kind of content": update(item(17, PARENT, b"")),
    "a hook": update(item(TYPE, PARENT, number(HOOK) + string("x"))),
    "an unknown shared type": update(item(TYPE, PARENT, number(9))),
    "a map in a paragraph": update(item(TYPE, PARENT, number(MAP))),
    "a fragment in a paragraph": update(item(TYPE, PARENT, number(FRAGMENT))),
    "a text where a paragraph belongs": update(
        item(TYPE, root(), number(XML_TEXT), "b7")
    ),
    "a block without an id": update(item(TYPE, root(), number(MAP))),
    "a kind that is none": update(item(ANY, PARENT, any_string("script"), "t")),
    "a key that is none": update(item(ANY, PARENT, any_string("0"), "o")),
    "attributes that are words": update(item(ANY, PARENT, any_string("x"), "a")),
    "words as content": update(item(ANY, PARENT, any_string("x"), "c")),
    "a note that is no id": update(item(ANY, PARENT, any_string("a b"), "note")),
    "a value that belongs to no field": update(item(ANY, PARENT, any_string("x"))),
    "words as a field": update(item(STRING, PARENT, string("x"), "t")),
    "many values": update(item(ANY, PARENT, number(2) + b"\x7e\x7e", "d")),
    "a list": update(item(ANY, PARENT, number(1) + b"\x75\0", "d")),
    "a mark that is no JSON": update(
        item(FORMAT, PARENT, string("strong") + string("{"))
    ),
    "a mark nested beyond reading": update(
        item(FORMAT, PARENT, string("strong") + string("[" * 4_000))
    ),
    "words that are not Unicode": update(item(STRING, PARENT, number(2) + b"\xff\xfe")),
    "no words": update(item(STRING, PARENT, string(""))),
    "a number without an end": b"\xff" * 60,
    "a parent that is not there": update(item(STRING, inside(BEN, 10**6), string("x"))),
    "a neighbour that is not there": update(after(STRING, BEN, 10**6, string("x"))),
    "a neighbour that comes later": update(after(STRING, ADA, 5, string("x"))),
    "a part that belongs to itself": update(
        item(TYPE, inside(ADA, 0), number(XML_TEXT))
    ),
    "a parent of no kind": update(bytes([STRING]) + number(2) + string("x")),
    "a deletion of what is not there": update(
        item(STRING, PARENT, string("x")),
        end=number(1) + number(BEN) + number(1) + number(0) + number(10**6),
    ),
    "nine levels": nested(9),
    "30,000 levels": nested(30_000),
    "levels hidden beside letters": hidden_depth(),
    "more bytes than an update has": b"\0" * (LARGEST_UPDATE + 1),
    "nothing at all": b"",
}


@pytest.mark.parametrize("given", BY_HAND.values(), ids=list(BY_HAND))
def test_no_attack_gets_through(given: bytes) -> None:
    with pytest.raises(Invalid, match=r"^This change cannot be taken in( yet)?: .*\.$"):
        check(given)


def test_the_attacks_are_refused_for_their_one_fault() -> None:
    check(update(item(STRING, PARENT, string("x"))))
    check(update(item(ANY, PARENT, any_string("heading"), "t")))
    check(nested(8))
    check(b"\0\0")


def test_parts_of_two_writers_that_hold_each_other_are_refused() -> None:
    with pytest.raises(Invalid, match="belongs to itself"):
        check_update(crossing(), clients={ADA, 3}, state=STATE)
