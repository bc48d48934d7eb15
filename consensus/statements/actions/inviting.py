"""Inviting whoever objects to write or co-sign a statement (domain.md 2.2)."""

from sqlalchemy.orm import Session

from consensus.archive.actions import CLOCK, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.queries import entries_of
from consensus.archive.verbs import Verb
from consensus.deliberation.call_queries import closed_call_of, standing_designations
from consensus.deliberation.machine import OPPOSING
from consensus.deliberation.models import Holder
from consensus.deliberation.queries import objections_of
from consensus.documents.models import Document, Stage


def invite_holders(session: Session, document: Document) -> int:
    """
    Invite everybody whose objection or dissent stands once levels are declared.

    Each holder once for each call; how many were invited now. The mail follows from
    the record.
    """
    if document.stage is not Stage.ASSESSMENT:
        return 0
    call = closed_call_of(session, document)
    if not standing_designations(session, call):
        return 0
    done = _invited(session, document, call.round)
    due = [one for one in _opposing(session, document) if one.id not in done]
    for holder in due:
        facts = {
            "call": call.round,
            "objection": holder.objection.number,
            "holder": holder.id,
        }
        deed = Deed(Verb.STATEMENT_INVITED, holder.objection.name, facts)
        record(session, ChainKind.DOCUMENT, document.id, deed, by=CLOCK)
    return len(due)


def _opposing(session: Session, document: Document) -> list[Holder]:
    return [
        holder
        for objection in objections_of(session, document.id)
        for holder in objection.holders
        if holder.state in OPPOSING and holder.member.left_at is None
    ]


def _invited(session: Session, document: Document, call: int) -> set[int]:
    chain = (ChainKind.DOCUMENT, document.id)
    found = entries_of(session, chain, [Verb.STATEMENT_INVITED])
    return {one.facts["holder"] for one in found if one.facts["call"] == call}
