"""Offering the text: a snapshot that holders are asked about (decisions.md 10)."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.deliberation.actions.classing import Declared, class_changes
from consensus.deliberation.actions.departures import note_departures
from consensus.deliberation.actions.gaps import ask_about_additions
from consensus.deliberation.actions.holders import ask_again_if_changed
from consensus.deliberation.actions.structuring import work_out_structure
from consensus.deliberation.queries import objections_of
from consensus.documents.models import Document
from consensus.drafting.log import lock
from consensus.drafting.naming import latest_asked
from consensus.drafting.queries import blocks_of, head_seq
from consensus.drafting.typing import record_typing
from consensus.errors import Refused
from consensus.wordings.actions import make_snapshot
from consensus.wordings.models import Snapshot


def offer_text(
    session: Session,
    document: Document,
    *,
    label: str,
    actor: Actor,
    editorial: Mapping[str, str] | None = None,
) -> Snapshot:
    """
    Offer the text as it stands for positions: whoever objected to words that have
    changed is asked again, and words that came back bring their answers back.

    `editorial` says by block id why a change is only editorial: what was said of the
    words before then follows them (domain.md 5.3). Refused where the guard disagrees.
    """
    declared = Declared(editorial, actor) if editorial else None
    snapshot = freeze(session, document, label=label, declared=declared)
    record(
        session, ChainKind.DOCUMENT, document.id,
        Deed(Verb.TEXT_OFFERED, f"snapshot:{snapshot.number}",
             {"snapshot": snapshot.number}),
        by=actor,
    )  # fmt: skip
    return snapshot


def freeze(
    session: Session,
    document: Document,
    *,
    label: str,
    declared: Declared | None = None,
) -> Snapshot:
    """Take a snapshot of the text and bring every holder up to it."""
    lock(session, document.id)  # whoever is typing is in it wholly or not at all
    record_typing(session, document)
    blocks = [block.content for block in blocks_of(session, document.id)]
    if not blocks:
        raise Refused("The text is empty: there is nothing to offer yet.")
    note_departures(session, document)
    seq = head_seq(session, document.id)
    before = latest_asked(session, document.id)
    snapshot = make_snapshot(session, document.id, blocks, label=label, draft_seq=seq)
    if declared is not None:  # first, or everybody would be asked again
        class_changes(session, document, before, snapshot, declared)
    for objection in objections_of(session, document.id):
        for holder in objection.holders:
            ask_again_if_changed(session, document, holder)
    ask_about_additions(session, document)
    work_out_structure(session, document, before, snapshot)
    return snapshot
