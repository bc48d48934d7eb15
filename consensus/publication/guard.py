"""Guard G2: what must be true before a text is published (domain.md 6.1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.challenges.models import ChallengeState
from consensus.challenges.queries import challenges_of, runs_until, sent_back
from consensus.comments.queries import without_disposition
from consensus.deliberation.assessment import Evidence, evidence_for
from consensus.deliberation.call_models import Call, Designation
from consensus.deliberation.call_queries import (
    latest_call,
    standing_designations,
    standing_findings,
)
from consensus.deliberation.desk_rows import place_of
from consensus.deliberation.editorial import open_windows
from consensus.deliberation.levels import Level
from consensus.deliberation.machine import OPEN, OPPOSING
from consensus.deliberation.models import HolderState, Objection
from consensus.deliberation.places import blocks_among
from consensus.deliberation.rereading import in_question
from consensus.deliberation.windows import contest_ends, in_words, is_open
from consensus.documents.models import Document
from consensus.figures.queries import LARGEST_TEXT, names_in, sizes_of
from consensus.participation.people import without_seat
from consensus.publication.proof import proven
from consensus.publication.record import Fault
from consensus.publication.rules import (
    CALLER,
    EDITOR,
    HOLDER,
    OPERATOR,
    SILENCE,
    TIME,
    Need,
    Rule,
)


@dataclass(frozen=True)
class _Situation:
    document: Document
    call: Call
    evidence: Evidence
    levels: dict[str | None, Designation]
    labels: dict[str, str]

    @property
    def desk(self) -> str:
        return f"/documents/{self.document.id}/desk"

    def place(self, objection: Objection) -> str:
        blocks = blocks_among(self.evidence.blocks_of(objection))
        on = [self.labels.get(one or "") for one in blocks]
        return place_of(self.document, next(filter(None, on), None))

    def name(self, block_id: str | None) -> str:
        return "the whole document" if block_id is None else self.labels[block_id]


def missing(session: Session, document: Document) -> list[Need]:
    """
    What of G2 is not true yet: (a), (b), (c), (d), (e), (h), (g) and (f), in that
    order, and that no window for contesting an editorial change is open.
    """
    situation = _situation(session, document)
    if situation is None:
        where = f"/documents/{document.id}/desk"
        return [
            Need(
                Rule.CALL,
                "No consensus call on this text has closed yet",
                CALLER,
                where,
            )
        ]
    found = [
        *_open_objections(situation),
        *_without_answer_or_finding(session, situation),
        *_without_level(situation),
        *_sent_back(session, situation),
        *_overstated(situation),
        *_in_question(situation),
        *_statements(situation),
        *_challenges(session, situation),
        *_pictures(session, situation),
        *_contestable(session, situation),
        *_participation(session, situation),
        *_comments(session, situation),
        *_annex(session, situation),
    ]
    return list(dict.fromkeys(found))


def _situation(session: Session, document: Document) -> _Situation | None:
    call = latest_call(session, document)
    if call is None or call.closed_at is None or call.stopped_at is not None:
        return None
    return _Situation(
        document,
        call,
        evidence_for(session, document, call),
        {one.block_id: one for one in standing_designations(session, call)},
        {item.wording.block_id: item.label for item in call.snapshot.items},
    )


def _open_objections(situation: _Situation) -> Iterator[Need]:
    """
    (a): nobody is raised, asked or in recheck; nor is anybody answered who has not
    said yet whether that meets it. Such an objection would be printed nowhere, and
    silence is for the clock to state (6.4: maintained, after two reminders).
    """
    for one in situation.evidence.objections:
        states = {holder.state for holder in one.holders}
        if states & OPEN:
            sentence = f"{one.name} is open: it waits for an answer or for its holder"
            yield Need(Rule.DECIDED, sentence, HOLDER, situation.place(one))
        elif HolderState.ANSWERED in states:
            sentence = f"{one.name} is answered, and its holder has not decided yet"
            yield Need(Rule.DECIDED, sentence, SILENCE, situation.place(one))


def _without_answer_or_finding(
    session: Session, situation: _Situation
) -> Iterator[Need]:
    """(b): maintained needs an answer and a finding; dissent a finding on its block."""
    found = standing_findings(session, situation.call)
    evidence = situation.evidence
    heard = {
        block for o in evidence.objections if o.id in found
        for block in evidence.blocks_of(o)
    }  # fmt: skip
    for one in situation.evidence.objections:
        states = {holder.state for holder in one.holders}
        maintained = HolderState.MAINTAINED in states
        dissenting = HolderState.DISSENTING in states
        if maintained and not one.answers:
            sentence = f"{one.name} has no answer"
            yield Need(Rule.HEARD, sentence, EDITOR, situation.place(one))
        unheard = dissenting and not heard.issuperset(evidence.blocks_of(one))
        if unheard or (maintained and one.id not in found):
            sentence = f"There is no finding on {one.name}"
            yield Need(Rule.HEARD, sentence, CALLER, situation.desk)


def _without_level(situation: _Situation) -> Iterator[Need]:
    """(c): a level for the document and for every contested block."""
    contested = [
        block for block in situation.labels if situation.evidence.is_contested(block)
    ]
    for block in [None, *contested]:
        if block not in situation.levels:
            yield Need(
                Rule.LEVELS,
                f"No level is declared for {situation.name(block)}",
                CALLER,
                situation.desk,
            )


def _overstated(situation: _Situation) -> Iterator[Need]:
    """INV-12: a dissent recorded since a full consensus was declared (scenario 15)."""
    for block, declared in situation.levels.items():
        standing = [
            one.name
            for one in situation.evidence.objections
            if any(
                holder.state in OPPOSING
                and block in {None, *situation.evidence.places[holder.id]}
                for holder in one.holders
            )
        ]
        if declared.level is Level.FULL_CONSENSUS and standing:
            yield Need(
                Rule.LEVELS,
                f"Full consensus is declared for {situation.name(block)}, but "
                f"{', '.join(standing)} stands: the level must be declared again",
                CALLER,
                situation.desk,
            )


def _in_question(situation: _Situation) -> Iterator[Need]:
    """A level that a filed statement calls into question (R15, domain.md 7.2)."""
    levels = situation.levels.values()
    for one in in_question(situation.evidence, levels, situation.labels):
        yield Need(Rule.LEVELS, one.sentence, CALLER, situation.desk)


_WAITS = {
    ChallengeState.FILED: (CALLER, "waits for the answer of the consensus caller"),
    ChallengeState.RESPONDED: ("who challenged", "is answered and can be escalated"),
    ChallengeState.ESCALATED: ("its reviewers", "is before its reviewers"),
}


def _sent_back(session: Session, situation: _Situation) -> Iterator[Need]:
    """(c): a level that reviewers sent back is none until it is declared again."""
    for one in sent_back(session, situation.call):
        name = situation.name(one.designation.block_id)
        yield Need(
            Rule.LEVELS,
            f"The level of {name} was sent back on {one.name}: declare it again",
            CALLER,
            situation.desk,
        )


def _statements(situation: _Situation) -> Iterator[Need]:
    """(d): the window for statements that the declaration opened is over."""
    until = situation.call.statements_close_at
    if is_open(until):
        sentence = f"Members can file minority statements until {in_words(until)}"
        yield Need(Rule.STATEMENTS, sentence, TIME, situation.desk)


def _challenges(session: Session, situation: _Situation) -> Iterator[Need]:
    """
    (e): the window for challenges is over; every challenge has its answer, and its
    review is finished or the time for it is over, whatever the clock has done yet.
    """
    where = f"/documents/{situation.document.id}/challenges"
    for one in challenges_of(session, situation.document.id):
        limit = runs_until(one)
        if limit is not None:
            who, what = _WAITS[one.state]
            sentence = f"{one.name} {what}, until {in_words(limit)} at the latest"
            yield Need(Rule.CHALLENGES, sentence, who, f"{where}#ch-{one.number}")
    until = situation.call.challenges_close_at
    if is_open(until):
        sentence = f"Members can challenge a declared level until {in_words(until)}"
        yield Need(Rule.CHALLENGES, sentence, TIME, situation.desk)


def _pictures(session: Session, situation: _Situation) -> Iterator[Need]:
    """A figure can name a picture that nobody added; it would be printed empty."""
    blocks = [item.wording.content for item in situation.call.snapshot.items]
    sizes, named = sizes_of(session, situation.document.id), names_in(blocks)
    page = place_of(situation.document, None)
    for block in blocks:
        if block["type"] == "figure" and block["attrs"]["file"] not in sizes:
            sentence = f"{situation.name(block['attrs']['id'])} has no picture"
            yield Need(Rule.PICTURES, sentence, EDITOR, page)
    if sum(sizes.get(name, 0) for name in named) > LARGEST_TEXT:
        sentence = "The pictures of this text are larger than 24 MB together"
        yield Need(Rule.PICTURES, sentence, EDITOR, page)


def _contestable(session: Session, situation: _Situation) -> Iterator[Need]:
    """An editorial change could still turn out to be one of substance (5.3)."""
    for change in open_windows(session, situation.document.id):
        label = situation.labels.get(change.block_id, "a removed paragraph")
        until = in_words(contest_ends(change.declared_at))
        yield Need(
            Rule.EDITORIAL,
            f"The editorial change of {label} can be contested until {until}",
            TIME,
            place_of(situation.document, None),
        )


def _participation(session: Session, situation: _Situation) -> Iterator[Need]:
    """(g): nobody who took part is outside of the tables for want of a seat."""
    lost = without_seat(session, situation.document)
    if lost:
        people = "1 person" if lost == 1 else f"{lost} people"
        yield Need(
            Rule.PARTICIPATION,
            f"{people} took part whose seat is missing from the database",
            OPERATOR,
            f"/documents/{situation.document.id}/participation",
        )


def _comments(session: Session, situation: _Situation) -> Iterator[Need]:
    """INV-31: one disposition and an answer for each comment of a window."""
    page = f"/documents/{situation.document.id}/comments?shown=open"
    for one in without_disposition(session, situation.document.id):
        yield Need(Rule.COMMENTS, f"{one.name} has no answer", EDITOR, page)


def _annex(session: Session, situation: _Situation) -> Iterator[Need]:
    """(f): the annex from the log is the one that the tables give."""
    number = situation.call.snapshot.number
    try:
        proven(session, situation.document.id, number)
    except Fault as fault:
        yield Need(
            Rule.ANNEX,
            f"The annex cannot be built: {fault}",
            OPERATOR,
            f"/documents/{situation.document.id}/log.ndjson",
        )
