"""Beginning a new version; the published one never changes (R40)."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.actions.holders import moved
from consensus.deliberation.machine import OPPOSING, Move
from consensus.deliberation.models import Holder, HolderState
from consensus.deliberation.queries import objections_of
from consensus.documents.models import Document
from consensus.documents.stage_moves import StageMove, move_stage
from consensus.errors import Refused
from consensus.publication.models import Version
from consensus.publication.queries import latest_version

ABOUT = "version"
"""What holders are told of when a new version begins."""


def begin_version(
    session: Session, document: Document, *, by: Member, actor: Actor
) -> Version:
    """
    Begin a new version from the published text, which the draft still reads as.

    Positions on unchanged words go on. Whoever dissented is asked whether it stands;
    if they say nothing, it is printed as recorded at the earlier version while the
    words are the same, and stays with that version once they change. Returns the
    version that this one is to follow.
    """
    last = latest_version(session, document.id)
    if last is None:
        raise Refused("No version of this text is published yet.")
    move_stage(document, StageMove.BEGIN_VERSION)
    document.version_since = clock.now()
    facts = {"version": last.number, "bundle": last.bundle_hash}
    deed = Deed(
        Verb.VERSION_BEGUN, "document", facts, identity={"name": by.account.name}
    )
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    for objection in objections_of(session, document.id):
        for holder in objection.holders:
            _ask(session, document, holder, last.number)
    return last


def _ask(session: Session, document: Document, holder: Holder, version: str) -> None:
    """
    Keep a dissent as recorded and ask its holder; what nobody confirmed, or its holder
    withdrew after publication, stays with the earlier version.
    """
    if holder.state in OPPOSING and holder.retired_at is None:
        holder.recorded_in = holder.recorded_in or version
        _tell(session, document, holder)
    elif holder.state in OPPOSING | {HolderState.UNCONFIRMED}:
        holder.recorded_in = holder.recorded_in or version
        moved(session, document, holder, Move.LEFT_BEHIND, HolderState.RECORDED)


def _tell(session: Session, document: Document, holder: Holder) -> None:
    facts = {
        "objection": holder.objection.number,
        "holder": holder.id,
        "about": ABOUT,
    }
    deed = Deed(Verb.HOLDER_TOLD, holder.objection.name, facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=CLOCK)
