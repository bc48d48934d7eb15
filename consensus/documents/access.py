"""Who may do what to a document, and when: one table, one way in."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus import clock
from consensus.accounts.models import Account
from consensus.archive.actions import Actor, lock
from consensus.archive.models import ChainKind
from consensus.coalitions.conduct_models import Suspension
from consensus.coalitions.models import (
    Attribution,
    Member,
    Role,
    RoleTerm,
    SeatStatus,
)
from consensus.coalitions.site_roles import roles_from_site, suspension_of
from consensus.documents.acts import Act
from consensus.documents.models import (
    ASKED,
    EDITABLE,
    HEARD,
    OUT,
    Document,
    OutputPath,
    Stage,
)
from consensus.documents.stage_moves import BEFORE_PUBLICATION, WAYS, StageMove
from consensus.errors import NotAllowed, NotFound, Refused, SignInFirst

__all__ = ["Act"]  # whoever comes to this door names what they want to do


@dataclass(frozen=True)
class Rule:
    """The roles that may do an act, and the stages in which it can be done."""

    roles: Set[Role]
    stages: Set[Stage]


EVERYONE, EVERY_STAGE = frozenset(Role), frozenset(Stage)
MEMBERS = frozenset({Role.MEMBER, Role.EDITOR, Role.CALLER, Role.COORDINATOR})
SEATED = MEMBERS | {Role.OBSERVER}
WHILE_ARGUED = EDITABLE | ASKED
AFTER_DRAFTING = EVERY_STAGE - {Stage.DRAFTING, Stage.MEMBER_REVIEW}
# Parking stops no window after a declaration, so it keeps nobody from using one.
WHILE_ASSESSED = frozenset({Stage.ASSESSMENT, Stage.PARKED})
WHILE_CALLED = WHILE_ASSESSED | ASKED
# Where a call can have come to its end, so that there is something to reopen (R35).
REOPENABLE = frozenset({Stage.REVISION, Stage.ASSESSMENT, Stage.PUBLISHED})

RULES: dict[Act, Rule] = {
    Act.READ: Rule(EVERYONE, EVERY_STAGE),
    Act.EDIT_TEXT: Rule({Role.EDITOR}, EDITABLE),
    Act.OFFER_TEXT: Rule({Role.EDITOR}, EDITABLE),
    Act.NAME_STATE: Rule({Role.EDITOR}, EDITABLE),
    Act.TAKE_POSITION: Rule(MEMBERS, WHILE_ARGUED),
    Act.OBJECT: Rule(MEMBERS, WHILE_ARGUED),
    Act.RECORD_ON_BEHALF: Rule({Role.EDITOR, Role.COORDINATOR}, WHILE_ARGUED),
    Act.END_OWN_OBJECTION: Rule(MEMBERS, BEFORE_PUBLICATION),
    Act.SHOW_OTHERWISE: Rule(MEMBERS, BEFORE_PUBLICATION),
    Act.CONTEST: Rule(MEMBERS, BEFORE_PUBLICATION),
    Act.ANSWER: Rule({Role.EDITOR}, BEFORE_PUBLICATION),
    Act.SUGGEST: Rule(SEATED, EDITABLE),
    Act.END_OWN_SUGGESTION: Rule(SEATED, BEFORE_PUBLICATION),
    Act.SETTLE_SUGGESTION: Rule({Role.EDITOR}, EDITABLE),
    Act.OFFER_FOR_REVIEW: Rule({Role.EDITOR, Role.COORDINATOR}, {Stage.DRAFTING}),
    Act.OPEN_COMMENT: Rule({Role.EDITOR, Role.COORDINATOR}, {Stage.REVISION}),
    Act.COMMENT: Rule(SEATED, EVERY_STAGE),
    Act.COMMENT_AS_GUEST: Rule(EVERYONE, AFTER_DRAFTING),
    Act.END_OWN_COMMENT: Rule(SEATED, EVERY_STAGE),
    Act.DISPOSE: Rule({Role.EDITOR, Role.COORDINATOR}, BEFORE_PUBLICATION),
    Act.ADMIT_COMMENT: Rule({Role.CALLER}, BEFORE_PUBLICATION),
    Act.STATE: Rule(MEMBERS, WHILE_CALLED | OUT),
    Act.END_OWN_SIGNATURE: Rule(MEMBERS, BEFORE_PUBLICATION | OUT),
    Act.RESPOND: Rule({Role.EDITOR}, WHILE_ASSESSED | {Stage.AFTER_NOTICE}),
    Act.OPEN_CALL: Rule({Role.CALLER}, {Stage.REVISION}),
    Act.OPEN_SENSE_CHECK: Rule({Role.EDITOR, Role.CALLER, Role.COORDINATOR}, EDITABLE),
    Act.ANSWER_SENSE_CHECK: Rule(MEMBERS, EDITABLE),
    Act.EXTEND_CALL: Rule({Role.CALLER}, {Stage.CONSENSUS_CALL}),
    Act.STOP_CALL: Rule({Role.EDITOR}, {Stage.CONSENSUS_CALL}),
    Act.ADMIT: Rule({Role.CALLER}, {Stage.CONSENSUS_CALL}),
    Act.DECLARE: Rule({Role.CALLER}, {Stage.ASSESSMENT}),
    Act.CHALLENGE: Rule(MEMBERS, WHILE_ASSESSED),
    Act.SECOND: Rule(MEMBERS, BEFORE_PUBLICATION),
    Act.ANSWER_CHALLENGE: Rule({Role.CALLER}, BEFORE_PUBLICATION),
    Act.END_OWN_CHALLENGE: Rule(MEMBERS, BEFORE_PUBLICATION),
    Act.REVIEW: Rule(MEMBERS, BEFORE_PUBLICATION),
    Act.RETURN: Rule({Role.CALLER}, {Stage.ASSESSMENT}),
    Act.ASK_REOPENING: Rule(MEMBERS, REOPENABLE),
    Act.DECIDE_REOPENING: Rule({Role.CALLER}, REOPENABLE),
    Act.OPEN_NOTICE: Rule({Role.COORDINATOR}, WAYS[StageMove.OPEN_NOTICE].sources),
    Act.TAKE_BACK: Rule(
        {Role.EDITOR, Role.COORDINATOR}, WAYS[StageMove.TAKE_BACK].sources
    ),
    Act.PARK: Rule({Role.COORDINATOR}, WAYS[StageMove.PARK].sources),
    Act.RESUME: Rule({Role.COORDINATOR}, {Stage.PARKED}),
    Act.PROPOSE_CLOSING: Rule({Role.COORDINATOR}, BEFORE_PUBLICATION),
    Act.BEGIN_VERSION: Rule({Role.COORDINATOR}, {Stage.PUBLISHED}),
    Act.PROPOSE_WITHDRAWAL: Rule({Role.COORDINATOR}, {Stage.PUBLISHED}),
    Act.OPPOSE_DECISION: Rule(MEMBERS, BEFORE_PUBLICATION | {Stage.PUBLISHED}),
    Act.PUBLISH: Rule({Role.COORDINATOR}, HEARD),
    Act.PUBLISH_TOGETHER: Rule(MEMBERS, HEARD),
    Act.REVISE_OWN_ENTRY: Rule(EVERYONE, OUT),  # also of whoever has left since
    Act.APPOINT: Rule({Role.COORDINATOR}, BEFORE_PUBLICATION),
    Act.STAND_IN: Rule(MEMBERS, BEFORE_PUBLICATION),
    Act.COORDINATE: Rule(MEMBERS, BEFORE_PUBLICATION),
    Act.MODERATE: Rule({Role.COORDINATOR, Role.CUSTODIAN}, EVERY_STAGE),
    Act.REWORD: Rule(SEATED, EVERY_STAGE),
    Act.SEND_THROUGH: Rule(MEMBERS, WHILE_ARGUED | WHILE_CALLED),
    Act.RECORD_SENT: Rule({Role.CUSTODIAN}, BEFORE_PUBLICATION),
    Act.SEE_IDENTITY: Rule({Role.CUSTODIAN}, EVERY_STAGE),
    Act.VOID: Rule({Role.CUSTODIAN}, BEFORE_PUBLICATION),
}
"""The table of domain.md 8, for the acts that exist (decisions.md 2: roles add up)."""

POSTING = frozenset(
    {
        Act.EDIT_TEXT, Act.OFFER_TEXT, Act.NAME_STATE, Act.OBJECT,
        Act.RECORD_ON_BEHALF, Act.ANSWER, Act.SUGGEST, Act.SETTLE_SUGGESTION,
        Act.COMMENT, Act.COMMENT_AS_GUEST, Act.DISPOSE, Act.OPEN_SENSE_CHECK,
        Act.STATE, Act.RESPOND, Act.CHALLENGE, Act.MODERATE,
    }
)  # fmt: skip
"""Acts that put words of one's own before others: not open while suspended (R6)."""

