"""Deeds: opening an account for a provider's person, and adding or removing one."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.actions import open_account, refuse_closed
from consensus.accounts.models import Account, Identity
from consensus.accounts.oidc.client import ProvedPerson
from consensus.accounts.queries import (
    account_with_email,
    identities_of,
    identity_of,
)
from consensus.errors import NotFound, Refused


def known_account(session: Session, person: ProvedPerson) -> Account | None:
    """The account that this person signs in to, if they have been here before."""
    identity = identity_of(session, person.issuer, person.subject)
    if identity is None:
        return None
    refuse_closed(identity.account)
    return identity.account


def refuse_takeover(session: Session, person: ProvedPerson) -> None:
    """
    Refuse a newcomer whose address already has an account.

    A provider's word about an address never opens somebody's account (SEC-15): its
    owner signs in by a mailed link and then adds the provider.
    """
    email = (person.email or "").strip().lower()
    if email and account_with_email(session, email) is not None:
        raise Refused(
            f"There is an account with the address {email} already. Sign in with a link"
            " by email; then you can add this way of signing in on your account page."
        )


def join(session: Session, person: ProvedPerson, *, name: str) -> Account:
    """
    The person's account, a new one under `name` for a newcomer.

    It gets no mail address: only a mailed link proves who holds one.
    """
    account = known_account(session, person)
    if account is None:
        refuse_takeover(session, person)
        account = open_account(session, name=name, email=None)
        _add(session, person, account)
    return account


def link_identity(session: Session, person: ProvedPerson, *, by: Account) -> None:
    """Let a provider's person sign in to one's own account from now on."""
    identity = identity_of(session, person.issuer, person.subject)
    if identity is None:
        _add(session, person, by)
    elif identity.account_id != by.id:
        raise Refused("This way of signing in belongs to another account already.")


def unlink_identity(session: Session, identity_id: int, *, by: Account) -> None:
    """Take a provider's person off one's own account; the last way in must stay."""
    own = {identity.id: identity for identity in identities_of(session, by)}
    if identity_id not in own:
        raise NotFound("This way of signing in is not on your account.")
    if by.email is None and len(own) == 1:
        raise Refused("This is your only way of signing in. Add an address first.")
    session.delete(own[identity_id])


def _add(session: Session, person: ProvedPerson, account: Account) -> None:
    session.add(
        Identity(
            account=account,
            issuer=person.issuer,
            subject=person.subject,
            linked_at=clock.now(),
        )
    )
    session.flush()
