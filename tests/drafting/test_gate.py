"""
The gate: no attack reaches the text. (Honest changes: test_honest_changes.)

The attacks are those of the papers' findings on the update gate (F-1 to F-6), each
built anew.
"""

from collections.abc import Callable

import pytest
from pycrdt import Doc, Map, Text, TransactionEvent, XmlElement, XmlFragment, XmlText

from consensus.drafting import text
from consensus.drafting.gate import LARGEST_UPDATE, check_update, state_of
from consensus.drafting.reading import Draft, block_map
from consensus.errors import Invalid
from tests.drafting.texts import block, footnote, table, words
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
    made_by,
    number,
    root,
    string,
    update,
)

ADA, BEN = 1, 2
MAP, ELEMENT, FRAGMENT, XML_TEXT, HOOK = 1, 3, 4, 6, 5


def base() -> bytes:
    """A text that Ben wrote."""
    doc: Draft = Doc(client_id=BEN)
    text.put_block(doc, block("b1", words("Rivers need care."), footnote("n1")),
                   after=None)  # fmt: skip
    text.put_block(doc, table("t1", [[words("cell")]]), after="b1")
    return bytes(doc.get_update())


BASE = base()


def state() -> dict[int, int]:
    doc: Draft = Doc()
    doc.apply_update(BASE)
    return state_of(doc.get_state())


STATE = state()


def check(given: bytes) -> None:
    """Send an update as Ada, onto Ben's text."""
    check_update(given, clients={ADA}, state=STATE)


def content_of(doc: Draft, block_id: str = "b1") -> XmlFragment:
    found: XmlFragment = block_map(doc)[block_id]["c"]
    return found


def text_of(doc: Draft) -> XmlText:
    found = content_of(doc).children[0]
    assert isinstance(found, XmlText)
    return found


# Changes that the CRDT library makes gladly and no honest page does.


def add_script(doc: Draft) -> None:
    content_of(doc).children.append(XmlElement("script"))


def add_handler(doc: Draft) -> None:
    content_of(doc).children.append(
        XmlElement("footnote", {"note": "n1", "onclick": "go()"})
    )


def add_unknown_mark(doc: Draft) -> None:
    text_of(doc).format(0, 3, {"blink": {}})


def add_bad_link(doc: Draft) -> None:
    text_of(doc).format(0, 3, {"link": {"href": "javascript:alert(1)"}})


def add_link_with_handler(doc: Draft) -> None:
    text_of(doc).format(0, 3, {"link": {"href": "https://x.org", "onclick": "go()"}})


def add_strong_with_words(doc: Draft) -> None:
    text_of(doc).format(0, 3, {"strong": {"class": "x"}})


def add_second_root(doc: Draft) -> None:
    doc.get("other", type=Map)["x"] = 1


def add_field(doc: Draft) -> None:
    block_map(doc)["b1"]["evil"] = 1


def add_unknown_attribute(doc: Draft) -> None:
    block_map(doc)["t1"]["a"] = {"style": "color: red"}


def add_deep_value(doc: Draft) -> None:
    block_map(doc)["t1"]["a"] = {"lang": {"lang": {"lang": {"lang": "en"}}}}


def add_long_value(doc: Draft) -> None:
    block_map(doc)["t1"]["a"] = {"caption": "x" * 5_000}


def add_wrong_id(doc: Draft) -> None:
    block_map(doc)["not an id"] = Map({"t": "paragraph"})


def add_plain_block(doc: Draft) -> None:
    block_map(doc)["b9"] = "words"


def add_embed(doc: Draft) -> None:
    text_of(doc).insert_embed(0, {"src": "https://x.org"})


def add_subdocument(doc: Draft) -> None:
    block_map(doc)["b1"]["a"] = Doc()


def add_other_text(doc: Draft) -> None:
    block_map(doc)["b1"]["a"] = Text("words")


def add_nested_cells(doc: Draft) -> None:
    place: XmlFragment | XmlElement = content_of(doc)
    for _ in range(40):
        place.children.append(XmlElement("table_cell"))
        inner = place.children[len(place.children) - 1]
        assert isinstance(inner, XmlElement)
        place = inner


def add_nul(doc: Draft) -> None:
    text_of(doc).insert(0, "a\0b")


CROOKED = [
    add_script, add_handler, add_unknown_mark, add_bad_link, add_link_with_handler,
    add_strong_with_words, add_second_root, add_field, add_unknown_attribute,
    add_deep_value, add_long_value, add_wrong_id, add_plain_block, add_embed,
    add_subdocument, add_other_text, add_nested_cells, add_nul,
]  # fmt: skip


@pytest.mark.parametrize("change", CROOKED)
def test_what_no_honest_page_sends_is_refused(change: Callable[[Draft], None]) -> None:
    with pytest.raises(
        Invalid, match=r"^(This change cannot be taken in|A link starts)"
    ):
        check(made_by(ADA, BASE, change))


def say(doc: Draft) -> None:
    text.change_block(doc, block("b1", words("Rivers need our care."), footnote("n1")))


def test_text_under_somebody_elses_name_is_refused() -> None:
    honest = made_by(ADA, BASE, say)
    check(honest)
    with pytest.raises(Invalid, match="somebody else's name"):
        check_update(honest, clients={3}, state=STATE)


def test_a_change_whose_beginning_is_missing_is_refused() -> None:
    doc: Draft = Doc(client_id=ADA)
    doc.apply_update(BASE)
    made: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        made.append(bytes(event.update))

    doc.observe(keep)
    say(doc)
    text.put_block(doc, block("b2", words("More.")), after=None)
    first, second = made
    with pytest.raises(Invalid, match="what came before it is missing"):
        check(second)
    check(first)


def test_a_change_sent_twice_is_let_through() -> None:
    honest = made_by(ADA, BASE, say)
    doc: Draft = Doc()
    doc.apply_update(BASE)
    doc.apply_update(honest)
    check_update(honest, clients={ADA}, state=state_of(doc.get_state()))


@pytest.mark.parametrize("cut", [1, 2, 5, 12])
def test_bytes_after_the_end_or_missing_at_the_end_are_refused(cut: int) -> None:
    honest = made_by(ADA, BASE, say)
    for given in (honest + b"\0" * cut, honest[:-cut]):
        with pytest.raises(Invalid):
            check(given)


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