PATHS: dict[Act, Set[OutputPath]] = {
    Act.OPEN_CALL: WAYS[StageMove.OPEN_CALL].paths,
    Act.OPEN_NOTICE: WAYS[StageMove.OPEN_NOTICE].paths,
}
"""Acts that only texts on some paths know; the others follow from the stage (6.1)."""


def is_on_its_path(act: Act, document: Document) -> bool:
    """Whether an act belongs to the path of a document at all."""
    return act not in PATHS or document.path in PATHS[act]


@dataclass(frozen=True)
class Asker:
    """Who asks, in this document's place: account and seat if any, and all roles."""

    account: Account | None
    member: Member | None
    roles: frozenset[Role]
    suspension: Suspension | None = None
    """While the asker's posting is suspended: until when, and why (R6)."""

    def must_post(self, to: Act = Act.OBJECT) -> None:
        """Refuse (`NotAllowed`) an act to whoever is suspended: until when, and why."""
        if self.suspension is not None and to in POSTING:
            raise NotAllowed(self.suspension.sentence)

    @property
    def seat(self) -> Member:
        """The asker's seat; deeds take it, so a visitor never gets this far."""
        if self.member is None:
            raise NotAllowed("Join the coalition first: only members may do this.")
        return self.member

    def may(self, act: Act, document: Document) -> bool:
        """Whether the table lets the asker do this now (for offering a control)."""
        rule = RULES[act]
        now = document.stage_now in rule.stages and is_on_its_path(act, document)
        is_stopped = self.suspension is not None and act in POSTING
        return now and not is_stopped and bool(self.roles & rule.roles)

    def acting(self, act: Act, attribution: Attribution = Attribution.NAMED) -> Actor:
        """The actor to record for an act: in the strongest role that allows it."""
        role = next(one for one in _STRENGTH if one in self.roles & RULES[act].roles)
        if self.account is None:
            raise SignInFirst(f"Sign in to {act}.")
        return Actor(self.account.id, str(role), str(attribution))


