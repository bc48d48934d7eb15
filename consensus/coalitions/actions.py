"""What people do in a coalition: found it, take a seat, change it, leave, set terms."""

import re
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.models import Account
from consensus.archive.actions import (
    Actor,
    Deed,
    locked_chain,
    record,
    withhold_identity,
)
from consensus.archive.models import ChainKind, Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.charter import Charter, charter_of
from consensus.coalitions.models import (
    Attribution,
    Capacity,
    Coalition,
    CoordinationOffer,
    Member,
    Region,
    Role,
    SeatStatus,
    SeatTerm,
    StakeholderGroup,
)
from consensus.coalitions.queries import (
    coordinates,
    members_of,
    roles_of_seat,
    seat_of,
)
from consensus.coalitions.roles import end_term
from consensus.errors import Invalid, NotAllowed, Refused

OPERATOR = Actor(None, "operator")
"""The person who runs the service, acting from the command line."""

MOST_NAME, MOST_PURPOSE = 200, 4_000


@dataclass(frozen=True)
class SeatFacts:
    """
    What a person says of themselves in one coalition (domain.md 4, Membership).

    One group for each membership (R38); `other_group` names a group outside the five;
    `listed` agrees to being named as a participant.
    """

    group: StakeholderGroup
    region: Region
    status: SeatStatus = SeatStatus.MEMBER
    other_group: str = ""
    organisation: str = ""
    capacity: Capacity = Capacity.PERSONAL
    default_attribution: Attribution = Attribution.NAMED
    listed: bool = False

    def faults(self) -> dict[str, str]:
        """What does not fit together, as a sentence by field; empty if all is well."""
        found = {}
        if self.group is StakeholderGroup.OTHER and not self.other_group:
            found["other_group"] = "Say which group you belong to."
        if self.capacity is Capacity.ORGANISATION and not self.organisation:
            found["organisation"] = "Name the organisation you speak for."
        if self.status is SeatStatus.FORMER:
            found["status"] = "Join as a member or as an observer."
        return found

    def check(self) -> None:
        """Refuse (`Invalid`) facts that do not fit together, with all sentences."""
        if faults := self.faults():
            raise Invalid(" ".join(faults.values()))


