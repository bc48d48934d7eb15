"""The notice of a consensus call as it is proposed to the caller (domain.md 11.9)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from consensus.coalitions.models import Role
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.machine import OPEN
from consensus.deliberation.models import HolderState, Objection
from consensus.deliberation.queries import objections_of
from consensus.documents.access import members_with_role
from consensus.documents.models import Document
from consensus.drafting.queries import blocks_of

NOT_CONSENT = "Not answering is not counted as agreement."


def proposed_notice(session: Session, document: Document, base_url: str) -> str:
    """
    The text of a call's notice, built from the facts of this moment; to be edited.

    The subject, the closing time and the link are put around it when it is sent.
    """
    callers = [
        one.account.name for one in members_with_role(session, document, Role.CALLER)
    ]
    return "\n\n".join(
        [
            f"{document.coalition.name} is asked where it stands on "
            f"“{document.title}”.",
            "Please read the text. Of each paragraph, or of the whole, say whether you "
            "support it, support it with a reservation, or stand aside. If you cannot "
            "accept a wording, object and say what would resolve it: you are answered "
            "before any level is declared. Or have your dissent recorded as it stands.",
            _changes(session, document, latest_call(session, document)),
            _objections(objections_of(session, document.id)),
            f"{NOT_CONSENT} Objections and dissents that stand at the end are printed "
            "with the text in their authors’ words.",
            f"After the call has closed, {' and '.join(callers) or 'a person named'} "
            "declares how far the text is agreed, with reasons.",
            f"How a call works: {base_url}/how-it-works",
        ]
    )


def _changes(session: Session, document: Document, last: Call | None) -> str:
    if last is None:
        return "This is the first call on this text."
    before = {one.wording.block_id: one.wording.hash for one in last.snapshot.items}
    now = {block.block_id: block.hash for block in blocks_of(session, document.id)}
    reworded = sum(before.get(one, hash_) != hash_ for one, hash_ in now.items())
    new, gone = len(now.keys() - before.keys()), len(before.keys() - now.keys())
    return (
        f"Since the last call, {_paragraphs(reworded)} reworded, "
        f"{_paragraphs(new)} added and {_paragraphs(gone)} removed."
    )


def _objections(objections: Sequence[Objection]) -> str:
    """Numbers of objections, each counted once, by how far they have come."""
    states = [{holder.state for holder in one.holders} for one in objections]
    still = sum(bool(OPEN & one) for one in states)
    answered = sum(HolderState.ANSWERED in one and not OPEN & one for one in states)
    kept = sum(
        HolderState.MAINTAINED in one and not (OPEN | {HolderState.ANSWERED}) & one
        for one in states
    )
    dissents = sum(HolderState.DISSENTING in one for one in states)
    return (
        f"Objections so far: {still} open, {answered} answered, {kept} maintained; "
        f"{dissents} dissent{'' if dissents == 1 else 's'} on record."
    )


def _paragraphs(number: int) -> str:
    return "1 paragraph was" if number == 1 else f"{number} paragraphs were"
