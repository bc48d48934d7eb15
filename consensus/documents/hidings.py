"""The stub that stands where words are hidden, and how a hiding ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consensus import clock
from consensus.documents.hiding_models import Hidable, Hiding, HidingEnd
from consensus.errors import Refused

REWORD_WITHIN = timedelta(days=7)
"""How long an author has to say it in other words (R26)."""


@dataclass(frozen=True)
class Stub:
    """What is shown in the place of hidden words: rule, reason, date, who acted."""

    rule: str
    reason: str
    at: datetime
    by: str
    acting_as: str

    @property
    def sentence(self) -> str:
        """All of it in one line, for tables."""
        return (
            f"[Hidden under the Code of Conduct on {self.at:%Y-%m-%d} by {self.by}, "
            f"{self.acting_as}. Rule: {self.rule} Reason: {self.reason}]"
        )


def stub_of(row: Hidable) -> Stub | None:
    """The stub in the place of a row's words; None while they can be read."""
    hiding = row.hiding
    if hiding is None:
        return None
    return Stub(
        hiding.rule.words, hiding.reason, hiding.at, hiding.account.name,
        hiding.acting_as,
    )  # fmt: skip


def kept_words(row: Hidable) -> dict[str, str]:
    """The hidden words of a row by field; {} if none are hidden. Not for everybody."""
    return dict(row.hiding.kept) if row.hiding else {}


def must_be_in_time(hiding: Hiding) -> None:
    """Refuse (`Refused`) to reword what was hidden more than seven days ago."""
    if hiding.until <= clock.now():
        raise Refused(
            "The seven days in which these words could be said otherwise are over. "
            "The stub stays; what it stands for is counted and printed."
        )


def end_hiding(row: Hidable, ending: HidingEnd) -> None:
    """Take the stub away: the row has other words now, or its own again."""
    if row.hiding is not None:
        row.hiding.ended_at, row.hiding.ending = clock.now(), ending
        row.hiding = None


def hidings_of(session: Session, document_id: int) -> list[Hiding]:
    """All hidings in a document, also those that have ended, oldest first."""
    wanted = select(Hiding).where(Hiding.document_id == document_id)
    return list(
        session.scalars(wanted.options(joinedload(Hiding.account)).order_by(Hiding.id))
    )


def rewordable(session: Session, document_id: int) -> list[Hiding]:
    """The hidings for which publication waits: the author can still reword."""
    return [
        one
        for one in hidings_of(session, document_id)
        if one.holds_up and one.ended_at is None and one.until > clock.now()
    ]


def name_of(facts: Mapping[str, Any]) -> str:
    """What was hidden, in words that tell it from everything else in the text."""
    kind = facts["kind"]
    if kind == "note":
        return f"a note of a holder of O-{facts['objection']} ({facts['holder']})"
    if kind == "answer":
        return f"answer {facts['round']} to O-{facts['objection']}"
    if kind == "reply":
        return f"a reply in the thread of C-{facts['comment']} ({facts['reply']})"
    return f"{_LETTERS[kind]}-{facts[kind]}"


_LETTERS = {"objection": "O", "comment": "C", "statement": "M"}
