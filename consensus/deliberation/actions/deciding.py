"""
Decisions of the group on notice: to close a text, to withdraw or supersede an output.

They go ahead if nobody objects within the notice, and the record says just that
(domain.md 6.1, R1): no support is claimed.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.queries import entries_with
from consensus.archive.verbs import NUMBERED_DECISIONS, Verb
from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import Member
from consensus.coalitions.queries import members_of
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.windows import end_of_day
from consensus.documents.decision_models import (
    Decision,
    DecisionKind,
    DecisionState,
    Opposition,
)
from consensus.documents.models import Document
from consensus.documents.queries import decisions_of, published_of, unclosed_window
from consensus.documents.stage_moves import WAYS, move_stage
from consensus.errors import Invalid, NotFound, Refused

BASIS = "no objection within the notice"
"""How such a decision came about, as the record says it (R1)."""


@dataclass(frozen=True)
class Proposal:
    """What is proposed, why, and the document that takes this one's place, if any."""

    kind: DecisionKind
    reason: str
    successor: int | None = None


def propose_decision(
    session: Session, document: Document, proposal: Proposal, *, by: Member,
    actor: Actor,
) -> Decision:  # fmt: skip
    """
    Put a decision to the members by notice, for the days that the charter gives.

    Refuses (`Invalid`) a proposal without reason or without the newer output that it
    needs, and (`Refused`) one that the stage rules out or while another is open.
    """
    _check(session, document, proposal)
    now, told = clock.now(), len(members_of(session, document.coalition))
    days = charter_of(document.coalition.charter).notice_days
    decision = Decision(
        document_id=document.id, number=_next_number(session, document),
        kind=proposal.kind,
        reason=proposal.reason, successor_id=proposal.successor, told=told,
        proposed_at=now, proposed_by=by.id, closes_at=end_of_day(now, days),
        state=DecisionState.OPEN, ended_at=None, oppositions=[],
    )  # fmt: skip
    session.add(decision)
    facts = {
        "kind": str(decision.kind),
        "successor": decision.successor_id,
        "told": told,
        "closes_at": decision.closes_at.isoformat(),
    }
    deed = Deed(
        Verb.DECISION_PROPOSED, decision.name, facts, {"reason": decision.reason},
        {"name": by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    return decision


def _next_number(session: Session, document: Document) -> int:
    """The next DEC number: declared levels have theirs from the same row (11.4)."""
    chain = ChainKind.DOCUMENT, document.id
    return entries_with(session, chain, NUMBERED_DECISIONS) + 1


def oppose_decision(
    session: Session, document: Document, number: int, reason: str, *, by: Member,
    actor: Actor,
) -> Decision:  # fmt: skip
    """
    Object to a proposed decision: it does not go ahead then.

    Refuses (`Invalid`) an objection without reason, (`Refused`) one after the notice
    or a second one, and (`NotFound`) a decision that nobody proposed.
    """
    decision = _numbered(session, document, number)
    if not reason:
        raise Invalid("Say why you object: the others are told.")
    if decision.state is not DecisionState.OPEN or decision.closes_at <= clock.now():
        raise Refused("The notice of this decision is over.")
    if any(one.member_id == by.id for one in decision.oppositions):
        raise Refused("You have objected to this already.")
    decision.oppositions.append(
        Opposition(member_id=by.id, member=by, reason=reason, at=clock.now())
    )
    deed = Deed(
        Verb.DECISION_OPPOSED, decision.name, {"kind": str(decision.kind)},
        {"reason": reason}, {"name": by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    return decision


def end_decisions_if_due(session: Session, document: Document) -> None:
    """Make the decisions nobody objected to within the notice; drop the others."""
    for decision in decisions_of(session, document):
        if decision.state is DecisionState.OPEN and decision.closes_at <= clock.now():
            _end(session, document, decision)


def _end(session: Session, document: Document, decision: Decision) -> None:
    stands = document.stage in WAYS[decision.kind.move].sources
    goes_ahead = stands and not decision.oppositions
    decision.ended_at = clock.now()
    decision.state = DecisionState.MADE if goes_ahead else DecisionState.DROPPED
    if goes_ahead:
        _end_what_is_open(session, document)
        move_stage(document, decision.kind.move)
    session.flush()
    facts = {
        "kind": str(decision.kind),
        "told": decision.told,
        "objections": len(decision.oppositions),
        "basis": BASIS if goes_ahead else "",
        "successor": decision.successor_id,
    }
    verb = Verb.DECISION_MADE if goes_ahead else Verb.DECISION_DROPPED
    deed = Deed(verb, decision.name, facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=CLOCK)


def _end_what_is_open(session: Session, document: Document) -> None:
    """A text that is closed has no window or call open any more."""
    now = clock.now()
    window, call = unclosed_window(session, document), latest_call(session, document)
    if window is not None:
        window.closed_at = now
    if call is not None and call.closed_at is None and call.stopped_at is None:
        call.stopped_at, call.stop_reason = (
            now,
            "The text was closed without an output.",
        )


def _check_stage(document: Document, kind: DecisionKind) -> None:
    if document.stage not in WAYS[kind.move].sources:
        raise Refused(f"The text is at the stage “{document.stage.label}”: not now.")
    if kind is DecisionKind.CLOSE and document.version_since is not None:
        raise Refused("An earlier version is published: park the new one instead.")


def _check(session: Session, document: Document, proposal: Proposal) -> None:
    _check_stage(document, proposal.kind)
    if not proposal.reason:
        raise Invalid("Give the reason: it is recorded and told to everyone.")
    open_ones = [
        one
        for one in decisions_of(session, document)
        if one.state is DecisionState.OPEN
    ]
    if open_ones:
        raise Refused(f"{open_ones[0].name} is open: one decision at a time.")
    if proposal.kind is DecisionKind.SUPERSEDE:
        standing = {one.id for one in published_of(session, document.coalition)}
        if proposal.successor not in standing - {document.id}:
            raise Invalid("Choose the published output that supersedes this one.")


def _numbered(session: Session, document: Document, number: int) -> Decision:
    for one in decisions_of(session, document):
        if one.number == number:
            return one
    raise NotFound("Nobody has proposed such a decision.")