def found_coalition(
    session: Session, *, slug: str, name: str, acronym: str, purpose: str = ""
) -> Coalition:
    """
    Open a coalition, with the default charter and without coordinators.

    The operator does this; the first coordinator is named with `give_role`. Refuses
    (`Invalid`) a slug that is not 2 to 40 of a-z, 0-9 and hyphens, or no name, and
    (`Refused`) a slug in use.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,39}", slug):
        raise Invalid(
            "The short name in the address is 2 to 40 letters a-z, digits and hyphens."
        )
    if not 0 < len(name) <= MOST_NAME or not 0 < len(acronym) <= MOST_NAME:
        raise Invalid("A coalition has a name and an acronym, 200 characters at most.")
    if len(purpose) > MOST_PURPOSE:
        raise Invalid(f"The purpose can be {MOST_PURPOSE:,} characters long at most.")
    if session.scalars(select(Coalition).where(Coalition.slug == slug)).first():
        raise Refused(f"There is a coalition at the address “{slug}” already.")
    charter = Charter().as_dict()
    coalition = Coalition(
        slug=slug, name=name, acronym=acronym, purpose=purpose, charter=charter,
        founded_at=clock.now(),
    )  # fmt: skip
    session.add(coalition)
    session.flush()
    words = {"name": name, "acronym": acronym, "purpose": purpose}
    facts = {"slug": slug, "charter": charter}
    deed = Deed(Verb.COALITION_FOUNDED, "coalition", facts, words)
    record(session, ChainKind.COALITION, coalition.id, deed, by=OPERATOR)
    return coalition


def take_seat(
    session: Session, coalition: Coalition, facts: SeatFacts, *, by: Account
) -> Member:
    """
    Join as a member or an observer: open to every account, at once, without a fee.

    Who left before gets the same seat back, and counts as joining now (R12). Refuses
    (`Refused`) a second seat and (`Invalid`) facts that do not fit together.
    """
    facts.check()
    locked_chain(session, ChainKind.COALITION, coalition.id)
    seat = seat_of(session, coalition, by)
    if seat is not None and seat.status is not SeatStatus.FORMER:
        raise Refused("You have a seat in this coalition already.")
    if seat is None:
        seat = Member(coalition=coalition, account=by)
        session.add(seat)
    seat.joined_at, seat.left_at = clock.now(), None
    _begin_term(session, seat, facts, Verb.SEAT_TAKEN)
    return seat


def change_seat(session: Session, seat: Member, facts: SeatFacts) -> None:
    """
    Change what a seat says of its holder, dated from now (R11).

    A call goes by the group at its opening, so a change counts from the next call on.
    Only members hold roles: whoever becomes an observer lays theirs down. Refuses
    (`Refused`) the seat of somebody who left.
    """
    facts.check()
    _require_present(seat)
    if facts.status is SeatStatus.OBSERVER:
        _end_roles(session, seat)
    if seat.listed and not facts.listed:
        _withhold_names(session, seat)
    _begin_term(session, seat, facts, Verb.SEAT_CHANGED)


def leave(session: Session, seat: Member) -> None:
    """
    Give up a seat. Positions and objections stay (R4); roles end.

    Refuses (`Refused`) the seat of somebody who left before.
    """
    _require_present(seat)
    _end_roles(session, seat)
    now, last = clock.now(), seat.term
    seat.left_at = now
    seat.terms.append(
        SeatTerm(
            since=now, status=SeatStatus.FORMER, group=last.group,
            other_group=last.other_group, region=last.region,
            organisation=last.organisation, capacity=last.capacity,
        )
    )  # fmt: skip
    deed = Deed(Verb.SEAT_LEFT, f"member:{seat.id}", {"member": seat.id})
    actor = Actor(seat.account_id, str(last.status))
    record(session, ChainKind.COALITION, seat.coalition_id, deed, by=actor)


def change_charter(
    session: Session, coalition: Coalition, wanted: Charter, *, by: Member
) -> Charter:
    """
    Set the coalition's windows and participation floor; a coordinator does this.

    Calls that are open keep the charter they began with. Refuses (`NotAllowed`)
    others, (`Invalid`) what lies under a floor of domain.md 6.9 or 7.1, and
    (`Refused`) a charter that changes nothing.
    """
    if by.coalition_id != coalition.id or not coordinates(session, by):
        raise NotAllowed("Only a coordinator of the coalition changes the charter.")
    wanted.check()
    _check_reviewers(session, coalition, wanted)
    locked_chain(session, ChainKind.COALITION, coalition.id)
    present = charter_of(coalition.charter)
    if replace(wanted, version=present.version) == present:
        raise Refused("The charter says this already; nothing was changed.")
    charter = replace(wanted, version=present.version + 1)
    coalition.charter = charter.as_dict()
    deed = Deed(
        Verb.CHARTER_CHANGED,
        "charter",
        {"charter": charter.as_dict()},
        identity={"name": by.account.name},
    )
    actor = Actor(by.account_id, str(Role.COORDINATOR))
    record(session, ChainKind.COALITION, coalition.id, deed, by=actor)
    return charter


def _check_reviewers(session: Session, coalition: Coalition, wanted: Charter) -> None:
    members = {one.id for one in members_of(session, coalition)}
    if not members.issuperset(wanted.challenge_reviewers):
        raise Invalid("Who reviews challenges must be a member of the coalition.")


def _begin_term(session: Session, seat: Member, facts: SeatFacts, verb: Verb) -> None:
    seat.default_attribution, seat.listed = facts.default_attribution, facts.listed
    seat.terms.append(
        SeatTerm(
            since=clock.now(), status=facts.status, group=facts.group,
            other_group=facts.other_group, region=facts.region,
            organisation=facts.organisation, capacity=facts.capacity,
        )
    )  # fmt: skip
    session.flush()
    words = {"other_group": facts.other_group} if facts.other_group else None
    deed = Deed(
        verb, f"member:{seat.id}", _public(seat, facts), words, _names(seat, facts)
    )
    actor = Actor(seat.account_id, str(facts.status))
    record(session, ChainKind.COALITION, seat.coalition_id, deed, by=actor)


def _public(seat: Member, facts: SeatFacts) -> dict[str, Any]:
    return {
        "member": seat.id,
        "status": str(facts.status),
        "group": str(facts.group),
        "region": str(facts.region),
        "capacity": str(facts.capacity),
    }


def _names(seat: Member, facts: SeatFacts) -> dict[str, Any] | None:
    if not facts.listed:
        return None
    return {"name": seat.account.name, "organisation": facts.organisation}


def _withhold_names(session: Session, seat: Member) -> None:
    chain = locked_chain(session, ChainKind.COALITION, seat.coalition_id)
    named = session.scalars(
        select(Entry).where(
            Entry.chain_id == chain.id,
            Entry.object == f"member:{seat.id}",
            Entry.verb.in_([Verb.SEAT_TAKEN, Verb.SEAT_CHANGED]),
        )
    )
    for entry in named:
        withhold_identity(session, entry)


def _require_present(seat: Member) -> None:
    if seat.status is SeatStatus.FORMER:
        raise Refused("You have left this coalition; join it again first.")


def _end_roles(session: Session, seat: Member) -> None:
    actor = Actor(seat.account_id, str(seat.status))
    for term in roles_of_seat(session, seat):
        end_term(session, term, by=actor)
    session.execute(
        delete(CoordinationOffer).where(CoordinationOffer.member_id == seat.id)
    )
