"""The page before publication: what is done, what is missing, and the annex so far."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import latest_call
from consensus.documents.models import Document
from consensus.publication.annex import Annex
from consensus.publication.guard import missing
from consensus.publication.proof import proven
from consensus.publication.record import CallHeld, Fault
from consensus.publication.rules import Need, rules_on


@dataclass(frozen=True)
class Preview:
    """The annex as it would be printed now, in the shape the annex template takes."""

    annex: Annex
    call: CallHeld
    body: "NoAnchors"
    revisions: tuple[()] = ()
    """Nothing is published yet, so no later edition of it is either."""


class NoAnchors:
    """The text is not on this page, so entries lead nowhere in it."""

    def anchor(self, _: str | None) -> str:
        """No anchor for any block."""
        return ""


@dataclass(frozen=True)
class Checklist:
    """What is missing (empty: it can be published), what is done, and the preview."""

    needs: list[Need]
    done: list[str]
    preview: Preview | None


def checklist_for(session: Session, document: Document) -> Checklist:
    """The checks of G2 as they stand, with the annex if there is a closed call."""
    needs = missing(session, document)
    call = latest_call(session, document)
    if call is None or call.closed_at is None or call.stopped_at is not None:
        return Checklist(needs, [], None)
    open_rules = {need.rule for need in needs}
    rules = rules_on(document.path)
    done = [str(rule) for rule in rules if rule not in open_rules]
    return Checklist(needs, done, _preview(session, document, call))


def _preview(session: Session, document: Document, call: Call) -> Preview | None:
    try:
        annex = proven(session, document.id, call.snapshot.number).annex
    except Fault:
        return None  # the needs say why
    held = CallHeld(
        call.round, call.snapshot.number, call.opens_at, call.closes_at, call.urgent,
        call.told, len(call.eligible), kind=call.kind, closed=True,
    )  # fmt: skip
    return Preview(annex, held, NoAnchors())
