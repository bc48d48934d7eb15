"""The editions of a version's annex, the first one as it was published with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from consensus.errors import NotFound
from consensus.publication.models import AnnexRevision, Version

AS_PUBLISHED = "As published with the text."


@dataclass(frozen=True)
class Kept:
    """One edition as it is kept. Its files are read when they are asked for."""

    number: int
    version: str
    at: datetime
    because: tuple[str, ...]
    row: Version | AnnexRevision

    @property
    def name(self) -> str:
        """How people cite it: 1.0-a2."""
        return f"{self.version}-a{self.number}"

    @property
    def agreement_line(self) -> str:
        """How far the text is agreed, with what was withdrawn and added since."""
        return self.row.agreement_line

    @property
    def counts(self) -> dict[str, Any]:
        """The numbers of its entries and of the people behind them."""
        return self.row.counts

    @property
    def bundle_hash(self) -> str:
        """The SHA-256 of its bundle, which stays when the bundle does not (R28)."""
        return self.row.bundle_hash

    @property
    def withheld_at(self) -> datetime | None:
        """When its files were taken away on legal grounds; None while they are here."""
        return self.row.withheld_at

    @property
    def html(self) -> bytes:
        """Its page as one file; empty if it was taken away."""
        return self.row.html

    @property
    def bundle(self) -> bytes:
        """Its bundle; empty if it was taken away."""
        return self.row.bundle


def editions_of(version: Version) -> list[Kept]:
    """All editions of a version's annex, the first one first."""
    number = version.number
    later = [
        Kept(one.number, number, one.made_at, tuple(one.because), one)
        for one in version.revisions
    ]
    first = Kept(1, number, version.published_at, (AS_PUBLISHED,), version)
    return [first, *later]


def served(kept: Kept) -> Kept:
    """An edition whose files are here; NotFound, with their hash, if they are not."""
    if kept.withheld_at is not None:
        raise NotFound(
            f"The files of {kept.name} were taken away on legal grounds on "
            f"{kept.withheld_at:%Y-%m-%d}; the newest edition says what was removed. "
            f"The SHA-256 of the bundle was {kept.bundle_hash}."
        )
    return kept


def current_edition(session: Session, version: Version) -> Kept:
    """The edition made last, as it stands in the database now."""
    session.expire(version, ["revisions"])
    return editions_of(version)[-1]


def edition_numbered(version: Version, number: int) -> Kept:
    """An edition by its number; NotFound if there is none such."""
    found = [one for one in editions_of(version) if one.number == number]
    if not found:
        raise NotFound("The annex of this version has no such edition.")
    return found[0]
