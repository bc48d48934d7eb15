"""What members can say now: in a call, a review, on a decision, for who has left."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.deliberation.editorial import contestable_by
from consensus.deliberation.holding import block_ids_of
from consensus.deliberation.machine import LIVE
from consensus.deliberation.models import HolderState, Objection
from consensus.deliberation.need import WHOLE, Need, anchor_of, place_words
from consensus.deliberation.places import block_at
from consensus.deliberation.queries import (
    all_positions_of,
    objections_of,
    own_holds,
)
from consensus.deliberation.recusals import own_recusal
from consensus.deliberation.windows import contest_ends
from consensus.documents.access import Act, Asker
from consensus.documents.decision_models import DecisionState
from consensus.documents.models import Document, Stage
from consensus.documents.queries import decisions_of
from consensus.drafting.queries import labels
from consensus.sense_checks.queries import views_of

_STAGES = {
    Stage.MEMBER_REVIEW: "Member review is open",
    Stage.PUBLIC_COMMENT: "Public comment is open",
    Stage.NOTICE: "A notice gives you time to object",
}


def open_to_speak(
    session: Session, document: Document, asker: Asker, seat: Member
) -> Iterator[Need]:
    """What is open to a member, besides what asks them in person."""
    yield from _call(session, document, asker, seat)
    yield from _windows(document, asker)
    yield from _contestable(session, document, asker, seat)
    yield from _adoptable(session, document, asker, seat)
    yield from _decisions(session, document, asker, seat)
    yield from _sense_checks(session, document, asker, seat)


def _call(
    session: Session, document: Document, asker: Asker, seat: Member
) -> Iterator[Need]:
    """An open call, to whoever has said nothing of the text and takes part in it."""
    if document.stage_now is not Stage.CONSENSUS_CALL:
        return
    if not asker.may(Act.TAKE_POSITION, document):
        return
    holds = (one.objection.document_id for one in own_holds(session, seat))
    spoke = document.id in holds or all_positions_of(session, document.id, seat)
    if spoke or own_recusal(session, document.id, seat) is not None:
        return
    yield Need(
        "to_take", "clock", "A consensus call asks where you stand",
        "Read the text, and say it of the whole or of each paragraph.",
        anchor=WHOLE, opened=WHOLE, until=document.closes_at,
    )  # fmt: skip


def _windows(document: Document, asker: Asker) -> Iterator[Need]:
    title = _STAGES.get(document.stage_now)
    if title and asker.may(Act.COMMENT, document):
        yield Need(
            "window", "clock", title, "Comment, suggest other words, or object.",
            href=f"/documents/{document.id}#text", until=document.closes_at,
            must=False,
        )  # fmt: skip


def _contestable(
    session: Session, document: Document, asker: Asker, seat: Member
) -> Iterator[Need]:
    if not asker.may(Act.CONTEST, document):
        return
    names = labels(session, document.id)
    for one in contestable_by(session, document.id, seat):
        block = one.change.block_id
        yield Need(
            "contest", "p-stale", "What you said followed an editorial change",
            f"{place_words(names, block)}. Contest it if it changes the substance.",
            anchor=block, opened=block, must=False,
            until=contest_ends(one.change.declared_at),
        )  # fmt: skip


def _adoptable(
    session: Session, document: Document, asker: Asker, seat: Member
) -> Iterator[Need]:
    """Objections whose holders have all left: any member may take one on (R4)."""
    if not asker.may(Act.OBJECT, document):
        return
    names = labels(session, document.id)
    for one in objections_of(session, document.id):
        if _is_left_behind(one) and all(h.member_id != seat.id for h in one.holders):
            place = block_ids_of(session, document.id, one.holders[0])[0]
            block = block_at(place)
            yield Need(
                "adopt", "p-objection", f"{one.name} has lost its author",
                f"{place_words(names, place)}. Join it if you agree: it is then yours.",
                anchor=anchor_of(block, one.number), opened=block or WHOLE,
                must=False,
            )  # fmt: skip


def _is_left_behind(objection: Objection) -> bool:
    live = [
        one for one in objection.holders if one.state in LIVE | {HolderState.RECHECK}
    ]
    return bool(live) and all(one.member.left_at is not None for one in live)


def _decisions(
    session: Session, document: Document, asker: Asker, seat: Member
) -> Iterator[Need]:
    if not asker.may(Act.OPPOSE_DECISION, document):
        return
    for one in decisions_of(session, document):
        said = {by.member_id for by in one.oppositions}
        if one.state is DecisionState.OPEN and seat.id not in said:
            yield Need(
                "decision", "info", f"{one.name} goes ahead if nobody objects",
                f"{one.kind.label}.", href=f"/documents/{document.id}/stages#dec-h",
                until=one.closes_at, must=False,
            )  # fmt: skip


def _sense_checks(
    session: Session, document: Document, asker: Asker, seat: Member
) -> Iterator[Need]:
    if not asker.may(Act.ANSWER_SENSE_CHECK, document):
        return
    for view in views_of(session, document, seat):
        if view.check.is_open and view.mine is None:
            yield Need(
                "sense_check", "info", "A sense check asks how it feels to you",
                view.check.question, href=f"/documents/{document.id}/sense-checks",
                until=view.check.closes_at, must=False,
            )  # fmt: skip
