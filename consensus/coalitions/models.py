"""Coalitions, the dated seats people hold in them, and dated roles."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.accounts.models import Account
from consensus.db import Base, Json


class SeatStatus(StrEnum):
    """How a person belongs to a coalition."""

    MEMBER = "member"
    OBSERVER = "observer"
    FORMER = "former"


class StakeholderGroup(StrEnum):
    """The five groups that the IGF recognises, and others."""

    CIVIL_SOCIETY = "civil_society"
    GOVERNMENT = "government"
    INTERGOVERNMENTAL = "intergovernmental"
    PRIVATE_SECTOR = "private_sector"
    TECHNICAL_COMMUNITY = "technical_community"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The group's name on screen and in print."""
        return GROUP_LABELS[self]


GROUP_LABELS = {
    StakeholderGroup.CIVIL_SOCIETY: "Civil society",
    StakeholderGroup.GOVERNMENT: "Governments",
    StakeholderGroup.INTERGOVERNMENTAL: "Intergovernmental organisations",
    StakeholderGroup.PRIVATE_SECTOR: "Private sector",
    StakeholderGroup.TECHNICAL_COMMUNITY: "Technical community",
    StakeholderGroup.OTHER: "Other",
}


class Region(StrEnum):
    """The regions of the United Nations, and intergovernmental organisations."""

    AFRICAN = "African Group"
    ASIA_PACIFIC = "Asia-Pacific Group"
    EASTERN_EUROPEAN = "Eastern European Group"
    GRULAC = "Latin American and Caribbean Group"
    WEOG = "Western European and Others Group"
    INTERGOVERNMENTAL = "Intergovernmental organisation"


class Capacity(StrEnum):
    """Whether a member speaks for themselves or for their organisation (R19)."""

    PERSONAL = "personal"
    ORGANISATION = "organisation"


class Attribution(StrEnum):
    """How much of a person their words are shown with; the author chooses (R17)."""

    NAMED = "named"
    ORGANISATION = "organisation"
    GROUP_REGION = "group_region"
    GROUP = "group"
    MEMBER = "member"


class Role(StrEnum):
    """Who somebody can be towards a document; roles add up (domain.md 8)."""

    VISITOR = "visitor"
    OBSERVER = "observer"
    MEMBER = "member"
    EDITOR = "editor"
    CALLER = "consensus caller"
    COORDINATOR = "coordinator"
    SECRETARIAT = "secretariat"
    CUSTODIAN = "record custodian"


class Activity(StrEnum):
    """What the Secretariat says of a coalition's activity (domain.md 4)."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    RETIRED = "retired"


class Coalition(Base):
    """A Dynamic Coalition: an open group that writes texts together."""

    __tablename__ = "coalition"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    acronym: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    recognised: Mapped[bool] = mapped_column(default=True)
    activity: Mapped[Activity] = mapped_column(default=Activity.ACTIVE)
    list_address: Mapped[str] = mapped_column(default="")
    charter: Mapped[Json] = mapped_column(default=dict)  # see coalitions/charter.py
    founded_at: Mapped[datetime]


class Member(Base):
    """A seat: one account's place in one coalition, kept when the person leaves."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("coalition_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int] = mapped_column(ForeignKey("coalition.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    default_attribution: Mapped[Attribution] = mapped_column(default=Attribution.NAMED)
    listed: Mapped[bool] = mapped_column(default=False)  # as a participant, by consent

    coalition: Mapped[Coalition] = relationship()
    account: Mapped[Account] = relationship()
    terms: Mapped[list["SeatTerm"]] = relationship(
        back_populates="member", order_by="SeatTerm.since"
    )

    @property
    def term(self) -> "SeatTerm":
        """What the seat says of its holder now (the last term once they left)."""
        return self.terms[-1]

    def term_at(self, moment: datetime) -> "SeatTerm":
        """What the seat said at a moment; its first term for any time before (R11)."""
        past = [term for term in self.terms if term.since <= moment]
        return past[-1] if past else self.terms[0]

    @property
    def status(self) -> SeatStatus:
        """Member, observer, or former."""
        return self.term.status


class SeatTerm(Base):
    """What a seat says of its holder for a time: status, group, region, capacity."""

    __tablename__ = "member_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    since: Mapped[datetime]
    status: Mapped[SeatStatus]
    group: Mapped[StakeholderGroup] = mapped_column("stakeholder_group")
    other_group: Mapped[str] = mapped_column(default="")
    region: Mapped[Region]
    organisation: Mapped[str] = mapped_column(default="")
    capacity: Mapped[Capacity] = mapped_column(default=Capacity.PERSONAL)

    member: Mapped[Member] = relationship(back_populates="terms")


class RoleTerm(Base):
    """A role a seat holds for a time, in a coalition or for one document."""

    __tablename__ = "role_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    role: Mapped[Role]
    document_id: Mapped[int | None] = mapped_column(index=True)  # None: coalition
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    how: Mapped[str]  # election, appointment, self, "two members act" …

    member: Mapped[Member] = relationship()


class CoordinationOffer(Base):
    """
    A member of a coalition without coordinators offers to coordinate one document.

    Two offers from different organisations make both coordinate it (domain.md 8).
    """

    __tablename__ = "coordination_offer"
    __table_args__ = (UniqueConstraint("document_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    offered_at: Mapped[datetime]

    member: Mapped[Member] = relationship()


Index("ix_member_coalition", Member.coalition_id)
