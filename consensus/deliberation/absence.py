"""
What is due from somebody who does not act, and who may act instead (domain.md R34).

After 14 days another coordinator may; where there is none, or after 14 more, two
members from different organisations.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consensus import clock
from consensus.coalitions.models import Member, Role
from consensus.coalitions.queries import roles_in_force
from consensus.deliberation.assessment import Evidence, evidence_for
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import latest_call, standing_designations
from consensus.deliberation.desk_hindrances import (
    hindrances_to_call,
    hindrances_to_level,
)
from consensus.documents.access import members_with_role
from consensus.documents.models import Document, OutputPath, Stage
from consensus.drafting.naming import latest_asked

PATIENCE = timedelta(days=14)

OPEN, DECLARE, NAME = (
    "open the consensus call",
    "declare how far the text is agreed",
    "name a consensus caller",
)


@dataclass(frozen=True)
class Due:
    """An act that is due: whose, what, since when, and who else may do it from when."""

    role: Role
    act: str
    since: datetime
    absent: tuple[Member, ...]
    others: tuple[Member, ...]
    """Further coordinators, who come before members."""

    @property
    def coordinator_from(self) -> datetime:
        """From when another coordinator may act; UTC."""
        return self.since + PATIENCE

    @property
    def members_from(self) -> datetime:
        """From when two members may act together; UTC."""
        return self.since + (2 * PATIENCE if self.others else PATIENCE)

    @property
    def names(self) -> str:
        """Those from whom it is due, by name; "A coordinator" if there is none."""
        named = " and ".join(one.account.name for one in self.absent)
        return named or "A coordinator"

    @property
    def is_open_to_members(self) -> bool:
        """Whether two members may act now."""
        return clock.now() >= self.members_from

    def admits(self, member: Member) -> bool:
        """Whether a member may act, or offer to, at this moment."""
        if member.id in {one.id for one in self.absent}:
            return False
        if member.id in {one.id for one in self.others}:
            return clock.now() >= self.coordinator_from
        return self.is_open_to_members


def due_of(session: Session, document: Document) -> Due | None:
    """What is due on a document from its caller or a coordinator; None if nothing."""
    stage = document.stage_now
    if stage is Stage.ASSESSMENT:
        return _to_declare(session, document)
    if document.path is not OutputPath.CONSENSUS:
        return None  # nobody has to declare or to open a call
    if stage in {Stage.DRAFTING, Stage.REVISION}:
        return _to_open(session, document)
    return None


def _to_declare(session: Session, document: Document) -> Due | None:
    call = latest_call(session, document)
    if call is None or call.closed_at is None or hindrances_to_level(session, document):
        return None  # it waits for the clock, for editors or for holders
    evidence = evidence_for(session, document, call)
    declared = standing_designations(session, call)
    levels = {one.block_id for one in declared}
    contested = {one for one in evidence.wordings if evidence.is_contested(one)}
    if levels.issuperset({None, *contested}):
        return None
    moments = [one.declared_at for one in declared]
    return _due(session, document, DECLARE, max([_ready(call, evidence), *moments]))


def _to_open(session: Session, document: Document) -> Due | None:
    """A call is due once the text was offered since the last one, and G1 holds."""
    offered, last = latest_asked(session, document.id), latest_call(session, document)
    if offered is None or (last and last.snapshot.number >= offered.number):
        return None
    if not members_with_role(session, document, Role.CALLER):
        return _due(session, document, NAME, offered.made_at)
    if hindrances_to_call(session, document):
        return None
    return _due(session, document, OPEN, offered.made_at)


def _ready(call: Call, evidence: Evidence) -> datetime:
    """When nobody else was waited for any more."""
    holders = (one for objection in evidence.objections for one in objection.holders)
    return max([call.closes_at, *(one.state_at for one in holders)])


def _due(session: Session, document: Document, act: str, since: datetime) -> Due | None:
    coordinators = members_with_role(session, document, Role.COORDINATOR)
    absent, role = members_with_role(session, document, Role.CALLER), Role.CALLER
    if not absent:
        absent, role, act = coordinators, Role.COORDINATOR, NAME
    if not absent:
        return None  # flat: two members can coordinate it at any time
    terms = roles_in_force(session, document.coalition, document_id=document.id)
    moments = [one.since for one in terms if one.role is role]
    known = {one.id for one in absent}
    others = tuple(one for one in coordinators if one.id not in known)
    return Due(role, act, max([since, *moments]), tuple(absent), others)
