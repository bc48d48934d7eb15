"""A text that Ben wrote, and the gate before it, at which Ada sends."""

from pycrdt import Doc, XmlFragment, XmlText

from consensus.drafting import text
from consensus.drafting.gate import check_update, state_of
from consensus.drafting.reading import Draft, block_map
from tests.drafting.texts import block, footnote, table, words

ADA, BEN = 1, 2


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
