"""What is due from who looks after a text: caller, coordinators, those who stand in."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.deliberation.absence import DECLARE, NAME, OPEN, Due, due_of
from consensus.deliberation.assessment import evidence_for
from consensus.deliberation.call_queries import latest_call, standing_designations
from consensus.deliberation.need import Need
from consensus.deliberation.rereading import in_question
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document, Stage
from consensus.drafting.queries import blocks_of
from consensus.publication.pocket import readiness_of

_DUE = {
    OPEN: ("Open the consensus call", "Nothing stands in its way."),
    DECLARE: ("Declare how far the text is agreed", "Every objection is answered."),
    NAME: ("Name a consensus caller", "Without one no call can be opened."),
}


def due_from(
    session: Session, document: Document, asker: Asker, seat: Member
) -> Iterator[Need]:
    """What others wait for from this person in a role, or may now do instead (R34)."""
    if asker.may(Act.OFFER_FOR_REVIEW, document) and blocks_of(session, document.id):
        yield Need(
            "to_offer", "next", "The text can be offered for member review",
            "Once it is ready to be read by others.",
            href=f"/documents/{document.id}/stages#offer-review", must=False,
        )  # fmt: skip
    if asker.may(Act.OPEN_NOTICE, document) and blocks_of(session, document.id):
        yield Need(
            "to_notice", "next", "The text can be put to the members by notice",
            "It is published after it, without a level.",
            href=f"/documents/{document.id}/stages", must=False,
        )  # fmt: skip
    due = due_of(session, document)
    if due is not None:
        yield from _due(document, due, seat)
    yield from _levels_again(session, document, asker)
    yield from _publishing(session, document, asker, seat)


def _due(document: Document, due: Due, seat: Member) -> Iterator[Need]:
    page = "people" if due.act == NAME else "desk"
    href = f"/documents/{document.id}/{page}"
    if seat.id in {one.id for one in due.absent}:
        title, where = _DUE[due.act]
        others = due.coordinator_from if due.others else due.members_from
        yield Need("due", "clock", title, where, href=href, until=others)
    elif due.admits(seat):
        yield Need(
            "stand_in", "user", f"You can stand in: {due.act}",
            f"It was due from {due.names} for 14 days and more.",
            href=f"/documents/{document.id}/people", must=False,
        )  # fmt: skip


def _levels_again(session: Session, document: Document, asker: Asker) -> Iterator[Need]:
    """Declared levels that a filed statement calls into question (R15)."""
    if document.stage_now is not Stage.ASSESSMENT:
        return
    if not asker.may(Act.DECLARE, document):
        return
    call = latest_call(session, document)
    if call is None:
        return
    labels = {item.wording.block_id: item.label for item in call.snapshot.items}
    levels = standing_designations(session, call)
    for one in in_question(evidence_for(session, document, call), levels, labels):
        yield Need(
            "again", "warn", "A level must be confirmed or declared again",
            one.sentence, href=f"/documents/{document.id}/desk#declare",
        )  # fmt: skip


def _publishing(
    session: Session, document: Document, asker: Asker, seat: Member
) -> Iterator[Need]:
    """Once nothing of G2 is missing: coordinators, after 30 days any two members."""
    ready = readiness_of(session, document)
    if ready is None:
        return
    href = f"/documents/{document.id}/publication"
    if asker.may(Act.PUBLISH, document):
        where = "Nothing is missing any more."
        yield Need(
            "to_publish", "done", "Publish the text", where, href=href,
            until=ready.members_from,
        )  # fmt: skip
        return
    asked = seat.id in {one.id for one in ready.asked}
    may = asker.may(Act.PUBLISH_TOGETHER, document) and not asked
    if ready.is_open_to_members and may:
        yield Need(
            "publish_together", "done", "Two members can publish this text",
            "It has waited for a coordinator for 30 days.", href=href, must=False,
        )  # fmt: skip
