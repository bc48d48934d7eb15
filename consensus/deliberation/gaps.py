"""What stands now where somebody says that something is missing (R8)."""

from sqlalchemy.orm import Session

from consensus.deliberation.holding import held_now
from consensus.deliberation.models import Holder
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import blocks_of


def follower(session: Session, document_id: int, holder: Holder) -> DraftBlock | None:
    """The block after the one behind which a holder misses something; None: none."""
    (place,) = held_now(session, document_id, holder).places
    rows = [one for one in blocks_of(session, document_id) if one.kind != "note"]
    ids = [one.block_id for one in rows]
    if place.block_id not in ids:
        return None
    return next(iter(rows[ids.index(place.block_id) + 1 :]), None)
