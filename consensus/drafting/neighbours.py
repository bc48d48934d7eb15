"""
Whether what an update put into a text lies where it says that it was written.

Everything new names the neighbours between which it was written. Where a tampered
update names them the wrong way round, the CRDT's order is no longer the same for
everybody: two pages that have the same updates could show different words.
"""

from collections.abc import Iterable

from pycrdt import StickyIndex, Transaction

from consensus.drafting.applying import as_refusal
from consensus.drafting.gate import Between
from consensus.drafting.reading import Draft
from consensus.drafting.structs import Id


def in_order(doc: Draft, between: Iterable[Between]) -> bool:
    """Whether each of these, applied before, lies between its two neighbours."""
    with doc.transaction() as transaction:
        for three in between:
            places = [_place(transaction, one) for one in three]
            known = [place for place in places if place is not None]
            if known != sorted(known):
                return False
    return True


def _place(transaction: Transaction, at: Id) -> int | None:
    """Where something begins in its paragraph; None when it is gone with the whole."""
    client, clock = at
    named = {"item": {"client": client, "clock": clock}, "assoc": 0}
    try:
        return StickyIndex.from_json(named).get_index(transaction)
    except BaseException as error:  # a panic of the library is no Exception
        as_refusal(error)
        return None
