"""
Since when a text could be published, and two members who publish it (domain.md 6.1).

A coordinator who does not publish within 30 days of guard G2 being true vetoes nothing:
from then on any two members may publish, and are named on the cover (R26, scenario 20).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member, SeatStatus
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import closed_call_of, latest_call
from consensus.documents.models import HEARD, Document
from consensus.errors import Refused
from consensus.publication.guard import missing
from consensus.publication.models import PublishingAsked

PATIENCE = timedelta(days=30)
"""For how long publishing is up to the coordinators alone (domain.md 6.1)."""

LOOK_AGAIN = timedelta(hours=6)
"""How often the clock looks whether G2 holds: it replays the record each time."""


@dataclass(frozen=True)
class Ready:
    """A text that could be published: since when, and by whom besides coordinators."""

    since: datetime
    members_from: datetime
    """From when two members may publish; UTC."""
    asked: tuple[Member, ...]
    """The members who ask for it, in the order they did."""

    @property
    def is_open_to_members(self) -> bool:
        """Whether the coordinators' time is over."""
        return clock.now() >= self.members_from


def note_readiness(session: Session, document: Document) -> None:
    """Write down since when G2 holds, or that it holds no longer; safe to repeat."""
    call = _call_in_question(session, document)
    if call is None or not _is_due(call):
        return
    call.looked_at = clock.now()
    is_ready = not missing(session, document)
    if is_ready == (call.ready_since is not None):
        return
    call.ready_since = clock.now() if is_ready else None
    verb = Verb.PUBLICATION_READY if is_ready else Verb.PUBLICATION_HINDERED
    deed = Deed(verb, f"call:{call.round}", {"call": call.round})
    record(session, ChainKind.DOCUMENT, document.id, deed, by=CLOCK)


def readiness_of(session: Session, document: Document) -> Ready | None:
    """Since when a text could be published; None as long as something is missing."""
    call = _call_in_question(session, document)
    if call is None or call.ready_since is None:
        return None
    until = call.ready_since + PATIENCE
    return Ready(call.ready_since, until, _asked(session, call))


def ask_to_publish(
    session: Session, document: Document, *, by: Member, actor: Actor
) -> tuple[Member, ...]:
    """
    Ask, as a member, that the text be published: the second one publishes it.

    Returns the two who do, or nobody while a second is waited for. Refused before the
    coordinators have had their 30 days, and to one person twice.
    """
    call, ready = closed_call_of(session, document), readiness_of(session, document)
    if ready is None or not ready.is_open_to_members:
        raise Refused(
            "Two members can publish a text only after it could have been published "
            "for 30 days and no coordinator did."
        )
    if by.id in {one.id for one in ready.asked}:
        raise Refused("You have asked for it: a second member can publish it now.")
    asked = PublishingAsked(call_id=call.id, member=by, asked_at=clock.now())
    session.add(asked)
    deed = Deed(
        Verb.PUBLICATION_ASKED, f"call:{call.round}", {"call": call.round},
        identity={"name": by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    return (ready.asked[0], by) if ready.asked else ()


def _call_in_question(session: Session, document: Document) -> Call | None:
    if document.stage not in HEARD:
        return None
    return latest_call(session, document)


def _is_due(call: Call) -> bool:
    return call.looked_at is None or call.looked_at + LOOK_AGAIN <= clock.now()


def _asked(session: Session, call: Call) -> tuple[Member, ...]:
    rows: Sequence[PublishingAsked] = session.scalars(
        select(PublishingAsked)
        .where(PublishingAsked.call_id == call.id)
        .options(joinedload(PublishingAsked.member).joinedload(Member.account))
        .order_by(PublishingAsked.id)
    ).all()
    return tuple(one.member for one in rows if one.member.status is SeatStatus.MEMBER)
