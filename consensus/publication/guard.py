"""Guard G2: what must be true before a text is published (domain.md 6.1)."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from consensus.challenges.models import ChallengeState
from consensus.challenges.queries import challenges_of, runs_until, sent_back
from consensus.deliberation.call_queries import standing_findings
from consensus.deliberation.levels import Level
from consensus.deliberation.machine import OPEN, OPPOSING
from consensus.deliberation.models import HolderState
from consensus.deliberation.rereading import in_question
from consensus.deliberation.windows import in_words, is_open
from consensus.documents.models import Document, OutputPath
from consensus.publication.guard_situation import Situation, situation_of
from consensus.publication.guard_text import (
    annex,
    comments,
    contestable,
    participation,
    pictures,
)
from consensus.publication.hidden_words import hidden_dissent, sent_dissent
from consensus.publication.rules import (
    CALLER,
    COORDINATOR,
    EDITOR,
    HOLDER,
    SILENCE,
    TIME,
    Need,
    Rule,
)


def missing(session: Session, document: Document) -> list[Need]:
    """
    What of G2 is not true yet: (a), (b), (c), (d), (e), (h), (g) and (f), in that
    order, and that no window for contesting an editorial change is open. After a
    notice it is (a), (b) without finding, (d), (h) and (f).
    """
    found = missing_besides_annex(session, document)
    situation = situation_of(session, document)
    of_annex = annex(session, situation) if situation else ()
    return [*found, *dict.fromkeys(of_annex)]


def missing_besides_annex(session: Session, document: Document) -> list[Need]:
    """
    The same without (f): whether the annex can be built is asked of the whole log,
    which is too much for pages that only say what comes next.
    """
    situation = situation_of(session, document)
    if situation is None:
        return [_nobody_asked(document)]
    found = [
        *_open_objections(situation),
        *_without_answer(situation),
        *([] if situation.is_notice else _assessed(session, situation)),
        *_statements(situation),
        *([] if situation.is_notice else _challenges(session, situation)),
        *pictures(session, situation),
        *contestable(session, situation),
        *([] if situation.is_notice else participation(session, situation)),
        *comments(session, situation),
        *hidden_dissent(session, situation.document),
        *sent_dissent(session, situation.document),
    ]
    return list(dict.fromkeys(found))


def _nobody_asked(document: Document) -> Need:
    if document.path is OutputPath.CONSENSUS:
        sentence = "No consensus call on this text has closed yet"
        return Need(Rule.CALL, sentence, CALLER, f"/documents/{document.id}/desk")
    sentence = "No notice of this text is over yet"
    return Need(Rule.NOTICE, sentence, COORDINATOR, f"/documents/{document.id}/stages")


def _assessed(session: Session, situation: Situation) -> list[Need]:
    """(b) and (c): findings and levels, which only a consensus call asks for."""
    return [
        *_without_finding(session, situation),
        *_without_level(situation),
        *_sent_back(session, situation),
        *_overstated(situation),
        *_in_question(situation),
    ]


def _open_objections(situation: Situation) -> Iterator[Need]:
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


def _without_answer(situation: Situation) -> Iterator[Need]:
    """(b): whoever maintains an objection was answered; a dissent asks for none."""
    rule = Rule.ANSWERED if situation.is_notice else Rule.HEARD
    for one in situation.evidence.objections:
        states = {holder.state for holder in one.holders}
        if HolderState.MAINTAINED in states and not one.answers:
            sentence = f"{one.name} has no answer"
            yield Need(rule, sentence, EDITOR, situation.place(one))


def _without_finding(session: Session, situation: Situation) -> Iterator[Need]:
    """(b): maintained needs a finding of its own; dissent a finding on its block."""
    found = standing_findings(session, situation.call)
    evidence = situation.evidence
    heard = {
        block for o in evidence.objections if o.id in found
        for block in evidence.blocks_of(o)
    }  # fmt: skip
    for one in evidence.objections:
        states = {holder.state for holder in one.holders}
        maintained = HolderState.MAINTAINED in states
        dissenting = HolderState.DISSENTING in states
        unheard = dissenting and not heard.issuperset(evidence.blocks_of(one))
        if unheard or (maintained and one.id not in found):
            sentence = f"There is no finding on {one.name}"
            yield Need(Rule.HEARD, sentence, CALLER, situation.desk)


def _without_level(situation: Situation) -> Iterator[Need]:
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


def _overstated(situation: Situation) -> Iterator[Need]:
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


def _in_question(situation: Situation) -> Iterator[Need]:
    """A level that a filed statement calls into question (R15, domain.md 7.2)."""
    levels = situation.levels.values()
    for one in in_question(situation.evidence, levels, situation.labels):
        yield Need(Rule.LEVELS, one.sentence, CALLER, situation.desk)


_WAITS = {
    ChallengeState.FILED: (CALLER, "waits for the answer of the consensus caller"),
    ChallengeState.RESPONDED: ("who challenged", "is answered and can be escalated"),
    ChallengeState.ESCALATED: ("its reviewers", "is before its reviewers"),
}


def _sent_back(session: Session, situation: Situation) -> Iterator[Need]:
    """(c): a level that reviewers sent back is none until it is declared again."""
    for one in sent_back(session, situation.call):
        name = situation.name(one.designation.block_id)
        yield Need(
            Rule.LEVELS,
            f"The level of {name} was sent back on {one.name}: declare it again",
            CALLER,
            situation.desk,
        )


def _statements(situation: Situation) -> Iterator[Need]:
    """(d): the window for statements that the declaration opened is over."""
    until = situation.call.statements_close_at
    if is_open(until):
        sentence = f"Members can file minority statements until {in_words(until)}"
        yield Need(Rule.STATEMENTS, sentence, TIME, situation.desk)


def _challenges(session: Session, situation: Situation) -> Iterator[Need]:
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
