"""Deeds: asking for a sign-in link, signing in, and ending browser sessions."""

from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.models import (
    Account,
    AccountState,
    BrowserSession,
    SignInLink,
)
from consensus.accounts.names import clean_email, clean_name
from consensus.accounts.queries import (
    account_with_email,
    link_with,
    links_since,
    open_sessions,
)
from consensus.accounts.sessions import new_token, token_hash
from consensus.errors import NotFound, Refused, TooOften

LINK_LASTS = timedelta(minutes=30)
RATE_WINDOW = timedelta(minutes=15)
LINKS_FOR_ONE_ADDRESS = 10
LINKS_FROM_ONE_PLACE = 40  # a meeting room shares one network address (SEC-7)
_LINKS_KEPT = timedelta(days=1)
_LONGEST_USER_AGENT = 300

SPENT = (
    "This link has been used, or is more than 30 minutes old, or was made for somebody"
    " else. Ask for a new one where you asked for this one."
)


def ask_for_link(
    session: Session, email: str, *, asked_from: str, next_path: str
) -> str:
    """
    A new secret for a link that signs the holder of a mail address in, for 30 minutes.

    Answers the same for known and unknown addresses, so that nobody learns who has an
    account. `asked_from` is the network address. Refuses (`TooOften`) more than 10
    links in 15 minutes for one address from one place, or 40 from one place.
    """
    token = new_token()
    link = _link_to(email, asked_from, next_path)
    _add_link(session, link, secret=token)
    return token


def _link_to(email: str, asked_from: str, next_path: str) -> SignInLink:
    now = clock.now()
    return SignInLink(
        email=clean_email(email),
        asked_from=asked_from,
        next_path=next_path,
        created_at=now,
        expires_at=now + LINK_LASTS,
    )


def _add_link(session: Session, link: SignInLink, *, secret: str) -> None:
    _refuse_floods(session, link.email, link.asked_from)
    old = SignInLink.created_at < link.created_at - _LINKS_KEPT
    session.execute(delete(SignInLink).where(old))
    link.token_hash = token_hash(secret)
    session.add(link)
    session.flush()


def _refuse_floods(session: Session, email: str, asked_from: str) -> None:
    start = clock.now() - RATE_WINDOW
    mine = links_since(session, start, asked_from=asked_from, email=email)
    everyones = links_since(session, start, asked_from=asked_from)
    if mine >= LINKS_FOR_ONE_ADDRESS or everyones >= LINKS_FROM_ONE_PLACE:
        raise TooOften(
            "Many links were asked for from here in the last 15 minutes."
            " Use the newest one in your mail, or ask again in 15 minutes."
        )


def usable_link(session: Session, token: str) -> SignInLink:
    """The link that was mailed with a secret; refused when used, old or unknown."""
    link = link_with(session, token)
    if link is None or link.used_at is not None or clock.now() >= link.expires_at:
        raise Refused(SPENT)
    return link


def use_link(session: Session, token: str) -> SignInLink:
    """The same, and from now on the link is used; of two at once one is refused."""
    link = usable_link(session, token)
    used = session.execute(
        update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused(SPENT)
    return link


def sign_in_by_link(session: Session, token: str, *, name: str) -> Account:
    """
    The account of the person who holds the link's mail address; the link is used up.

    Whoever comes for the first time gets an account under `name`, which must then be a
    fit name; for everyone else it is not looked at.
    """
    link = use_link(session, token)
    account = account_with_email(session, link.email)
    if account is None:
        account = open_account(session, name=name, email=link.email)
    refuse_closed(account)
    return account


def open_account(session: Session, *, name: str, email: str | None) -> Account:
    """A new account; give an address only when its owner has proved to hold it."""
    now = clock.now()
    account = Account(
        name=clean_name(name),
        email=email,
        email_verified_at=now if email else None,
        created_at=now,
    )
    session.add(account)
    session.flush()
    return account


def refuse_closed(account: Account) -> None:
    """Refuse to sign in an account that has been closed."""
    if account.state is not AccountState.ACTIVE:
        raise Refused("This account has been closed. Write to us if that is a mistake.")


def rename(account: Account, name: str) -> None:
    """Let a person be called otherwise from now on; the record keeps earlier names."""
    account.name = clean_name(name)


def ask_to_confirm(
    session: Session, email: str, *, asked_from: str, by: Account
) -> str:
    """
    A new secret to mail to an address that a person wants to use with their account.

    It signs nobody in and is good for this account only, for 30 minutes; the refusals
    are those of `ask_for_link`.
    """
    token = new_token()
    link = _link_to(email, asked_from, "/account")
    _add_link(session, link, secret=_confirms(by, token))
    return token


def confirmation(session: Session, token: str, *, by: Account) -> SignInLink:
    """The link that was mailed to confirm an address; refused when used or old."""
    return usable_link(session, _confirms(by, token))


def confirm_address(session: Session, token: str, *, by: Account) -> None:
    """Let the address that the link was mailed to be the account's from now on."""
    link = use_link(session, _confirms(by, token))
    holder = account_with_email(session, link.email)
    if holder is not None and holder.id != by.id:
        raise Refused("This address belongs to another account already.")
    by.email, by.email_verified_at = link.email, clock.now()


def _confirms(account: Account, token: str) -> str:
    # With slashes it can never be taken for the secret in a sign-in link's address.
    return f"address/{account.id}/{token}"


def open_session(session: Session, account: Account, *, browser: str = "") -> str:
    """
    Sign a browser in: returns the id for its cookie, which is stored hashed only.

    `browser` is its User-Agent header. Every sign-in gets a new id (SEC-3).
    """
    now, token = clock.now(), new_token()
    session.add(
        BrowserSession(
            token_hash=token_hash(token),
            account=account,
            csrf_token=new_token(),
            created_at=now,
            seen_at=now,
            browser=browser[:_LONGEST_USER_AGENT],
        )
    )
    session.flush()
    return token


def end_session(session: Session, session_id: int, *, by: Account) -> BrowserSession:
    """Sign one of the person's own browsers out, at once and for good."""
    own = {row.id: row for row in open_sessions(session, by)}
    if session_id not in own:
        raise NotFound("This browser is not signed in any more.")
    own[session_id].ended_at = clock.now()
    return own[session_id]


def end_all_sessions(session: Session, *, by: Account) -> list[BrowserSession]:
    """Sign the person out of every browser, this one included; returns what ended."""
    ended = open_sessions(session, by)
    for row in ended:
        row.ended_at = clock.now()
    return ended
