"""
Whether what an update put into a text lies where it says that it was written.

Everything new names the neighbours between which it was written. Where a tampered
update names them the wrong way round, the CRDT's order is no longer the same for
everybody: two pages that have the same updates could show different words.
"""

from collections.abc import Sequence

from pycrdt import Doc, StickyIndex, Transaction

from consensus.drafting.applying import as_refusal, encode
from consensus.drafting.gate import Between
from consensus.drafting.reading import Draft, Stored, read_stored
from consensus.drafting.structs import Id

MOST_LOOKED_AT = 100
"""Finding a place takes the longer the more was written in the paragraph."""
MOST_GONE = 20
"""So many parts of one update may lie where the whole is gone: each costs a panic."""


def fits(doc: Draft, between: Sequence[Between], changed: Sequence[Stored]) -> bool:
    """
    Whether each of these, applied before, lies between its two neighbours.

    `changed` are the blocks that the update touched, as they read in `doc`. What holds
    very many parts, as after hours without a line, is judged by whether those read the
    same for whoever opens the text now.
    """
    if len(between) <= MOST_LOOKED_AT:
        return _in_order(doc, between)
    opened: Draft = Doc()
    opened.apply_update(encode(doc))
    return all(read_stored(opened, one.id) == one for one in changed)


def _in_order(doc: Draft, between: Sequence[Between]) -> bool:
    gone = 0
    with doc.transaction() as transaction:
        for left, at, right in between:
            place = _place(transaction, at)
            gone += place is None
            if gone > MOST_GONE:
                return False
            if place is not None and not _lies_between(transaction, place, left, right):
                return False
    return True


def _lies_between(transaction: Transaction, place: int, left: Id, right: Id) -> bool:
    before, after = _place(transaction, left), _place(transaction, right)
    return (before is None or before <= place) and (after is None or place <= after)


def _place(transaction: Transaction, at: Id) -> int | None:
    """Where something begins in its paragraph; None when it is gone with the whole."""
    client, clock = at
    named = {"item": {"client": client, "clock": clock}, "assoc": 0}
    try:
        return StickyIndex.from_json(named).get_index(transaction)
    except BaseException as error:  # a panic of the library is no Exception
        as_refusal(error)
        return None
