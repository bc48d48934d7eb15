"""Reading people, their links and their browser sessions."""

from collections.abc import Sequence, Set
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from consensus import clock
from consensus.accounts.models import Account, BrowserSession, Identity, SignInLink
from consensus.accounts.names import clean_email
from consensus.accounts.sessions import OPENS, is_open, oldest_open, token_hash
from consensus.errors import NotFound

# Built once: it is asked again at each moment in which somebody types (SEC-4).
_STILL_OPEN = (
    select(BrowserSession.id)
    .join(BrowserSession.account)
    .where(BrowserSession.id.in_(bindparam("ids", expanding=True)), OPENS)
)


def account_with_email(session: Session, email: str) -> Account | None:
    """The account of a mail address, spelled as `actions.clean_email` spells it."""
    return session.scalars(select(Account).where(Account.email == email)).one_or_none()


def account_at(session: Session, email: str) -> Account:
    """
    The account of a mail address as somebody typed it.

    Refuses (`Invalid`) what is no address and (`NotFound`) one without an account.
    """
    found = account_with_email(session, clean_email(email))
    if found is None:
        raise NotFound(f"There is no account for {email}.")
    return found


def identity_of(session: Session, issuer: str, subject: str) -> Identity | None:
    """The identity that a provider's person has here: by issuer and subject only."""
    return session.scalars(
        select(Identity)
        .where(Identity.issuer == issuer, Identity.subject == subject)
        .options(joinedload(Identity.account))
    ).one_or_none()


def identities_of(session: Session, account: Account) -> Sequence[Identity]:
    """The providers' identities that sign this person in."""
    return session.scalars(
        select(Identity)
        .where(Identity.account_id == account.id)
        .order_by(Identity.linked_at)
    ).all()


def open_session_of(session: Session, token: str) -> BrowserSession | None:
    """The browser session that a cookie's id opens now, with its account."""
    if not token:
        return None
    found = session.scalars(
        select(BrowserSession)
        .where(BrowserSession.token_hash == token_hash(token))
        .options(joinedload(BrowserSession.account))
        .execution_options(populate_existing=True)  # ended elsewhere a moment ago?
    ).one_or_none()
    return found if found and is_open(found, at=clock.now()) else None


def open_sessions(session: Session, account: Account) -> list[BrowserSession]:
    """The browsers this person is signed in with, the one seen last at the top."""
    rows = session.scalars(
        select(BrowserSession)
        .where(
            BrowserSession.account_id == account.id, BrowserSession.ended_at.is_(None)
        )
        .options(joinedload(BrowserSession.account))
        .order_by(BrowserSession.seen_at.desc(), BrowserSession.id.desc())
    )
    return [row for row in rows if is_open(row, at=clock.now())]


def still_open(session: Session, session_ids: Set[int]) -> set[int]:
    """Which of these browser sessions still sign their people in."""
    asked = {"ids": list(session_ids), **oldest_open(clock.now())}
    session.flush()  # what this transaction has changed counts
    return set(session.connection().execute(_STILL_OPEN, asked).scalars())


def link_with(session: Session, token: str) -> SignInLink | None:
    """The sign-in link that was mailed with this secret, used or not."""
    return session.scalars(
        select(SignInLink).where(SignInLink.token_hash == token_hash(token))
    ).one_or_none()


def links_since(
    session: Session, moment: datetime, *, asked_from: str, email: str | None = None
) -> int:
    """How many links were asked for from a network address (for a mail address)."""
    found = select(func.count(SignInLink.id)).where(
        SignInLink.asked_from == asked_from, SignInLink.created_at > moment
    )
    if email is not None:
        found = found.where(SignInLink.email == email)
    return session.scalar(found) or 0