_STRENGTH = (
    Role.MEMBER, Role.EDITOR, Role.CALLER, Role.COORDINATOR, Role.OBSERVER,
    Role.SECRETARIAT, Role.CUSTODIAN, Role.VISITOR,
)  # fmt: skip
# Least power first: who may do it as a member does it as a member.


def open_document(
    session: Session, document_id: int, account: Account | None, *, to: Act
) -> tuple[Document, Asker]:
    """
    The document and the asker's roles there, if the rules let them do this now.

    Routes, socket handlers, jobs and the command line get documents here and
    nowhere else, so no path to a document skips the table above. For any act but
    reading, the document's record is locked first: deeds come one by one. Raises
    NotFound, SignInFirst, NotAllowed or Refused, each with a sentence for the person.
    """
    if to is not Act.READ:
        lock(session, ChainKind.DOCUMENT, document_id)
    wanted = select(Document).where(Document.id == document_id)
    document = session.scalars(wanted.options(joinedload(Document.coalition))).first()
    if document is None:
        raise NotFound("There is no such document.")
    asker = asker_for(session, document, account)
    rule = RULES[to]
    if not asker.roles & rule.roles:
        raise _why_not(asker, to)
    if not is_on_its_path(to, document):
        raise Refused(f"On the path “{document.path.label}” nobody can {to}.")
    asker.must_post(to)
    if document.stage_now not in rule.stages:
        raise Refused(
            f"The text is at the stage “{document.stage_now.label}”: "
            f"you cannot {to} at this stage."
        )
    return document, asker


def asker_for(session: Session, document: Document, account: Account | None) -> Asker:
    """All roles an account holds towards a document, the visitor's included."""
    if account is None:
        return Asker(None, None, frozenset({Role.VISITOR}))
    member = session.scalars(
        select(Member)
        .where(
            Member.coalition_id == document.coalition_id,
            Member.account_id == account.id,
        )
        .options(selectinload(Member.terms), joinedload(Member.account))
    ).one_or_none()
    of_the_site = roles_from_site(session, account, member)
    if member is None or member.status is SeatStatus.FORMER:
        return Asker(account, member, frozenset({Role.VISITOR}) | of_the_site)
    seat = Role.MEMBER if member.status is SeatStatus.MEMBER else Role.OBSERVER
    roles = {Role.VISITOR, seat}
    if seat is Role.MEMBER:
        roles |= set(
            session.scalars(
                select(RoleTerm.role).where(
                    RoleTerm.member_id == member.id, *in_force(document)
                )
            )
        )
    suspension = suspension_of(session, member)
    return Asker(account, member, frozenset(roles) | of_the_site, suspension)


def members_with_role(session: Session, document: Document, role: Role) -> list[Member]:
    """The seats that hold a role towards a document now, in the order appointed."""
    wanted = (
        select(Member)
        .join(RoleTerm, RoleTerm.member_id == Member.id)
        .where(
            Member.coalition_id == document.coalition_id,
            RoleTerm.role == role,
            *in_force(document),
        )
        .options(selectinload(Member.terms), joinedload(Member.account))
        .order_by(RoleTerm.id)
    )
    seats = session.scalars(wanted).unique()
    return [one for one in seats if one.status is SeatStatus.MEMBER]


def in_force(
    document: Document | type[Document], now: Any = None
) -> list[ColumnElement[bool]]:
    """A role's conditions; `now` is a moment or a place for one, else the present."""
    now = clock.now() if now is None else now
    return [
        RoleTerm.since <= now,
        or_(RoleTerm.until.is_(None), RoleTerm.until > now),
        or_(RoleTerm.document_id.is_(None), RoleTerm.document_id == document.id),
    ]


def _why_not(asker: Asker, act: Act) -> NotAllowed:
    if asker.account is None:
        return SignInFirst(f"Sign in to {act}.")
    if asker.roles <= {Role.VISITOR}:
        return NotAllowed(f"Join the coalition to {act}.")
    who = " or ".join(sorted(RULES[act].roles))
    return NotAllowed(f"To {act} takes the role of {who} here.")
