"""What authors of objections may change: words (R44), how they are shown (R17)."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consensus.archive.actions import (
    Deed,
    locked_chain,
    public_name,
    record,
    withhold_identity,
)
from consensus.archive.models import Chain, ChainKind, Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.attribution import shown
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.actions.objections import Said
from consensus.deliberation.actions.recording import actor_of, record_words
from consensus.deliberation.machine import LIVE
from consensus.deliberation.models import Holder, HolderState, Objection
from consensus.documents.hiding_models import HidingEnd
from consensus.documents.hidings import end_hiding, must_be_in_time
from consensus.documents.models import Document
from consensus.errors import NotAllowed, Refused


def reword(session: Session, holder: Holder, said: Said, *, by: Member) -> None:
    """
    Change one's own objection before the first answer; afterwards add only (R44).

    Words that were hidden under the Code of Conduct can be said otherwise within seven
    days, in the place of the stub (R26). Once it was answered, or somebody else holds
    it too, the reason sent must begin with the reason so far and the other words stay:
    nobody else's dissent is printed with words that its holder never joined (R14).
    """
    objection = holder.objection
    if holder.member_id != by.id or not holder.is_author:
        raise NotAllowed("Only the author of an objection can change its words.")
    if holder.state not in LIVE | {HolderState.RECHECK}:
        raise Refused("This objection has ended: raise it again to write anew.")
    if objection.hiding is not None:
        must_be_in_time(objection.hiding)
    elif objection.adds_only and not _only_adds(said, objection):
        raise Refused(
            "It has been answered, or others hold it too: you can add to your words, "
            "not change them."
        )
    objection.reason, objection.harm_to = said.reason, said.harm_to
    objection.would_resolve = said.would_resolve
    end_hiding(objection, HidingEnd.REWORDED)
    facts = {"objection": objection.number, "holder": holder.id}
    record_words(
        session, holder, Verb.OBJECTION_EDITED,
        words=said.as_json(), facts=facts,
    )  # fmt: skip


def _only_adds(said: Said, objection: Objection) -> bool:
    others = said.harm_to, said.would_resolve
    kept = others == (objection.harm_to, objection.would_resolve)
    return kept and said.reason.startswith(objection.reason)


def change_attribution(
    session: Session,
    document: Document,
    holder: Holder,
    attribution: Attribution,
    *,
    by: Member,
) -> None:
    """
    Be shown otherwise from here on; only the author can ask for it (R17).

    Earlier names leave the public log; files already published stay (R24).
    """
    if holder.member_id != by.id:
        raise NotAllowed("Only the person who objected can change how they are shown.")
    identity = shown(by, attribution)
    before = actor_of(holder)
    holder.attribution = attribution
    for entry in _entries_naming(session, document, holder):
        withhold_identity(session, entry)
    chain = locked_chain(session, ChainKind.DOCUMENT, document.id)
    facts = {
        "objection": holder.objection.number,
        "holder": holder.id,
        "attribution": str(attribution),
        "pseudonym": public_name(session, chain, actor_of(holder)),
    }
    deed = Deed(
        Verb.ATTRIBUTION_CHANGED, holder.objection.name, facts, identity=identity
    )
    record(session, ChainKind.DOCUMENT, document.id, deed, by=before)


def _entries_naming(
    session: Session, document: Document, holder: Holder
) -> list[Entry]:
    """
    The entries beside which the holder's names lie, for this objection.

    Beside `behalf.recorded` lies the name of the recorder, who acted in a public role.
    """
    about = select(Entry).join(Chain).where(
        Chain.kind == ChainKind.DOCUMENT,
        Chain.subject_id == document.id,
        Entry.object == holder.objection.name,
        Entry.verb != Verb.RECORDED_ON_BEHALF,
    )  # fmt: skip
    entries = session.scalars(about.options(selectinload(Entry.payloads)))
    return [one for one in entries if one.facts.get("holder") == holder.id]
