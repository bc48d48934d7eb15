"""People who can sign in, the links and identities they do it with, their sessions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.db import Base, Json


class AccountState(StrEnum):
    """Whether an account may act (domain.md 4, Person)."""

    ACTIVE = "active"
    CLOSED = "closed"


class Account(Base):
    """A person who can sign in. The e-mail address is private."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)  # lower case, private
    email_verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    state: Mapped[AccountState] = mapped_column(default=AccountState.ACTIVE)


class Identity(Base):
    """An OpenID Connect identity; the key is (iss, sub), never the e-mail (SEC-15)."""

    __tablename__ = "account_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    linked_at: Mapped[datetime]

    account: Mapped[Account] = relationship()


class SignInLink(Base):
    """A link sent by mail, good once and for a short time; stored hashed."""

    __tablename__ = "account_sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(index=True)
    asked_from: Mapped[str]  # network address, for the rate limit only
    next_path: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class BrowserSession(Base):
    """A browser that the service knows; its random id is stored hashed (SEC-2)."""

    __tablename__ = "account_browser_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    csrf_token: Mapped[str]
    notes: Mapped[Json] = mapped_column(default=dict)  # sign-in in progress, messages
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(default="")

    account: Mapped[Account | None] = relationship()
