"""What is shown of one objection to one reader: words, holders, answers, next steps."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.coalitions.models import SeatStatus
from consensus.deliberation.actions.answers import was_asked
from consensus.deliberation.behalf_queries import recorded_holding
from consensus.deliberation.deadlock import WayOut, ways_out
from consensus.deliberation.gaps import follower
from consensus.deliberation.holding import Held, held_now, was_dissent
from consensus.deliberation.machine import ENDED, LIVE, OPEN
from consensus.deliberation.models import (
    Answer,
    Holder,
    HolderState,
    InRound,
    Objection,
    TargetKind,
)
from consensus.deliberation.objection_words import (
    DISPOSITION_WORDS,
    STATE_WORDS,
)
from consensus.deliberation.offered import wordings_offered
from consensus.deliberation.own_steps import OwnSteps, own_steps
from consensus.deliberation.wording_history import Redline, changed_under
from consensus.documents.access import Act, Asker
from consensus.documents.hidings import Stub, stub_of
from consensus.documents.models import Document
from consensus.documents.pseudonyms import Naming
from consensus.drafting.queries import labels
from consensus.wordings.canonical import plain_text
from consensus.wordings.models import Wording

_ORDER = (
    {HolderState.RAISED, HolderState.ASKED, HolderState.RECHECK},
    {HolderState.ANSWERED},
    {HolderState.MAINTAINED},
    {HolderState.DISSENTING},
    ENDED | {HolderState.VOIDED},
)


@dataclass(frozen=True)
class HolderView:
    """One holder as shown: who, since when, where it stands, on which wording."""

    name: str
    state: HolderState
    state_words: str
    wording: Wording | None
    note: str
    own_note: str
    number: int
    """The row number of the hold, by which what it says can be hidden."""
    stub: Stub | None
    """In the place of what they say for themselves, where that is hidden."""
    departed: bool
    is_you: bool
    at: datetime
    seen: Held
    recorded: str
    """By whom it was recorded on their behalf, and from where (R36); or ""."""
    standing: bool
    """Whether it is kept on any wording with the same effect (R9)."""


@dataclass(frozen=True)
class AnswerView:
    """One answer of the editors."""

    number: int
    """Its row number, by which it can be hidden."""
    stub: Stub | None
    name: str
    at: datetime
    text: str
    disposition: str
    same_as: int | None
    """The objection whose answer it points to (R32)."""


@dataclass(frozen=True)
class ObjectionView:
    """One objection or dissent with everything a page says of it."""

    number: int
    name: str
    kind: str
    is_removal: bool
    is_omission: bool
    offered: int
    """How many other wordings were offered since it was raised (R9)."""
    added: str
    """What was added where it says something is missing, while its holder is asked."""
    state: HolderState
    author: HolderView
    others: list[HolderView]
    reason: str
    harm_to: str
    would_resolve: str
    wording: Wording | None
    at: datetime
    answers: list[AnswerView]
    question: str
    changed: Redline | None
    """From the words last spoken on to those now, while a holder is asked again."""
    since_raised: bool
    """Whether nobody has decided anew since, so that it is from the first words."""
    places: list[str]
    """Where it is linked, if to several places: "¶4", "¶5" (domain.md 5.5)."""
    ways_out: list[WayOut]
    """What can be done, once two answers have not met it (R31)."""
    own: OwnSteps | None
    may_answer: bool
    may_ask: bool
    may_join: bool
    stub: Stub | None
    """In the place of its words, where they are hidden (INV-11)."""
    may_moderate: bool
    in_round: InRound = InRound.YES
    may_admit: bool = False
    """Whether the reader can accept it as new information (6.2)."""

    @property
    def is_bare(self) -> bool:
        """Whether it stands without a reason (R2)."""
        return not self.reason and self.stub is None


def objection_view(
    session: Session,
    document: Document,
    objection: Objection,
    asker: Asker,
    naming: Naming,
) -> ObjectionView:
    """
    One objection as this reader sees it: nobody is named who did not choose it
    (`naming`), and only the reader's own hold comes with steps (6.4).
    """
    me = asker.member.id if asker.member else None
    views = [
        holder_view(session, document, one, me, naming) for one in objection.holders
    ]
    author = next(
        view
        for view, one in zip(views, objection.holders, strict=True)
        if one.is_author
    )
    own = next((one for one in objection.holders if one.member_id == me), None)
    stands = any(view.state in LIVE | OPEN for view in views)
    waits = any(one.state is HolderState.RAISED for one in objection.holders)
    return ObjectionView(
        number=objection.number,
        name=objection.name,
        kind="dissent" if all(map(was_dissent, objection.holders)) else "objection",
        is_removal=objection.target is TargetKind.REMOVAL,
        is_omission=objection.target is TargetKind.OMISSION,
        offered=wordings_offered(session, objection),
        added=_added(session, objection, views),
        state=_foremost(views),
        author=author,
        others=[view for view in views if view is not author],
        reason=objection.reason,
        harm_to=objection.harm_to,
        would_resolve=objection.would_resolve,
        wording=objection.wording,
        at=objection.raised_at,
        answers=[_answer_view(one) for one in objection.answers],
        question=_question(objection),
        changed=_changed(objection, views),
        since_raised=all(h.words == [objection.wording] for h in objection.holders),
        places=_places(session, document, views),
        ways_out=ways_out(document, asker, objection, _standing_block(views)),
        own=own_steps(session, document, own) if own else None,
        may_answer=stands and asker.may(Act.ANSWER, document),
        may_ask=waits and not was_asked(objection) and asker.may(Act.ANSWER, document),
        may_join=stands and own is None and asker.may(Act.OBJECT, document),
        in_round=objection.in_round,
        may_admit=objection.in_round is InRound.OUT_OF_ROUND
        and asker.may(Act.ADMIT, document),
        stub=stub_of(objection),
        may_moderate=asker.may(Act.MODERATE, document),
    )


def rank(view: ObjectionView) -> tuple[int, int]:
    """Open first, then answered, maintained, dissents, and what has ended."""
    place = next(i for i, states in enumerate(_ORDER) if view.state in states)
    return place, view.number


def holder_view(
    session: Session,
    document: Document,
    holder: Holder,
    reader: int | None,
    naming: Naming,
) -> HolderView:
    """One holder as shown to a reader (a member id, or None)."""
    held = held_now(session, document.id, holder)
    is_you = holder.member_id == reader
    asked = holder.state is HolderState.ASKED
    return HolderView(
        name="You" if is_you else naming(holder.member, holder.attribution),
        state=held.state,
        state_words=STATE_WORDS[held.state],
        wording=held.wording,
        note="" if held.move or asked else holder.state_note,
        own_note=holder.own_note,
        number=holder.id,
        stub=stub_of(holder),
        departed=holder.member.status is SeatStatus.FORMER,
        is_you=is_you,
        at=holder.state_at,
        seen=held,
        recorded=recorded_holding(session, holder),
        standing=holder.standing_reply,
    )


def _foremost(views: list[HolderView]) -> HolderState:
    """The state of the objection as a whole: the one that needs attention first."""
    for states in _ORDER:
        for view in views:
            if view.state in states:
                return view.state
    return views[0].state


def _answer_view(answer: Answer) -> AnswerView:
    return AnswerView(
        answer.id,
        stub_of(answer),
        answer.member.account.name,
        answer.at,
        answer.text,
        DISPOSITION_WORDS[answer.disposition],
        answer.same_as,
    )


def _changed(objection: Objection, views: list[HolderView]) -> Redline | None:
    if objection.target is TargetKind.OMISSION:
        return None
    for holder, view in zip(objection.holders, views, strict=True):
        if view.state is HolderState.RECHECK and holder.words:
            return changed_under(holder.words, view.seen.places)
    return None


def _added(session: Session, objection: Objection, views: list[HolderView]) -> str:
    asked = any(view.state is HolderState.RECHECK for view in views)
    if objection.target is not TargetKind.OMISSION or not asked:
        return ""
    block = follower(session, objection.document_id, objection.holders[0])
    return plain_text(block.content) if block else ""


def _standing_block(views: list[HolderView]) -> str | None:
    rows = (row for view in views for row in view.seen.places if not row.deleted)
    return next((row.block_id for row in rows), None)


def _places(session: Session, document: Document, views: list[HolderView]) -> list[str]:
    blocks = {block for view in views for block in view.seen.blocks}
    if len(blocks) < 2:  # noqa: PLR2004
        return []
    names = labels(session, document.id)
    return [label for block, label in names.items() if block in blocks]


def _question(objection: Objection) -> str:
    """What the editors asked, while its holder is asked (R2)."""
    asked = [h for h in objection.holders if h.state is HolderState.ASKED]
    return asked[0].state_note if asked else ""
