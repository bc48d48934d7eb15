"""Words hidden under the Code of Conduct: which rule, why, by whom, until when."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import (
    Mapped,
    declared_attr,
    mapped_column,
    relationship,
)

from consensus.accounts.models import Account
from consensus.coalitions.code_of_conduct import CodeRule
from consensus.db import Base, Json


class HidingEnd(StrEnum):
    """How words that were hidden came to be read again."""

    LIFTED = "lifted"
    REWORDED = "reworded"


class Hiding(Base):
    """
    One act of hiding. A stub stands in the place of the words, which are kept here.

    `kept` holds them by the field of the row they stood in; only their author and
    those who moderate may read them. `entries` are the places in the document's record
    beside which they lie: the public log leaves them out there, and their salted
    hashes stay (R26, INV-11).
    """

    __tablename__ = "hiding"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    what: Mapped[str]  # "O-3", "the answer to O-3": in words, as it is shown
    path: Mapped[str]  # where it stands, below the document's address
    holds_up: Mapped[bool]
    """Whether publication waits while its author can still reword it."""
    rule: Mapped[CodeRule]
    reason: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    acting_as: Mapped[str]
    at: Mapped[datetime]
    until: Mapped[datetime]
    """Until when its author can reword it."""
    kept: Mapped[Json]
    entries: Mapped[list[int]] = mapped_column(JSON)
    ended_at: Mapped[datetime | None]
    ending: Mapped[HidingEnd | None]

    account: Mapped[Account] = relationship()


class Hidable:
    """A row with words of somebody that can be hidden: what stands in their place."""

    hiding_id: Mapped[int | None] = mapped_column(default=None)
    """The hiding in force; None while the words can be read."""

    @declared_attr
    def hiding(cls) -> Mapped[Hiding | None]:  # noqa: N805 - a class, by SQLAlchemy
        """The hiding in force."""
        # No foreign key: SQLite would have to make full tables anew for it.
        own = cls.__name__  # type: ignore[attr-defined] # of the class that has it
        return relationship(
            Hiding, primaryjoin=f"foreign({own}.hiding_id) == Hiding.id"
        )
