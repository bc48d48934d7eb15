"""Declaring levels with rationale and findings; returning a text (domain.md 6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member, Role
from consensus.deliberation.actions.departures import note_departures
from consensus.deliberation.actions.following import open_windows
from consensus.deliberation.assessment import (
    Evidence,
    evidence_for,
    named_on,
    reading_of,
    store_readings,
)
from consensus.deliberation.call_machine import CallMove, check_call
from consensus.deliberation.call_models import (
    Call,
    Designation,
    Finding,
    FindingValue,
    Independence,
)
from consensus.deliberation.call_queries import (
    closed_call_of,
    standing_designations,
    standing_findings,
)
from consensus.deliberation.claims import DECLARABLE, check_claim, declarable
from consensus.deliberation.joiners import reading_without_joiners
from consensus.deliberation.levels import Level, ReadingCode
from consensus.deliberation.machine import OPEN, OPPOSING
from consensus.deliberation.models import HolderState, Objection
from consensus.documents.access import members_with_role
from consensus.documents.models import Document
from consensus.documents.stage_moves import StageMove, move_stage
from consensus.errors import Invalid, Refused


@dataclass(frozen=True)
class Declared:
    """A level for one block, or for the whole document (None), with the rationale."""

    block_id: str | None
    level: Level
    rationale: str
    on_joined: str = ""
    """How those who joined during the call were weighed, where it matters (R12)."""


@dataclass(frozen=True)
class Found:
    """What the caller says of one objection, with the reason (domain.md 4)."""

    objection: int
    value: FindingValue
    reason: str
    alternatives: str = ""

    def check(self) -> None:
        """Refuse (`Invalid`) a finding without what it must say."""
        if not self.reason:
            raise Invalid(f"O-{self.objection}: give the reason of your finding.")
        if self.value is FindingValue.OUTWEIGHED and not self.alternatives:
            raise Invalid(
                f"O-{self.objection}: name the alternatives that were weighed."
            )


def declare(
    session: Session,
    document: Document,
    declared: Sequence[Declared],
    found: Sequence[Found],
    *,
    by: Member,
    actor: Actor,
) -> None:
    """
    Declare levels and make findings; what was declared before is revised, not lost.

    Refused while anybody waits for an answer (scenario 1), and without a finding on
    every objection that is maintained (INV-15); so is a full consensus over an
    objection that stands (INV-12). Nothing is written unless all of it can be.
    """
    note_departures(session, document)
    call = closed_call_of(session, document)
    check_call(CallMove.ASSESS, call)
    evidence = evidence_for(session, document, call)
    must_be_ready(evidence)
    for one in declared:
        _check_level(evidence, one)
    for finding in found:
        finding.check()
    _must_be_found(session, evidence, declared, found)
    store_readings(session, document, call)
    before = {one.block_id: one.level for one in standing_designations(session, call)}
    open_windows(call, before, {one.block_id: one.level for one in declared})
    for one in declared:
        _designate(session, evidence, one, by=by, actor=actor)
    for finding in found:
        _find(session, evidence, finding, by=by, actor=actor)
    facts = {"call": call.round, "levels": len(declared), **_windows(call)}
    deed = Deed(Verb.DECLARATION_MADE, f"call:{call.round}", facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def _windows(call: Call) -> dict[str, str]:
    ends = {
        "statements_close_at": call.statements_close_at,
        "challenges_close_at": call.challenges_close_at,
    }
    return {name: end.isoformat() for name, end in ends.items() if end is not None}


def return_for_work(
    session: Session, document: Document, reason: str, *, actor: Actor
) -> None:
    """Send the text back to its editors after a call; the reason is recorded."""
    if not reason:
        raise Invalid("Say why the text goes back: it is recorded.")
    call = closed_call_of(session, document)
    move_stage(document, StageMove.RETURN)
    deed = Deed(
        Verb.RETURNED_FOR_WORK, f"call:{call.round}", {"call": call.round},
        words={"reason": reason},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def must_be_ready(evidence: Evidence) -> None:
    """Refuse while a holder is raised, asked or in recheck, naming the objections."""
    waiting = [
        one.name
        for one in evidence.objections
        if any(holder.state in OPEN for holder in one.holders)
    ]
    if waiting:
        raise Refused(
            f"No level can be declared yet: {', '.join(waiting)} must first be "
            "answered by an editor, or decided by the person who holds it."
        )


def opposed(objection: Objection) -> bool:
    """Whether somebody maintains this objection or dissents by it."""
    return any(holder.state in OPPOSING for holder in objection.holders)


def stands(objection: Objection) -> bool:
    """Whether it is opposed, or answered and its holder has not said it is met."""
    still = OPPOSING | {HolderState.ANSWERED}
    return any(holder.state in still for holder in objection.holders)


def against(evidence: Evidence, block_id: str | None) -> list[Objection]:
    """What speaks against a level: objections to a block; to the whole, all of them."""
    if block_id is None:
        return evidence.objections
    return evidence.objections_to(block_id)


def levels_on(evidence: Evidence, block_id: str | None) -> tuple[Level, ...]:
    """The levels that can be declared of a block, or of the whole document."""
    is_opposed = any(opposed(one) for one in against(evidence, block_id))
    code = reading_of(evidence, block_id).code
    return declarable(code, is_opposed=is_opposed)


def _must_be_found(
    session: Session,
    evidence: Evidence,
    declared: Sequence[Declared],
    found: Sequence[Found],
) -> None:
    """Refuse a level over an objection on which there is no finding (INV-15)."""
    known = set(standing_findings(session, evidence.call))
    new = {one.objection for one in found}
    missing = {
        objection.number: objection.name
        for one in declared
        for objection in against(evidence, one.block_id)
        if opposed(objection) and objection.id not in known
    }
    names = [missing[number] for number in sorted(missing) if number not in new]
    if names:
        raise Refused(
            f"Say first what you find on {', '.join(names)}: a level is never "
            "declared over an objection without a finding and its reason."
        )


def _check_level(evidence: Evidence, one: Declared) -> None:
    place = "the document" if one.block_id is None else "this paragraph"
    if one.block_id is not None and one.block_id not in evidence.wordings:
        raise Invalid("That paragraph is not in the text that was put to the call.")
    if one.level not in DECLARABLE:
        raise Invalid(f"Choose a level for {place}.")
    if not one.rationale:
        raise Invalid(
            f"Give the rationale for {place}: a level is never declared without."
        )
    check_claim(one.level, levels_on(evidence, one.block_id), place)
    _check_joined(evidence, one, place)
    standing = [o.name for o in against(evidence, one.block_id) if stands(o)]
    standing += evidence.signed_against(one.block_id)
    if one.level is Level.FULL_CONSENSUS and standing:
        raise Refused(
            f"Full consensus cannot be declared for {place}: "
            f"{', '.join(standing)} stands."
        )


def _check_joined(evidence: Evidence, one: Declared, place: str) -> None:
    without = reading_without_joiners(evidence, one.block_id)
    if without is not None and not one.on_joined:
        raise Invalid(
            f"Say for {place} how you weighed those who joined during the call: "
            f"without them the reading is “{without.label}”."
        )


def _designate(
    session: Session, evidence: Evidence, one: Declared, *, by: Member, actor: Actor
) -> None:
    call, now = evidence.call, clock.now()
    reading = reading_of(evidence, one.block_id).code
    if reading is ReadingCode.NOT_READY:
        raise Refused("An objection here has no answer yet: no level can be declared.")
    for earlier in standing_designations(session, call):
        if earlier.block_id == one.block_id:
            earlier.revised_at = now
    without = reading_without_joiners(evidence, one.block_id)
    made = Designation(
        call=call, block_id=one.block_id, level=one.level, reading_code=str(reading),
        rationale=one.rationale, on_joined=one.on_joined if without else "",
        without_joined=str(without or ""),
        independence=_independence(session, evidence, one, by),
        declared_by=by.id, declared_at=now,
    )  # fmt: skip
    session.add(made)
    facts = {
        "call": call.round,
        "block": one.block_id,
        "level": str(one.level),
        "reading": str(reading),
        "independence": str(made.independence),
    }
    words = {"rationale": one.rationale}
    if without is not None:
        facts["without_joined"], words["on_joined"] = str(without), one.on_joined
    deed = Deed(
        Verb.LEVEL_DECLARED, f"call:{call.round}", facts,
        words=words, identity={"name": by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, call.document_id, deed, by=actor)


def _independence(
    session: Session, evidence: Evidence, one: Declared, by: Member
) -> Independence:
    document = session.get_one(Document, evidence.call.document_id)
    if any(o.id == by.id for o in members_with_role(session, document, Role.EDITOR)):
        return Independence.DRAFTED
    spoke = named_on(evidence, one.block_id)
    return Independence.HOLDS_POSITION if by.id in spoke else Independence.INDEPENDENT


def _find(
    session: Session, evidence: Evidence, found: Found, *, by: Member, actor: Actor
) -> None:
    call, now = evidence.call, clock.now()
    about = next((o for o in evidence.objections if o.number == found.objection), None)
    if about is None or not opposed(about):
        raise Refused(f"O-{found.objection} does not stand: it needs no finding.")
    earlier = standing_findings(session, call).get(about.id)
    if earlier is not None:
        earlier.revised_at = now
    session.add(
        Finding(
            call_id=call.id, objection=about, value=found.value, reason=found.reason,
            alternatives=found.alternatives, made_by=by.id, made_at=now,
        )
    )  # fmt: skip
    deed = Deed(
        Verb.FINDING_MADE, about.name,
        {"call": call.round, "objection": about.number, "value": str(found.value)},
        words={"reason": found.reason, "alternatives": found.alternatives},
        identity={"name": by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, call.document_id, deed, by=actor)
