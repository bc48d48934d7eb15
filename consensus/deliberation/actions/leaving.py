"""
Leaving a coalition, or the service, and what then becomes of one's objections (R4, R5).

Without a word each is kept: answered and printed like any other, with the line that its
author has since left. Only the person can withdraw it, or ask a member to take it on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.actions import end_all_sessions
from consensus.accounts.models import Account, AccountState
from consensus.archive.actions import Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.actions import leave
from consensus.coalitions.models import Member, SeatStatus
from consensus.deliberation.actions.holders import hold
from consensus.deliberation.actions.recording import actor_of
from consensus.deliberation.leaving import held_by
from consensus.deliberation.leaving_models import HandOn
from consensus.deliberation.machine import Move
from consensus.deliberation.models import Holder
from consensus.documents.access import Act, open_document
from consensus.errors import Invalid


class Parting(StrEnum):
    """What becomes of one objection when its holder leaves."""

    KEEP = "keep"
    WITHDRAW = "withdraw"
    HAND_ON = "hand_on"


@dataclass(frozen=True)
class Choice:
    """What somebody who leaves decides about one objection; `to` takes it on."""

    what: Parting
    to: Member | None = None


def leave_deciding(
    session: Session, seat: Member, choices: Mapping[int, Choice]
) -> None:
    """
    Give up a seat, after deciding about what one holds, by holder's row number.

    What is not named is kept. `Invalid` for handing on to nobody, or to oneself.
    """
    for held in held_by(session, seat):
        choice = choices.get(held.holder.id, Choice(Parting.KEEP))
        if choice.what is Parting.KEEP:
            continue
        document, _ = open_document(
            session, held.document.id, seat.account, to=Act.END_OWN_OBJECTION
        )
        if choice.what is Parting.WITHDRAW:
            hold(session, document, held.holder, Move.WITHDRAW, "", by=seat)
        else:
            _hand_on(session, held.holder, choice.to)
    leave(session, seat)


def close_account(session: Session, account: Account) -> None:
    """
    Close an account for good: every seat is left, and nothing one said ends.

    How its holder is shown stays as they chose last: nobody can choose for them.
    """
    seats = session.scalars(select(Member).where(Member.account_id == account.id))
    for seat in seats:
        if seat.status is not SeatStatus.FORMER:
            leave(session, seat)
    account.state = AccountState.CLOSED
    end_all_sessions(session, by=account)


def _hand_on(session: Session, holder: Holder, to: Member | None) -> None:
    if to is None or to.id == holder.member_id:
        raise Invalid("Name another member who is asked to take it on.")
    asked = session.scalars(
        select(HandOn).where(HandOn.holder_id == holder.id, HandOn.member_id == to.id)
    ).one_or_none()
    if asked is None:
        session.add(HandOn(holder=holder, member=to, at=clock.now()))
    else:  # asked before by somebody who came back and now leaves again
        asked.at = clock.now()
    session.flush()
    # To whom is between the two: the record of objections names no bystanders.
    facts = {"objection": holder.objection.number, "holder": holder.id}
    deed = Deed(Verb.HANDED_ON, holder.objection.name, facts)
    record(
        session, ChainKind.DOCUMENT, holder.objection.document_id, deed,
        by=actor_of(holder),
    )  # fmt: skip
