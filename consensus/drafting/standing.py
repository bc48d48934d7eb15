"""Whether the people in a room still may what they may, asked of the database."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.accounts.queries import still_open
from consensus.coalitions.models import Role
from consensus.documents.models import Stage
from consensus.documents.role_query import roles_now
from consensus.drafting.guests import READ, SUGGEST, WRITE, Guest, can_of

_ORDER = (READ, SUGGEST, WRITE)


@dataclass(frozen=True)
class Standing:
    """The stage, the roles, and the browser sessions that are open, at one moment."""

    stage: Stage
    roles: dict[int, set[Role]]
    sessions: set[int]

    def can(self, guest: Guest) -> str:
        """What a guest may do now."""
        if guest.account_id is None or guest.session_id not in self.sessions:
            return READ
        return can_of(self.roles.get(guest.account_id, set()), self.stage)

    def may_write(self, guest: Guest) -> bool:
        """Whether a guest may change the text now."""
        return self.can(guest) == WRITE

    def lost(self, guest: Guest) -> bool:
        """Whether a guest may less than the page was told."""
        return _ORDER.index(self.can(guest)) < _ORDER.index(guest.can)

    def gained(self, guest: Guest) -> bool:
        """Whether a guest may more than the page was told."""
        return _ORDER.index(self.can(guest)) > _ORDER.index(guest.can)


def standing_of(
    session: Session, document_id: int, guests: Iterable[Guest]
) -> Standing:
    """Ask once for all of them; inside the transaction that stores what they typed."""
    known = [one for one in guests if one.account_id is not None]
    accounts = {one.account_id for one in known if one.account_id is not None}
    stage, roles = roles_now(session, document_id, accounts)
    sessions = {one.session_id for one in known if one.session_id is not None}
    return Standing(stage, roles, still_open(session, sessions))
