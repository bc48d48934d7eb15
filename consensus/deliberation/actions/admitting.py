"""The caller accepts an objection received out of round as new information (6.2)."""

from sqlalchemy.orm import Session

from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.models import InRound, Objection
from consensus.documents.models import Document
from consensus.errors import Invalid, Refused


def admit(
    session: Session,
    document: Document,
    objection: Objection,
    reason: str,
    *,
    by: Member,
    actor: Actor,
) -> None:
    """
    Let the holders of an objection received out of round ask for a change after all.

    It moves nobody: its holders are told and decide. Refused for any other objection
    and a second time; `Invalid` without a reason, which is recorded.
    """
    if objection.document_id != document.id:
        raise Refused("There is no such objection here.")
    if objection.in_round is not InRound.OUT_OF_ROUND:
        raise Refused(f"{objection.name} does not wait to be accepted.")
    if not reason:
        raise Invalid("Say what is new in it: the reason is recorded.")
    objection.in_round = InRound.ADMITTED
    deed = Deed(
        Verb.OBJECTION_ADMITTED, objection.name, {"objection": objection.number},
        words={"reason": reason}, identity={"name": by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
