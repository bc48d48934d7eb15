"""What the Secretariat marks of a coalition: recognition and activity (domain.md 8)."""

from sqlalchemy.orm import Session

from consensus.accounts.models import Account
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Activity, Coalition, Role
from consensus.coalitions.site_roles import site_roles_of
from consensus.errors import NotAllowed


def mark(
    session: Session, coalition: Coalition, activity: Activity, *,
    recognised: bool, by: Account,
) -> bool:  # fmt: skip
    """
    Mark whether a coalition is recognised, and whether it is active; the Secretariat
    does (`NotAllowed` for others). Nothing is recorded of what stays as it was; whether
    anything changed is returned. It changes no text, position or dissent.
    """
    must_be_secretariat(session, by)
    actor, changed = Actor(by.id, str(Role.SECRETARIAT)), False
    if recognised != coalition.recognised:
        coalition.recognised, changed = recognised, True
        facts = {"recognised": recognised}
        deed = Deed(Verb.RECOGNITION_MARKED, "coalition", facts, None, _who(by))
        record(session, ChainKind.COALITION, coalition.id, deed, by=actor)
    if activity is not coalition.activity:
        coalition.activity, changed = activity, True
        facts_now = {"activity": str(activity)}
        deed = Deed(Verb.ACTIVITY_MARKED, "coalition", facts_now, None, _who(by))
        record(session, ChainKind.COALITION, coalition.id, deed, by=actor)
    return changed


def must_be_secretariat(session: Session, account: Account) -> None:
    """Refuse (`NotAllowed`) whoever is not of the Secretariat now."""
    if Role.SECRETARIAT not in site_roles_of(session, account):
        raise NotAllowed("Only the Secretariat marks recognition and activity.")


def _who(by: Account) -> dict[str, str]:
    return {"name": by.name}
