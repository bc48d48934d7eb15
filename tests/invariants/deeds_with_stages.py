"""What moves a text on: answers, windows, calls, levels, parking, decisions, days."""

from collections.abc import Callable
from typing import TypeVar, cast

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consensus.deliberation.actions.answers import Reply, answer, ask_reason
from consensus.deliberation.actions.calls import (
    Plan,
    extend_call,
    open_call,
    stop_call,
)
from consensus.deliberation.actions.deciding import (
    Proposal,
    oppose_decision,
    propose_decision,
)
from consensus.deliberation.actions.declaring import (
    Declared,
    Found,
    declare,
    levels_on,
    return_for_work,
)
from consensus.deliberation.actions.parking import park, resume
from consensus.deliberation.actions.reviewing import Offer, open_window
from consensus.deliberation.assessment import Evidence, evidence_for
from consensus.deliberation.call_models import FindingValue
from consensus.deliberation.call_queries import closed_call_of
from consensus.deliberation.claims import DECLARABLE
from consensus.deliberation.levels import Level
from consensus.deliberation.machine import OPPOSING
from consensus.deliberation.models import Disposition
from consensus.deliberation.queries import objection_of
from consensus.documents.access import Act, Asker
from consensus.documents.decision_models import DecisionKind
from consensus.documents.models import Document, Stage
from consensus.documents.queries import decisions_of
from consensus.documents.stage_moves import BEFORE_PUBLICATION
from consensus.documents.window_models import WindowKind
from tests.invariants.cast import CALLER, COORDINATOR, EDITOR
from tests.invariants.deeds_of_holders import PLACES
from tests.invariants.life import Life

Rule = TypeVar("Rule")
ANSWERABLE = frozenset({"raised"})


def at(*stages: Stage) -> Callable[[Rule], Rule]:
    """A rule's condition: the text is at one of these stages."""
    return cast(Callable[[Rule], Rule], precondition(lambda self: self.stage in stages))


