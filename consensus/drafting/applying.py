"""Applying one update to a text: what it touched, and whether the text is still one."""

from dataclasses import dataclass
from typing import Any

from pycrdt import XmlElement, XmlEvent

from consensus.drafting.closed import check_closed
from consensus.drafting.reading import Draft, Stored, block_map, read_stored
from consensus.errors import Invalid

CANNOT_APPLY = "This change does not fit the text as it stands."
GONE = "A paragraph can be removed from the text, but not from the record."
UNREADABLE = (
    "A part of this text’s record cannot be read. The text is shown as it last stood "
    "whole and cannot be changed until that is repaired."
)
WORDS = "c"
"""What `Touched` says of a block whose content changed; other names are its fields."""

Touched = dict[str, set[str]]
"""The blocks that an update touched, and what of each: `c`, `d`, `o`, `t`, `a`, `f`."""


@dataclass(frozen=True)
class Applied:
    """What an update touched, and how the blocks read now."""

    touched: Touched
    changed: list[Stored]


def apply_checked(doc: Draft, update: bytes) -> Applied:
    """
    Apply an update that the gate let through and check the blocks it touched.

    Refuses (`Invalid`) what does not fit; the text may then be half changed, so the
    caller must throw it away. That the whole can still be encoded is for the caller to
    see (`encode`), as often as it can afford.
    """
    noted = _Noted()
    blocks = block_map(doc)
    subscription = blocks.observe_deep(noted.take)
    try:
        doc.apply_update(update)
    except BaseException as error:
        raise as_refusal(error) from error
    finally:
        blocks.unobserve(subscription)
    if noted.odd:
        raise Invalid(CANNOT_APPLY)
    changed = []
    with doc.transaction():  # one for all that is read, not one for each part
        for block_id in noted.touched:
            if block_id not in blocks:
                raise Invalid(GONE)
            changed.append(read_stored(doc, block_id))
            check_closed(changed[-1].block)
    return Applied(noted.touched, changed)


def encode(doc: Draft) -> bytes:
    """
    The whole state of a text; `Invalid` when an update before has poisoned it.

    A poisoned document shows itself only here (trust.md F-3).
    """
    try:
        return bytes(doc.get_update())
    except BaseException as error:
        raise as_refusal(error) from error


def as_refusal(error: BaseException) -> Invalid:
    """
    What an error of the CRDT library says to a person; raises any other again.

    A panic of the library is a BaseException and no Exception.
    """
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return Invalid(CANNOT_APPLY)
    raise error


class _Noted:
    """Which blocks an update touched, in the order it did, and if it did so oddly."""

    def __init__(self) -> None:
        self.touched: Touched = {}
        self.odd = False

    def take(self, events: list[Any]) -> None:
        """Look at what an update did (an observer of the CRDT library)."""
        for event in events:
            path = list(event.path)
            on_xml = isinstance(event, XmlEvent)
            if not path:
                for block_id in event.keys:
                    self._note(block_id, set("tod" + WORDS))
            elif len(path) == 1 and not on_xml:
                self._note(path[0], set(event.keys))
            else:
                self._note(path[0], {WORDS})
            one: Any = event  # its parts are not in its type
            if on_xml and one.keys and not isinstance(one.target, XmlElement):
                self.odd = True  # only elements have attributes: it would stay unseen

    def _note(self, block_id: object, what: set[str]) -> None:
        self.touched.setdefault(str(block_id), set()).update(what)
