"""Member review and public comment: opening a window, and its end (domain.md 6.1)."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.charter import Charter, PublicComment, charter_of
from consensus.coalitions.models import Member
from consensus.coalitions.queries import members_of
from consensus.deliberation.actions.offering import freeze
from consensus.deliberation.windows import end_of_day
from consensus.documents.models import Document
from consensus.documents.queries import unclosed_window
from consensus.documents.stage_moves import StageMove, move_stage
from consensus.documents.window_models import Window, WindowKind
from consensus.errors import Invalid, Refused

LONGEST_WINDOW = 120
"""Days that a review or a public comment can last."""


@dataclass(frozen=True)
class Offer:
    """What is decided when a window opens: which kind, for how long, the notice."""

    kind: WindowKind
    days: int
    notice: str


def open_window(
    session: Session, document: Document, offer: Offer, *, by: Member, actor: Actor
) -> Window:
    """
    Offer the text for member review or open it to public comment.

    A snapshot is made, so that holders are asked about words that changed, and the
    notice goes to every member and observer. Refuses (`Invalid`) a window under its
    floor (6.9) or without notice, and (`Refused`) public comment where the charter
    says never.
    """
    charter, number = charter_of(document.coalition.charter), _held(
        session, document, offer.kind
    )  # fmt: skip
    _check(offer, charter, number)
    label = f"{offer.kind.label} {number + 1}"
    snapshot = freeze(session, document, label=label)
    now, told = clock.now(), len(members_of(session, document.coalition))
    window = Window(
        document_id=document.id, kind=offer.kind, round=number + 1,
        snapshot_id=snapshot.id, notice=offer.notice, notice_sent_at=now, told=told,
        opens_at=now, closes_at=end_of_day(now, offer.days),
        charter=charter.as_dict(), opened_by=by.id,
    )  # fmt: skip
    session.add(window)
    move_stage(document, _MOVES[offer.kind][0], closes_at=window.closes_at)
    facts = {
        "window": str(window.kind),
        "round": window.round,
        "snapshot": snapshot.number,
        "content_hash": snapshot.content_hash,
        "opens_at": window.opens_at.isoformat(),
        "closes_at": window.closes_at.isoformat(),
        "told": told,
        "charter": window.charter,
    }
    deed = Deed(
        Verb.WINDOW_OPENED, window.name, facts, {"notice": offer.notice},
        {"name": by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    return window


def close_window_if_due(session: Session, document: Document) -> Window | None:
    """
    Note that the document's window is over; None if there was nothing to do.

    People see the text back in revision from that time on (`Document.stage_now`).
    """
    window = unclosed_window(session, document)
    if window is None or document.stage is not window.kind.stage:  # or it is parked
        return None
    if window.closes_at > clock.now():
        return None
    window.closed_at = window.closes_at
    move_stage(document, _MOVES[window.kind][1])
    session.flush()
    facts = {"window": str(window.kind), "round": window.round}
    deed = Deed(Verb.WINDOW_CLOSED, window.name, facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=CLOCK)
    return window


_MOVES = {
    WindowKind.MEMBER_REVIEW: (StageMove.OFFER_FOR_REVIEW, StageMove.END_REVIEW),
    WindowKind.PUBLIC_COMMENT: (StageMove.OPEN_COMMENT, StageMove.END_COMMENT),
}


def floor_of(charter: Charter, kind: WindowKind, held: int) -> int:
    """The fewest days of the next window of a kind, after `held` earlier ones (6.9)."""
    if kind is WindowKind.MEMBER_REVIEW:
        return charter.REVIEW_FLOOR
    return charter.COMMENT_AGAIN_FLOOR if held else charter.COMMENT_FLOOR


def days_of(charter: Charter, kind: WindowKind, held: int) -> int:
    """The days that the charter gives the next window of a kind."""
    if kind is WindowKind.MEMBER_REVIEW:
        return charter.review_days
    return charter.comment_again_days if held else charter.comment_days


def _held(session: Session, document: Document, kind: WindowKind) -> int:
    return session.scalars(
        select(func.count())
        .select_from(Window)
        .where(Window.document_id == document.id, Window.kind == kind)
    ).one()


def _check(offer: Offer, charter: Charter, held: int) -> None:
    is_public = offer.kind is WindowKind.PUBLIC_COMMENT
    if is_public and charter.public_comment == PublicComment.NEVER:
        raise Refused(
            "The coalition’s charter says that its texts are not put to public comment."
        )
    floor = floor_of(charter, offer.kind, held)
    if offer.days < floor:
        raise Invalid(f"This window is open for {floor} days at least.")
    if offer.days > LONGEST_WINDOW:
        raise Invalid(f"A window is open for {LONGEST_WINDOW} days at most.")
    if not offer.notice:
        raise Invalid("Write the notice: it goes to every member and observer.")
