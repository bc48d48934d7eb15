"""Giving, ending and offering to take on the roles of domain.md 8, dated."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, locked_chain, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import (
    Coalition,
    CoordinationOffer,
    Member,
    Role,
    RoleTerm,
    SeatStatus,
)
from consensus.coalitions.queries import (
    coordinates,
    coordinators_of,
    offers_to_coordinate,
    roles_in_force,
)
from consensus.errors import Invalid, NotAllowed, Refused

OF_DOCUMENT = frozenset({Role.EDITOR, Role.CALLER})
"""Roles a coordinator gives for one document."""

TWO_MEMBERS = "two members act"
"""How a document's coordinators came to it where the coalition has none."""


@dataclass(frozen=True)
class Post:
    """A role to give: coordinator of the coalition, or a role for one document."""

    role: Role
    document_id: int | None = None
    how: str = "appointment"

    def check(self) -> None:
        """Refuse (`Invalid`) a role that cannot be given where it is asked for."""
        fits = (
            self.role is Role.COORDINATOR
            if self.document_id is None
            else self.role in OF_DOCUMENT
        )
        if not fits:
            raise Invalid(f"The role of {self.role} cannot be given here.")


def give_role(
    session: Session, seat: Member, post: Post, *, by: Member | None
) -> RoleTerm:
    """
    Give a member a role; a coordinator does this, or the operator (`by=None`).

    A document has one consensus caller: naming another ends the former one's term.
    Refuses (`NotAllowed`) others, (`Refused`) observers, former members and a role
    already held, (`Invalid`) a role that does not exist there.
    """
    post.check()
    locked_chain(session, ChainKind.COALITION, seat.coalition_id)
    _require_coordinator(session, seat, post.document_id, by)
    if post.role is Role.CALLER:
        _end_former_caller(session, seat, post, by=_actor(by))
    return begin_term(session, seat, post, by=_actor(by))


def end_role(session: Session, term: RoleTerm, *, by: Member | None) -> None:
    """
    End a role now; a coordinator or its own holder does this, or the operator.

    Refuses (`NotAllowed`) others and (`Refused`) a role that has ended.
    """
    own = by is not None and by.id == term.member_id
    if not own:
        _require_coordinator(session, term.member, term.document_id, by)
    if term.until is not None and term.until <= clock.now():
        raise Refused("This role has ended already.")
    actor = Actor(term.member.account_id, str(term.role)) if own else _actor(by)
    end_term(session, term, by=actor)


def offer_to_coordinate(
    session: Session, coalition: Coalition, document_id: int, *, by: Member
) -> list[RoleTerm]:
    """
    Offer to coordinate a document where the coalition has no coordinator.

    The second offer from another organisation makes both coordinate it (domain.md 8,
    flat coalitions; who states no organisation counts as from another). Returns the
    roles given: two, or none while the offer waits. Refuses (`Refused`) where there
    are coordinators, a second offer of one person, and (`NotAllowed`) non-members.
    The caller has the document from the door (`Act.COORDINATE`).
    """
    if by.coalition_id != coalition.id or by.status is not SeatStatus.MEMBER:
        raise NotAllowed("Only a member of the coalition can coordinate its documents.")
    locked_chain(session, ChainKind.COALITION, coalition.id)
    if coordinators_of(session, coalition):
        raise Refused("This coalition has coordinators; they look after its documents.")
    held = roles_in_force(session, coalition, document_id=document_id)
    if any(term.role is Role.COORDINATOR for term in held):
        raise Refused("Two members coordinate this document already.")
    offers = offers_to_coordinate(session, document_id)
    if any(offer.member_id == by.id for offer in offers):
        raise Refused("Your offer stands; it waits for a second member to offer.")
    _record_offer(session, coalition, document_id, by)
    first = next((offer for offer in offers if are_apart(offer.member, by)), None)
    if first is None:
        return []
    return _coordinate_together(session, document_id, first.member, by)


def are_apart(one: Member, other: Member) -> bool:
    """Whether two seats are from different organisations; none stated counts so."""
    first = one.term.organisation.strip().casefold()
    second = other.term.organisation.strip().casefold()
    return not first or not second or first != second


def begin_term(session: Session, seat: Member, post: Post, *, by: Actor) -> RoleTerm:
    """
    Begin a role and record it; whoever calls has checked that `by` may give it.

    Refuses (`Refused`) a seat that is not a member's, and a role already held.
    """
    if seat.status is not SeatStatus.MEMBER:
        raise Refused(f"Only members hold roles; {seat.account.name} is not one now.")
    held = roles_in_force(session, seat.coalition, document_id=post.document_id)
    if any(one.member_id == seat.id and one.role is post.role for one in held):
        raise Refused(f"{seat.account.name} is {post.role} already.")
    term = RoleTerm(
        member=seat, role=post.role, document_id=post.document_id,
        since=clock.now(), until=None, how=post.how,
    )  # fmt: skip
    session.add(term)
    facts = _facts(term) | {"member": seat.id, "how": post.how}
    who = {"name": seat.account.name}
    deed = Deed(Verb.ROLE_GIVEN, f"member:{seat.id}", facts, identity=who)
    record(session, ChainKind.COALITION, seat.coalition_id, deed, by=by)
    return term


def end_term(session: Session, term: RoleTerm, *, by: Actor) -> None:
    """End a role and record it; whoever calls has checked that `by` may end it."""
    term.until = clock.now()
    facts = _facts(term) | {"member": term.member_id}
    deed = Deed(Verb.ROLE_ENDED, f"member:{term.member_id}", facts)
    record(session, ChainKind.COALITION, term.member.coalition_id, deed, by=by)


def _end_former_caller(
    session: Session, seat: Member, post: Post, *, by: Actor
) -> None:
    held = roles_in_force(session, seat.coalition, document_id=post.document_id)
    for term in held:
        if term.role is Role.CALLER and term.member_id != seat.id:
            end_term(session, term, by=by)


def _facts(term: RoleTerm) -> dict[str, Any]:
    document = {} if term.document_id is None else {"document": term.document_id}
    return {"role": str(term.role)} | document


def _require_coordinator(
    session: Session, seat: Member, document_id: int | None, by: Member | None
) -> None:
    if by is None:
        return
    ours = by.coalition_id == seat.coalition_id
    if not ours or not coordinates(session, by, document_id=document_id):
        raise NotAllowed("Only a coordinator gives and ends roles here.")


def _actor(by: Member | None) -> Actor:
    if by is None:
        return Actor(None, "operator")
    return Actor(by.account_id, str(Role.COORDINATOR))


def _coordinate_together(
    session: Session, document_id: int, first: Member, second: Member
) -> list[RoleTerm]:
    for offer in offers_to_coordinate(session, document_id):
        if offer.member_id in {first.id, second.id}:
            session.delete(offer)  # taken up; the record keeps it
    post = Post(Role.COORDINATOR, document_id, TWO_MEMBERS)
    actor = Actor(second.account_id, str(Role.MEMBER))
    return [begin_term(session, seat, post, by=actor) for seat in (first, second)]


def _record_offer(
    session: Session, coalition: Coalition, document_id: int, by: Member
) -> None:
    session.add(
        CoordinationOffer(document_id=document_id, member=by, offered_at=clock.now())
    )
    deed = Deed(
        Verb.COORDINATION_OFFERED,
        f"document:{document_id}",
        {"member": by.id, "document": document_id},
        identity={"name": by.account.name},
    )
    actor = Actor(by.account_id, str(Role.MEMBER))
    record(session, ChainKind.COALITION, coalition.id, deed, by=actor)