class DeedsWithStages(Life):
    """Editors answer, callers call and declare, coordinators park; time passes."""

    @rule(days=st.integers(1, 8))
    def days_pass(self, days: int) -> None:
        """Nobody does anything for some days."""
        self.days(days)

    @precondition(
        lambda self: (
            bool(ANSWERABLE & set(self.book.states.values()))
            and self.stage in BEFORE_PUBLICATION
        )
    )
    @rule(place=PLACES, asks=st.integers(0, 4))
    def answer_one(self, place: int, asks: int) -> None:
        """An editor answers what waits for an answer, or asks what is meant."""
        waiting = {
            self.book.holds[holder][0]
            for holder, state in self.book.states.items() if state in ANSWERABLE
        }  # fmt: skip
        number = self.pick(sorted(waiting), place)
        if asks == 0:
            self._asks(number)
        else:
            self.answers(number)

    def answers(self, number: int) -> bool:
        """An editor answers an objection."""

        def deed(document: Document, asker: Asker) -> bool:
            about = objection_of(self.session, document.id, number)
            reply = Reply("We have thought about it.", Disposition.NOT_ACCOMMODATED)
            actor = asker.acting(Act.ANSWER)
            answer(self.session, document, about, reply, by=asker.seat, actor=actor)
            return True

        if not self.do("answer", EDITOR, Act.ANSWER, deed):
            return False
        self.book.objections[number].is_answered = True
        return True

    def _asks(self, number: int) -> None:
        def deed(document: Document, asker: Asker) -> bool:
            about = objection_of(self.session, document.id, number)
            actor = asker.acting(Act.ANSWER)
            ask_reason(self.session, document, about, "What is meant?", actor=actor)
            return True

        self.do("ask for a reason", EDITOR, Act.ANSWER, deed)

    @at(Stage.DRAFTING, Stage.REVISION)
    @rule()
    def open_a_window(self) -> None:
        """A member review of a draft, or public comment on what was revised."""
        self.opens_window()

    def opens_window(self) -> bool:
        """The editor offers a draft for review, or a revised text for comment."""
        is_draft = self.stage is Stage.DRAFTING
        kind = WindowKind.MEMBER_REVIEW if is_draft else WindowKind.PUBLIC_COMMENT
        act = Act.OFFER_FOR_REVIEW if is_draft else Act.OPEN_COMMENT

        def deed(document: Document, asker: Asker) -> bool:
            offer = Offer(kind, 14, "Please read it.")
            actor = asker.acting(act)
            open_window(self.session, document, offer, by=asker.seat, actor=actor)
            return True

        return bool(self.do(f"open {kind}", EDITOR, act, deed))

    @at(Stage.REVISION)
    @rule()
    def open_a_call(self) -> None:
        """The caller puts the text to the members."""
        self.calls()

    def calls(self) -> bool:
        """The caller opens a call of a week."""

        def deed(document: Document, asker: Asker) -> bool:
            plan = Plan(7, "The text is put to you.")
            actor = asker.acting(Act.OPEN_CALL)
            open_call(self.session, document, plan, by=asker.seat, actor=actor)
            return True

        return bool(self.do("open call", CALLER, Act.OPEN_CALL, deed))

    @at(Stage.CONSENSUS_CALL)
    @rule(how=st.integers(0, 3))
    def extend_or_stop(self, how: int) -> None:
        """The caller gives more days, or the editor stops the call for a change."""

        def deed(document: Document, asker: Asker) -> bool:
            if how:
                actor = asker.acting(Act.EXTEND_CALL)
                extend_call(self.session, document, 3, actor=actor)
            else:
                actor = asker.acting(Act.STOP_CALL)
                stop_call(self.session, document, "It must change.", actor=actor)
            return True

        who, act = (CALLER, Act.EXTEND_CALL) if how else (EDITOR, Act.STOP_CALL)
        self.do("extend call" if how else "stop call", who, act, deed)

    @at(Stage.ASSESSMENT)
    @rule(level=st.sampled_from(DECLARABLE))
    def declare_a_level(self, level: Level) -> None:
        """The caller declares a level, for all that is contested as for the whole."""
        self.declares(level)

    def declares(self, level: Level, *, exactly: bool = False) -> bool:
        """
        Every level that is needed, and every finding.

        Where the form does not offer this level, the last that it does, unless it has
        to be `exactly` this one.
        """

        def deed(document: Document, asker: Asker) -> bool:
            evidence = evidence_for(
                self.session, document, closed_call_of(self.session, document)
            )
            levels = [
                self._declared(evidence, block, level, exactly=exactly)
                for block in (None, *evidence.wordings)
                if block is None or evidence.is_contested(block)
            ]
            found = [
                Found(one.number, FindingValue.NOT_ACCOMMODATED, "Heard, not taken up.")
                for one in evidence.objections
                if any(holder.state in OPPOSING for holder in one.holders)
            ]
            actor = asker.acting(Act.DECLARE)
            declare(self.session, document, levels, found, by=asker.seat, actor=actor)
            return True

        return bool(self.do(f"declare {level}", CALLER, Act.DECLARE, deed))

    def _declared(
        self, evidence: Evidence, block: str | None, level: Level, *, exactly: bool
    ) -> Declared:
        offered = levels_on(evidence, block)
        chosen = level if exactly or level in offered else offered[-1]
        why = f"As we read it {self.next_number()}."
        return Declared(block, chosen, why, "Whoever joined said what others said.")

    @at(Stage.ASSESSMENT)
    @rule(sure=st.integers(0, 2))
    def send_back(self, sure: int) -> None:
        """The caller sends the text back to its editors."""

        def deed(document: Document, asker: Asker) -> bool:
            actor = asker.acting(Act.RETURN)
            return_for_work(self.session, document, "More work.", actor=actor)
            return True

        if sure == 0:
            self.do("return for work", CALLER, Act.RETURN, deed)

    @precondition(lambda self: self.stage in BEFORE_PUBLICATION and not self.is_flat)
    @rule()
    def park_or_resume(self) -> None:
        """A coordinator sets the text aside for a while, or takes it up again."""
        parks = self.stage is not Stage.PARKED

        def deed(document: Document, asker: Asker) -> bool:
            if parks:
                actor = asker.acting(Act.PARK)
                park(self.session, document, "We wait for a report.", actor=actor)
            else:
                resume(self.session, document, actor=asker.acting(Act.RESUME))
            return True

        act = Act.PARK if parks else Act.RESUME
        self.do("park" if parks else "resume", COORDINATOR, act, deed)

    @precondition(lambda self: not self.is_flat)
    @rule(sure=st.integers(0, 2))
    def propose_an_end(self, sure: int) -> None:
        """A coordinator proposes to close the text, or to withdraw the output."""
        published = self.stage is Stage.PUBLISHED
        kind = DecisionKind.WITHDRAW if published else DecisionKind.CLOSE
        act = Act.PROPOSE_WITHDRAWAL if published else Act.PROPOSE_CLOSING

        def deed(document: Document, asker: Asker) -> bool:
            proposal = Proposal(kind, "It has become pointless.")
            actor = asker.acting(act)
            propose_decision(
                self.session, document, proposal, by=asker.seat, actor=actor
            )
            return True

        if published or sure == 0:
            proposed = self.do(f"propose to {kind}", COORDINATOR, act, deed)
            if proposed and not published:
                self.oppose_an_end("di")  # or there would be nothing to look at

    @rule(who=st.sampled_from(("ed", "gil")))
    def oppose_an_end(self, who: str) -> None:
        """A member objects to a proposed decision: it does not go ahead."""
        if (
            not self.book.done["propose to close"]
            + self.book.done["propose to withdraw"]
        ):
            return

        def deed(document: Document, asker: Asker) -> bool:
            number = decisions_of(self.session, document)[-1].number
            actor = asker.acting(Act.OPPOSE_DECISION)
            oppose_decision(
                self.session, document, number, "Not so.", by=asker.seat, actor=actor
            )
            return True

        self.do("oppose decision", who, Act.OPPOSE_DECISION, deed)
