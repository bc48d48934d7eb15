"""Suspending somebody's posting, and ending that; all else of theirs stays (R6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.models import Account
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.code_of_conduct import CodeRule
from consensus.coalitions.conduct_models import Suspension
from consensus.coalitions.models import Coalition, Member, Role, SeatStatus
from consensus.coalitions.queries import coordinates, seat_of
from consensus.coalitions.site_roles import (
    roles_from_site,
    site_terms,
    suspension_of,
)
from consensus.errors import Invalid, NotAllowed, Refused, SignInFirst

LONGEST = timedelta(days=365)
"""Nobody is suspended for longer at once."""


@dataclass(frozen=True)
class Terms:
    """For which rule, why, and until when (UTC)."""

    rule: CodeRule
    reason: str
    until: datetime

    def check(self) -> None:
        """Refuse (`Invalid`) no reason, and an end that has passed or is far off."""
        if not self.reason:
            raise Invalid("Write the reason: the member reads it, and it is recorded.")
        if not clock.now() < self.until <= clock.now() + LONGEST:
            raise Invalid("Choose an end date within a year from now.")


def moderator_of(
    session: Session, coalition: Coalition, account: Account | None
) -> Actor:
    """
    The actor of who keeps the Code of Conduct in a coalition: a coordinator or a record
    custodian. Raises `SignInFirst` and `NotAllowed` for everybody else.
    """
    if account is None:
        raise SignInFirst("Sign in to suspend somebody’s posting.")
    seat = seat_of(session, coalition, account)
    if seat is not None and coordinates(session, seat):
        return Actor(account.id, str(Role.COORDINATOR))
    if Role.CUSTODIAN in roles_from_site(session, account, seat):
        return Actor(account.id, str(Role.CUSTODIAN))
    raise NotAllowed("Only coordinators and record custodians suspend posting.")


def suspend(
    session: Session, seat: Member, terms: Terms, *, by: Account, actor: Actor
) -> Suspension:
    """
    Suspend a member's posting; whoever calls has `actor` from `moderator_of`.

    Refused where nobody is record custodian, since through one the suspended can still
    dissent; for oneself, for who is no member, and while a suspension lasts.
    """
    terms.check()
    if seat.status is not SeatStatus.MEMBER:
        raise Refused("Only the posting of a member can be suspended.")
    if seat.account_id == by.id:
        raise Refused("This is you: nobody suspends themselves.")
    if suspension_of(session, seat) is not None:
        raise Refused(f"The posting of {seat.account.name} is suspended already.")
    if not site_terms(session, [Role.CUSTODIAN]):
        raise Refused(
            "Nobody is record custodian on this site. Without one a suspended member "
            "could not send an objection or sign, so posting cannot be suspended: ask "
            "the operator to name one."
        )
    made = Suspension(
        member=seat, rule=terms.rule, reason=terms.reason, since=clock.now(),
        until=terms.until, account=by, acting_as=actor.acting_as,
    )  # fmt: skip
    session.add(made)
    session.flush()
    facts = {
        "member": seat.id, "suspension": made.id, "rule": str(terms.rule),
        "until": terms.until.isoformat(),
    }  # fmt: skip
    said, who = {"reason": terms.reason}, {"name": by.name}
    deed = Deed(Verb.POSTING_SUSPENDED, f"member:{seat.id}", facts, said, who)
    record(session, ChainKind.COALITION, seat.coalition_id, deed, by=actor)
    return made


def restore_posting(
    session: Session, seat: Member, reason: str, *, by: Account, actor: Actor
) -> None:
    """End a suspension before its date, with a written reason."""
    made = suspension_of(session, seat)
    if made is None:
        raise Refused(f"The posting of {seat.account.name} is not suspended.")
    if not reason:
        raise Invalid("Write why the suspension ends.")
    made.until = clock.now()
    facts = {"member": seat.id, "suspension": made.id}
    said, who = {"reason": reason}, {"name": by.name}
    deed = Deed(Verb.POSTING_RESTORED, f"member:{seat.id}", facts, said, who)
    record(session, ChainKind.COALITION, seat.coalition_id, deed, by=actor)
