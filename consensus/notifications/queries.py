"""Which entries are news to somebody, and whom they concern."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus.accounts.models import Account, AccountState
from consensus.archive.models import Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Coalition, Member, SeatStatus
from consensus.deliberation.models import Holder, HolderState
from consensus.deliberation.queries import objection_of
from consensus.notifications.models import Delivery, Told


def untold(session: Session, verbs: Collection[str]) -> list[int]:
    """
    The ids of entries with these verbs that nobody has dealt with yet, oldest first.

    By entry, not by a last number: transactions end in another order than they begin,
    and an entry that becomes visible late would be passed over for ever.
    """
    wanted = (
        select(Entry.id)
        .outerjoin(Told, Told.entry_id == Entry.id)
        .where(Entry.verb.in_(verbs), Told.entry_id.is_(None))
        .order_by(Entry.id)
    )
    return list(session.scalars(wanted))


def entry_numbered(session: Session, entry_id: int) -> Entry:
    """An entry with its chain and what lies beside it."""
    return session.scalars(
        select(Entry)
        .where(Entry.id == entry_id)
        .options(joinedload(Entry.chain), selectinload(Entry.payloads))
    ).one()


def told_of(session: Session, entry_id: int) -> set[int]:
    """The accounts that have had a message about an entry."""
    return set(
        session.scalars(
            select(Delivery.account_id).where(Delivery.entry_id == entry_id)
        )
    )


def members_to_tell(session: Session, coalition: Coalition) -> list[Account]:
    """The accounts of a coalition's members and observers that mail can reach."""
    seats = session.scalars(
        select(Member)
        .where(Member.coalition_id == coalition.id, Member.left_at.is_(None))
        .options(joinedload(Member.account), selectinload(Member.terms))
        .order_by(Member.id)
    )
    present = {SeatStatus.MEMBER, SeatStatus.OBSERVER}
    return reachable([one.account for one in seats if one.status in present])


def holders_of(session: Session, document_id: int, number: int) -> list[Holder]:
    """The holders of an objection to a document, by the objection's number."""
    return list(objection_of(session, document_id, number).holders)


def reachable(accounts: Collection[Account]) -> list[Account]:
    """Those of some accounts that are open and have an address."""
    return [one for one in accounts if one.email and one.state is AccountState.ACTIVE]


def was_told_of_recheck(
    session: Session, entry: Entry, *, this_round: bool = False
) -> bool:
    """
    Whether, before this entry, its holder was written to because words changed; or,
    with `this_round`, since the last call was opened (R9).
    """
    since = _last_call_opened(session, entry) if this_round else 0
    asked = session.scalars(
        select(Entry)
        .join(Delivery, Delivery.entry_id == Entry.id)
        .where(
            Entry.chain_id == entry.chain_id,
            Entry.object == entry.object,
            Entry.verb == str(Verb.HOLDER_MOVED),
            Entry.seq < entry.seq,
            Entry.seq > since,
        )
    )
    return any(
        one.facts["holder"] == entry.facts["holder"]
        and one.facts["after"] == HolderState.RECHECK
        for one in asked
    )


def _last_call_opened(session: Session, entry: Entry) -> int:
    """The place in the record of the last call before an entry; 0 for none."""
    found = select(func.max(Entry.seq)).where(
        Entry.chain_id == entry.chain_id,
        Entry.verb == str(Verb.CALL_OPENED),
        Entry.seq < entry.seq,
    )
    return session.scalar(found) or 0
