"""Roles on the whole site: the operator gives them, each is recorded (domain.md 8)."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from consensus import clock
from consensus.accounts.models import Account
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.conduct_models import SiteRoleTerm, Suspension
from consensus.coalitions.models import Member, Role, RoleTerm
from consensus.errors import Invalid, Refused

OF_THE_SITE = (Role.SECRETARIAT, Role.CUSTODIAN)
"""Roles that no coalition gives."""

SITE = 0
"""The number of the one record of the site (docs/decisions/0011)."""

OPERATOR = Actor(None, "operator")


def give_site_role(session: Session, account: Account, role: Role) -> SiteRoleTerm:
    """
    Give an account a role on the whole site, as the operator.

    Refuses (`Invalid`) a role of coalitions, (`Refused`) one that is held already.
    """
    if role not in OF_THE_SITE:
        raise Invalid(f"The role of {role} is given in a coalition, not on the site.")
    if role in site_roles_of(session, account):
        raise Refused(f"{account.name} is {role} already.")
    now = clock.now()
    term = SiteRoleTerm(account=account, role=role, since=now, until=None)
    session.add(term)
    session.flush()
    _record(session, term, Verb.SITE_ROLE_GIVEN)
    return term


def end_site_role(session: Session, account: Account, role: Role) -> None:
    """End a role on the site, as the operator; refuses one that is not held."""
    held = [one for one in site_terms(session, [role]) if one.account_id == account.id]
    if not held:
        raise Refused(f"{account.name} is not {role}.")
    held[0].until = clock.now()
    _record(session, held[0], Verb.SITE_ROLE_ENDED)


def site_terms(
    session: Session, roles: Collection[Role] = OF_THE_SITE
) -> list[SiteRoleTerm]:
    """The roles on the site held now, oldest first."""
    now = clock.now()
    wanted = select(SiteRoleTerm).where(
        SiteRoleTerm.role.in_(roles),
        SiteRoleTerm.since <= now,
        or_(SiteRoleTerm.until.is_(None), SiteRoleTerm.until > now),
    )
    loaded = wanted.options(joinedload(SiteRoleTerm.account))
    return list(session.scalars(loaded.order_by(SiteRoleTerm.id)))


def site_roles_of(session: Session, account: Account) -> frozenset[Role]:
    """The roles that an account holds on the site now."""
    terms = site_terms(session)
    return frozenset(one.role for one in terms if one.account_id == account.id)


def roles_from_site(
    session: Session, account: Account, member: Member | None
) -> frozenset[Role]:
    """
    The site roles of an account that count in the coalition of a seat (None: no seat).

    Whoever coordinates a coalition, or a text of it, is not record custodian there.
    """
    roles = site_roles_of(session, account)
    if Role.CUSTODIAN not in roles or member is None:
        return roles
    now = clock.now()
    coordinates = select(RoleTerm.id).where(
        RoleTerm.member_id == member.id,
        RoleTerm.role == Role.COORDINATOR,
        or_(RoleTerm.until.is_(None), RoleTerm.until > now),
    )
    own = session.scalars(coordinates).first() is not None
    return roles - {Role.CUSTODIAN} if own else roles


def suspension_of(session: Session, member: Member | None) -> Suspension | None:
    """The suspension of a seat's posting in force now; None if there is none."""
    if member is None:
        return None
    wanted = select(Suspension).where(
        Suspension.member_id == member.id, Suspension.until > clock.now()
    )
    return session.scalars(wanted.order_by(Suspension.id.desc())).first()


def _record(session: Session, term: SiteRoleTerm, verb: Verb) -> None:
    facts = {"role": str(term.role), "term": term.id}
    who = {"name": term.account.name}
    deed = Deed(verb, "site", facts, identity=who)
    record(session, ChainKind.SITE, SITE, deed, by=OPERATOR)
