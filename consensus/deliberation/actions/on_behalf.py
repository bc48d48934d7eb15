"""
Recording what somebody said in a meeting or by mail (domain.md R36, 6.3).

An objection counts at once, as its holder's: only they decide about it. A position is
kept apart until the person confirms it; one that is refused vanishes, with a line in
the record.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.actions.objections import Opposition, Said, oppose
from consensus.deliberation.actions.positions import Stand, take_position
from consensus.deliberation.behalf_models import BehalfState, OnBehalf, Source
from consensus.deliberation.models import PositionKind
from consensus.deliberation.recusals import must_take_part
from consensus.documents.models import Document
from consensus.drafting.seen import Seen, must_be_current, wording_seen
from consensus.errors import Invalid, NotAllowed, Refused

OBJECTION = "objection"


@dataclass(frozen=True)
class Relayed:
    """What somebody said, where, and who recorded it in which role."""

    kind: str
    words: str
    source: Source
    source_text: str
    recorder: Member
    actor: Actor

    def check(self) -> None:
        """Refuse (`Invalid`) what lacks its source, or a note or reason."""
        if not self.source_text:
            raise Invalid("Give a link to the message or the minutes, or say where.")
        if self.kind in {OBJECTION, PositionKind.RESERVATION} and not self.words:
            raise Invalid("Write what the person said.")


def record_on_behalf(
    session: Session,
    document: Document,
    seen: Seen,
    said: Relayed,
    *,
    member: Member,
) -> OnBehalf:
    """
    Record for a member what they said of the words seen; they are told by mail.

    They are shown as they chose once for all, so that no recorder decides how. Refused
    for oneself, and where the person has said that they take no part.
    """
    said.check()
    if member.id == said.recorder.id:
        raise Refused("This is you: say it yourself, in your own name.")
    must_take_part(session, document.id, member)
    made = OnBehalf(
        document_id=document.id, member=member, kind=said.kind,
        block_id=seen.block_id, draft_seq=seen.seq, words=said.words,
        attribution=_shown_as(member), source=said.source,
        source_text=said.source_text, recorder=said.recorder,
        recorded_at=clock.now(), state=BehalfState.WAITING,
    )  # fmt: skip
    if said.kind == OBJECTION:
        _objects(session, document, seen, made, said.actor)
    else:
        must_be_current(session, document.id, seen)
        made.wording = wording_seen(session, document.id, seen, by="position")
    session.add(made)
    session.flush()
    _record(session, document, made, Verb.RECORDED_ON_BEHALF, by=said.actor)
    return made


def confirm(
    session: Session, document: Document, made: OnBehalf, *, by: Member
) -> None:
    """
    Say that one did say so: from now on it is one's own position.

    `WordsChanged` if the words are others than those it was said of.
    """
    _must_wait_for(made, by)
    wording = made.wording
    if wording is None or made.block_id is None:
        raise Refused("There are no words that it was said of.")
    seen = Seen(made.block_id, wording.hash, made.draft_seq)
    stand = Stand(PositionKind(made.kind), made.words, made.attribution)
    take_position(session, document, seen, stand, by=by)
    _settle(session, document, made, BehalfState.CONFIRMED)


def refuse(session: Session, document: Document, made: OnBehalf, *, by: Member) -> None:
    """Say that one did not say so: it vanishes from all pages."""
    _must_wait_for(made, by)
    _settle(session, document, made, BehalfState.REFUSED)


def _objects(
    session: Session, document: Document, seen: Seen, made: OnBehalf, actor: Actor
) -> None:
    opposition = Opposition(
        Said(made.words), made.attribution, is_dissent=False, recorded_by=actor
    )
    holder = oppose(session, document, seen, opposition, by=made.member)
    made.objection, made.holder_id = holder.objection, holder.id
    made.wording = holder.objection.wording
    made.state = BehalfState.COUNTS


def _settle(
    session: Session, document: Document, made: OnBehalf, state: BehalfState
) -> None:
    made.state, made.settled_at = state, clock.now()
    actor = Actor(made.member.account_id, "member", str(made.attribution))
    verbs = {
        BehalfState.CONFIRMED: Verb.BEHALF_CONFIRMED,
        BehalfState.REFUSED: Verb.BEHALF_REFUSED,
    }
    about = f"block:{made.block_id}"
    deed = Deed(verbs[state], about, {"recorded": made.id})
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def _record(
    session: Session, document: Document, made: OnBehalf, verb: Verb, *, by: Actor
) -> None:
    facts: dict[str, object] = {
        "recorded": made.id,
        "kind": made.kind,
        "source": str(made.source),
        "block": made.block_id,
    }
    about = f"block:{made.block_id}"
    if made.objection is not None:
        facts |= {"objection": made.objection.number, "holder": made.holder_id}
        about = made.objection.name
    deed = Deed(
        verb, about, facts, words={"source": made.source_text},
        identity={"name": made.recorder.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=by)


def _must_wait_for(made: OnBehalf, by: Member) -> None:
    if made.member_id != by.id:
        raise NotAllowed("Only the person it was recorded for can say if it is theirs.")
    if made.state is not BehalfState.WAITING:
        raise Refused("This does not wait for you any more.")


def _shown_as(member: Member) -> Attribution:
    chosen = member.default_attribution
    if chosen is Attribution.ORGANISATION and not member.term.organisation:
        return Attribution.GROUP
    return chosen
