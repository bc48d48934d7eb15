"""Taking no part in a text because of an interest (domain.md R48)."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.attribution import shown
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.actions.positions import end_all
from consensus.deliberation.machine import LIVE
from consensus.deliberation.models import HolderState
from consensus.deliberation.queries import own_holds, own_positions
from consensus.deliberation.recusal_models import Recusal
from consensus.deliberation.recusals import must_take_part, own_recusal
from consensus.documents.models import Document
from consensus.errors import Refused


def recuse(
    session: Session,
    document: Document,
    interest: str,
    attribution: Attribution,
    *,
    by: Member,
) -> Recusal:
    """
    Say that one takes no part in a text; one's positions on it end with that.

    Recused is not standing aside: it is in no count. Refused while the person holds an
    objection or a dissent here, which nothing but their own word about it ends.
    """
    must_take_part(session, document.id, by)
    for holder in own_holds(session, by):
        here = holder.objection.document_id == document.id
        if here and holder.state in LIVE | {HolderState.RECHECK}:
            raise Refused(
                f"You hold {holder.objection.name} here: withdraw it first, "
                "or go on taking part."
            )
    mine = own_positions(session, document.id, by)
    end_all(session, document, attribution, mine)
    made = Recusal(
        document_id=document.id, member=by, interest=interest,
        attribution=attribution, since=clock.now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    deed = Deed(
        Verb.RECUSED, "document",
        {"recusal": made.id, "attribution": str(attribution)},
        words={"interest": interest} if interest else None,
        identity=shown(by, attribution),
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=_actor(made))
    return made


def take_part_again(session: Session, document: Document, *, by: Member) -> None:
    """Take one's recusal back; what one said before it does not come back by itself."""
    made = own_recusal(session, document.id, by)
    if made is None:
        raise Refused("You take part in this text: there is nothing to take back.")
    made.ended_at = clock.now()
    deed = Deed(Verb.RECUSAL_ENDED, "document", {"recusal": made.id})
    record(session, ChainKind.DOCUMENT, document.id, deed, by=_actor(made))


def _actor(made: Recusal) -> Actor:
    return Actor(made.member.account_id, "member", str(made.attribution))
