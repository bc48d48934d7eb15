"""What the clock does about silence: reminders first, then the rules of R2 and R3."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from consensus import clock
from consensus.archive.actions import CLOCK, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.charter import charter_of
from consensus.deliberation.actions.holders import moved
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.machine import Move
from consensus.deliberation.models import Holder, HolderState, Objection, Reminder
from consensus.documents.models import HEARD, Document, Stage
from consensus.documents.stage_moves import BEFORE_PUBLICATION

REMINDERS = 2
"""How many reminders are logged before silence means anything (R3)."""

REASON_DAYS = 7
"""Days after which an objection stands although its holder did not explain (R2)."""

_WAITING = {HolderState.ANSWERED, HolderState.RECHECK}


def attend_to_silence(session: Session, document: Document) -> int:
    """
    Do for one document what is due: end unanswered questions, remind, and, once the
    call has closed and two reminders went unanswered, apply R3. Safe to repeat.

    Returns how many things were done.
    """
    if document.stage not in BEFORE_PUBLICATION - {Stage.PARKED}:
        return 0
    charter = charter_of(document.coalition.charter)
    gap = timedelta(days=charter.reminder_gap_days)
    done = 0
    for holder in _waited_for(session, document):
        done += _attend(session, document, holder, gap)
    return done


def _waited_for(session: Session, document: Document) -> Sequence[Holder]:
    """Those of whom an answer is expected: the clock asks for them every minute."""
    return session.scalars(
        select(Holder)
        .join(Holder.objection)
        .where(Objection.document_id == document.id)
        .where(Holder.state.in_(_WAITING | {HolderState.ASKED}))
        .options(contains_eager(Holder.objection))
        .order_by(Objection.number, Holder.id)
    ).all()


def _attend(
    session: Session, document: Document, holder: Holder, gap: timedelta
) -> bool:
    now = clock.now()
    if holder.state is HolderState.ASKED:
        due = holder.state_at + timedelta(days=REASON_DAYS) <= now
        if due:
            moved(session, document, holder, Move.REASON_NOT_GIVEN, HolderState.RAISED)
        return due
    if holder.state not in _WAITING or _last_word(holder) + gap > now:
        return False
    if len(_reminders(holder)) < REMINDERS:
        _remind(session, document, holder)
        return True
    return _end_silence(session, document, holder)


def _remind(session: Session, document: Document, holder: Holder) -> None:
    session.add(
        Reminder(
            holder_id=holder.id, about=holder.state, about_since=holder.state_at,
            sent_at=clock.now(),
        )
    )  # fmt: skip
    record(
        session, ChainKind.DOCUMENT, document.id,
        Deed(
            Verb.REMINDER_SENT, holder.objection.name,
            {
                "objection": holder.objection.number,
                "holder": holder.id,
                "about": str(holder.state),
            },
        ),
        by=CLOCK,
    )  # fmt: skip
    session.expire(holder, ["reminders"])


def _end_silence(session: Session, document: Document, holder: Holder) -> bool:
    """Maintained on the same words, unconfirmed on changed ones, after the call."""
    call = latest_call(session, document)
    if call is None or call.closed_at is None or call.stopped_at is not None:
        return False
    if document.stage not in HEARD:
        return False
    if holder.state is HolderState.ANSWERED:
        holder.state_note = "did not reply to the answer"
        move, after = Move.SILENT_ON_ANSWER, HolderState.MAINTAINED
    else:
        move, after = Move.SILENT_ON_RECHECK, HolderState.UNCONFIRMED
    moved(session, document, holder, move, after)
    return True


def _reminders(holder: Holder) -> list[Reminder]:
    """Reminders about the present state, not about an earlier one of the same name."""
    return [
        one
        for one in holder.reminders
        if one.about is holder.state and one.about_since == holder.state_at
    ]


def _last_word(holder: Holder) -> datetime:
    sent = [one.sent_at for one in _reminders(holder)]
    return max([holder.state_at, *sent])
