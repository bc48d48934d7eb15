"""
Asking for a matter to be reopened, and deciding about it with a reason (R35).

Only new information reopens: facts, affected people not heard, changed circumstances.
Any member may ask, the consensus caller decides; both are recorded and told.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.attribution import shown
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.actions.declaring import return_for_work
from consensus.deliberation.call_queries import last_closed_call
from consensus.deliberation.reopening_models import NewInformation, Reopening
from consensus.deliberation.reopening_queries import reopenings_of
from consensus.documents.models import Document, Stage
from consensus.errors import Invalid, Refused


@dataclass(frozen=True)
class Request:
    """What is new, in which respect, and how whoever asks is shown."""

    what: NewInformation
    text: str
    attribution: Attribution


def ask_to_reopen(
    session: Session, document: Document, request: Request, *, by: Member
) -> Reopening:
    """
    Ask that a text be taken up again.

    Refuses (`Invalid`) a request that does not say what is new, and (`Refused`) one
    before any call has come to its end, and a second one of the same member while the
    first waits for its answer.
    """
    if not request.text:
        raise Invalid("Say what is new: that somebody was not there is not enough.")
    if last_closed_call(session, document) is None:
        raise Refused(
            "No call on this text has come to its end yet: there is nothing to reopen. "
            "Object, comment or suggest other words instead."
        )
    asked = reopenings_of(session, document.id)
    if any(one.member_id == by.id and one.is_granted is None for one in asked):
        raise Refused("Your request waits for the answer of the consensus caller.")
    last = select(func.max(Reopening.number)).where(
        Reopening.document_id == document.id
    )
    made = Reopening(
        document_id=document.id, number=(session.scalar(last) or 0) + 1, member=by,
        attribution=request.attribution, what=request.what, text=request.text,
        asked_at=clock.now(), is_granted=None, decided_by=None, decided_at=None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    facts = {
        "request": made.number,
        "what": str(made.what),
        "attribution": str(made.attribution),
    }
    deed = Deed(
        Verb.REOPENING_ASKED, _about(made), facts,
        words={"text": made.text}, identity=shown(by, made.attribution),
    )  # fmt: skip
    actor = Actor(by.account_id, "member", str(made.attribution))
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    return made


def decide_reopening(
    session: Session,
    document: Document,
    request: Reopening,
    answer: tuple[bool, str],
    *,
    by: Member,
    actor: Actor,
) -> None:
    """
    Grant a request or not, with the reason: `answer`.

    A text under assessment that is reopened goes back to its editors; in revision,
    the same text can be put to a call again; of a published text the next version
    takes it up, while the version stays as it is (INV-10). Refuses (`Invalid`) an
    answer without reason, and (`Refused`) a second one.
    """
    granted, reason = answer
    if not reason:
        raise Invalid("Give the reason: it is recorded and told to everyone.")
    if request.is_granted is not None:
        raise Refused("This request is answered already.")
    request.is_granted, request.reason = granted, reason
    request.caller, request.decided_at = by, clock.now()
    deed = Deed(
        Verb.REOPENING_DECIDED, _about(request),
        {"request": request.number, "granted": granted},
        words={"reason": reason}, identity={"name": by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    if granted and document.stage_now is Stage.ASSESSMENT:
        return_for_work(session, document, reason, actor=actor)


def _about(request: Reopening) -> str:
    return f"reopening:{request.number}"
