"""
The consensus desk as view data: before, during and after a call, for everybody.

Everything here is open to read; only the controls depend on who asks. Until the call
has closed nothing on the desk says a level (domain.md 7.4).
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from consensus import clock
from consensus.coalitions.charter import Charter, charter_of
from consensus.coalitions.models import Member, Role, StakeholderGroup
from consensus.deliberation.assessment import (
    Evidence,
    evidence_for,
    named_on,
    voices_on,
)
from consensus.deliberation.call_models import Call, CallScope, Independence
from consensus.deliberation.call_queries import latest_call, standing_designations
from consensus.deliberation.desk_hindrances import (
    Hindrance,
    hindrances_to_call,
    hindrances_to_level,
)
from consensus.deliberation.desk_rows import Rows, rows_of
from consensus.deliberation.rereading import InQuestion, in_question
from consensus.deliberation.rounds import (
    Offer,
    asked_about,
    asked_before,
    offer_of,
)
from consensus.deliberation.voices import RECOGNISED, SUPPORTING
from consensus.documents.access import Act, Asker, members_with_role
from consensus.documents.models import EDITABLE, OUT, Document, Stage

NOBODY = "the consensus caller"


class Phase(StrEnum):
    """What the desk is for at this moment."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    ASIDE = "aside"
    """The text is parked, or was closed without an output."""


@dataclass(frozen=True)
class Numbers:
    """Three numbers of people that nothing may add up (INV-14), and who was silent."""

    told: int
    took_part: int
    support_whole: int
    not_heard: tuple[str, ...]
    """The recognised stakeholder groups from which nobody took part."""


@dataclass(frozen=True)
class Desk:
    """Everything the page shows; `may` names the acts open to whoever asks."""

    document: Document
    phase: Phase
    may: frozenset[Act]
    charter: Charter
    callers: tuple[str, ...]
    independence: tuple[str, ...]
    """Sentences about callers who stand close to the text (R33)."""
    hindrances: tuple[Hindrance, ...]
    call: Call | None = None
    numbers: Numbers | None = None
    rows: Rows | None = None
    again: tuple[InQuestion, ...] = ()
    """Declared levels that a filed statement calls into question (R15)."""
    repeat: Offer | None = None
    """What a repeat call would ask about, before one is opened."""
    is_asked_before: bool = False
    """Whether a call would only ask the same again after two answers (R31)."""

    @property
    def caller(self) -> str:
        """Who declares the level, as a sentence names them."""
        return " and ".join(self.callers) or NOBODY

    @property
    def is_declared(self) -> bool:
        """Whether every target that needs a level has one (G2 c)."""
        rows = self.rows.to_declare if self.rows else []
        return bool(rows) and all(one.declared for one in rows)

    @property
    def extension(self) -> int:
        """Days by which the open call may still be extended; 0 after it was once."""
        if self.call is None or self.call.extended_from is not None:
            return 0
        return (self.call.closes_at - self.call.opens_at).days

    @property
    def asked(self) -> tuple[str, ...]:
        """What a repeat call asks about, by label; empty for a call on the whole."""
        is_repeat = self.call and self.call.scope is CallScope.CHANGED_AND_CONTESTED
        return asked_about(self.call) if self.call and is_repeat else ()

    @property
    def days_left(self) -> int:
        """Whole days until the call closes."""
        return (self.call.closes_at - clock.now()).days if self.call else 0


_ACTS = (
    Act.OPEN_CALL,
    Act.EXTEND_CALL,
    Act.STOP_CALL,
    Act.DECLARE,
    Act.RETURN,
    Act.APPOINT,
    Act.PUBLISH,
)


def desk_of(session: Session, document: Document, asker: Asker) -> Desk:
    """The desk at this moment. Reads only, also when a call is due to be closed."""
    callers = members_with_role(session, document, Role.CALLER)
    phase = _phase(document)
    call = latest_call(session, document)
    evidence = evidence_for(session, document, call) if call else None
    rows = None
    if evidence is not None and phase not in {Phase.BEFORE, Phase.ASIDE}:
        name = callers[0].account.name if callers else NOBODY
        rows = rows_of(session, document, evidence, name)
    return Desk(
        document=document,
        phase=phase,
        may=frozenset(act for act in _ACTS if asker.may(act, document)),
        charter=charter_of(document.coalition.charter),
        callers=tuple(one.account.name for one in callers),
        independence=_independence(session, document, callers, evidence),
        hindrances=_hindrances(session, document, phase, rows),
        call=call,
        numbers=_numbers(evidence) if evidence else None,
        rows=rows,
        again=_again(session, evidence, phase),
        repeat=offer_of(session, document) if phase is Phase.BEFORE else None,
        is_asked_before=phase is Phase.BEFORE and bool(asked_before(session, document)),
    )


def _again(
    session: Session, evidence: Evidence | None, phase: Phase
) -> tuple[InQuestion, ...]:
    if evidence is None or phase is not Phase.CLOSED:
        return ()
    call = evidence.call
    labels = {item.wording.block_id: item.label for item in call.snapshot.items}
    return tuple(in_question(evidence, standing_designations(session, call), labels))


def _phase(document: Document) -> Phase:
    stage = document.stage_now
    if stage in EDITABLE:
        return Phase.BEFORE
    if stage in OUT:
        return Phase.PUBLISHED
    asked = {Stage.CONSENSUS_CALL: Phase.OPEN, Stage.ASSESSMENT: Phase.CLOSED}
    return asked.get(stage, Phase.ASIDE)


def _hindrances(
    session: Session, document: Document, phase: Phase, rows: Rows | None
) -> tuple[Hindrance, ...]:
    if phase is Phase.BEFORE:
        return tuple(hindrances_to_call(session, document))
    if phase in {Phase.PUBLISHED, Phase.ASIDE} or rows is None:
        return ()
    return tuple(hindrances_to_level(session, document))


def _numbers(evidence: Evidence) -> Numbers:
    targets = [None, *evidence.wordings]
    people = {
        voice.person: voice
        for one in targets
        for voice in voices_on(evidence, one)
        if not voice.departed
    }
    heard = {voice.group for voice in people.values()}
    return Numbers(
        told=evidence.call.told,
        took_part=len(people),
        support_whole=sum(
            voice.kind in SUPPORTING and voice.stands
            for voice in voices_on(evidence, None)
        ),
        not_heard=tuple(
            StakeholderGroup(group).label for group in RECOGNISED if group not in heard
        ),
    )


_CLOSE = {
    Independence.DRAFTED: "{} also edits this text",
    Independence.HOLDS_POSITION: "{} has also taken a position on this text",
}


def _independence(
    session: Session,
    document: Document,
    callers: list[Member],
    evidence: Evidence | None,
) -> tuple[str, ...]:
    """How close each caller stands to what they assess; a position counts only then."""
    editors = {one.id for one in members_with_role(session, document, Role.EDITOR)}
    spoke: set[int] = set()
    if evidence is not None and document.stage_now not in EDITABLE:
        targets = [None, *evidence.wordings]
        spoke = {seat for one in targets for seat in named_on(evidence, one)}
    sentences = []
    for one in callers:
        if one.id in editors:
            sentences.append(_CLOSE[Independence.DRAFTED].format(one.account.name))
        elif one.id in spoke:
            sentences.append(
                _CLOSE[Independence.HOLDS_POSITION].format(one.account.name)
            )
    return tuple(sentences)
