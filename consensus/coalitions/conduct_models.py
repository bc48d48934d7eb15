"""Roles on the whole site, and who may not post for a time."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.accounts.models import Account
from consensus.coalitions.code_of_conduct import CodeRule
from consensus.coalitions.models import Member, Role
from consensus.db import Base


class SiteRoleTerm(Base):
    """A role that an account holds on the whole site for a time (domain.md 8)."""

    __tablename__ = "site_role_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class Suspension(Base):
    """
    A member's posting is suspended until an end date, for a rule and a reason (R6).

    Membership, positions, objections and signatures stay.
    """

    __tablename__ = "suspension"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    rule: Mapped[CodeRule]
    reason: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    acting_as: Mapped[str]

    member: Mapped[Member] = relationship()
    account: Mapped[Account] = relationship()

    @property
    def sentence(self) -> str:
        """Until when and why, as the suspended member reads it."""
        return (
            f"Your posting here is suspended until {self.until.day} "
            f"{self.until:%B %Y, %H:%M} UTC. Rule: {self.rule.words} "
            f"Reason: {self.reason} Your membership, positions, objections and "
            "signatures stay, and you decide about them. One objection in each call, "
            "and signatures, can be sent through a record custodian."
        )
