"""What is told of a text that goes from one stage to another."""

from datetime import datetime

from sqlalchemy.orm import Session

from consensus.archive.models import Entry
from consensus.documents.decision_models import DecisionKind
from consensus.documents.models import Stage
from consensus.documents.window_models import WindowKind
from consensus.notifications.telling import Notice, document_of, to_members, words_of


def window_opened(session: Session, entry: Entry) -> Notice:
    """Every member and observer gets the notice of a review or a public comment."""
    document, facts = document_of(session, entry), entry.facts
    kind, closes = (
        WindowKind(facts["window"]),
        datetime.fromisoformat(facts["closes_at"]),
    )
    event = f"{kind.label}, until {closes.day} {closes:%B %Y}"
    return to_members(
        session, document, "window_opened", event,
        kind=kind, closes_at=closes, notice=words_of(entry)["notice"],
    )  # fmt: skip


def parked(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears that a text is parked, and why."""
    document, reason = document_of(session, entry), words_of(entry)["reason"]
    return to_members(session, document, "parked", "Parked", reason=reason)


def resumed(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears that a text is taken up again."""
    document, closes = document_of(session, entry), entry.facts["closes_at"]
    until = datetime.fromisoformat(closes) if closes else None
    stage = Stage(entry.facts["stage"])
    event = "Taken up again"
    return to_members(session, document, "resumed", event, stage=stage, until=until)


def decision_proposed(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears what is proposed and until when to object."""
    document, facts = document_of(session, entry), entry.facts
    return to_members(
        session, document, "decision_proposed", "Proposed decision",
        name=entry.object, kind=DecisionKind(facts["kind"]),
        reason=words_of(entry)["reason"],
        until=datetime.fromisoformat(facts["closes_at"]),
    )  # fmt: skip


def decision_ended(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears whether a proposed decision went ahead."""
    document, facts = document_of(session, entry), entry.facts
    event = "Decision made" if facts["basis"] else "Decision dropped"
    return to_members(
        session, document, "decision_ended", event, name=entry.object,
        kind=DecisionKind(facts["kind"]), facts=facts,
    )  # fmt: skip


def version_begun(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears that work on a new version has begun (R40)."""
    document, version = document_of(session, entry), entry.facts["version"]
    event = "A new version is begun"
    return to_members(session, document, "version_begun", event, version=version)


_REVISED = {
    "withdrawn": "Somebody withdrew what they had said in it.",
    "added": "A statement was added after publication.",
    "shown_otherwise": "Somebody is shown otherwise.",
    "moderated": "Words were hidden, shown again or said otherwise.",
}


def annex_revised(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears of a later edition of an annex (R24, R25)."""
    document, facts = document_of(session, entry), entry.facts
    because = dict.fromkeys(_REVISED[kind] for kind, _ in facts["changes"])
    return to_members(
        session, document, "annex_revised", "Annex revised",
        version=facts["version"], edition=facts["revision"], because=list(because),
    )  # fmt: skip
