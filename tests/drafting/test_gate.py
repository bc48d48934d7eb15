"""
The gate: no attack reaches the text. (Honest changes:
test_honest_changes; attacks written by hand: test_gate_by_hand.)

The attacks are those of the papers' findings on the update gate (F-1 to F-6), each
built anew.
"""

from collections.abc import Callable

import pytest
from pycrdt import Doc, Map, Text, TransactionEvent, XmlElement, XmlFragment

from consensus.drafting import text
from consensus.drafting.gate import check_update, state_of
from consensus.drafting.reading import Draft, block_map
from consensus.errors import Invalid
from tests.drafting.gated import ADA, BASE, STATE, check, content_of, text_of
from tests.drafting.texts import block, footnote, words
from tests.drafting.updates import (
    made_by,
)

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
