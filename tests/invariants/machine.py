"""
A coalition whose members do anything at any time, and a ledger kept beside it.

Hypothesis chooses the deeds; at each publication the annex, the log and the tables
must say what the ledger says (domain.md 10).
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from consensus import clock
from consensus.accounts.models import Account
from consensus.archive.actions import commit
from consensus.coalitions.actions import SeatFacts, found_coalition, leave, take_seat
from consensus.coalitions.models import (
    Attribution,
    Member,
    Region,
    Role,
    SeatStatus,
    StakeholderGroup,
)
from consensus.coalitions.roles import Post, give_role
from consensus.db import begin_writing
from consensus.deliberation.actions.answers import Reply, answer
from consensus.deliberation.actions.calls import Plan, close_if_due, open_call
from consensus.deliberation.actions.declaring import return_for_work
from consensus.deliberation.actions.holders import hold
from consensus.deliberation.actions.narrowing import narrow
from consensus.deliberation.actions.objections import Opposition, Said, join, oppose
from consensus.deliberation.actions.offering import offer_text
from consensus.deliberation.actions.positions import Stand, take_position
from consensus.deliberation.actions.silence import attend_to_silence
from consensus.deliberation.heard import holders_on
from consensus.deliberation.machine import HOLDERS_MOVES, LIVE, Move
from consensus.deliberation.models import (
    Disposition,
    Holder,
    HolderState,
    Objection,
    PositionKind,
)
from consensus.deliberation.queries import objections_of
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.actions import propose_document
from consensus.documents.models import EDITABLE, Document, Stage
from consensus.drafting.actions import (
    edit_block,
    fill_draft,
    join_blocks,
    remove_block,
    restore_block,
    split_block,
)
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import any_block_of, blocks_of
from consensus.drafting.seen import seen_now
from consensus.errors import Refused
from consensus.wordings.models import Wording
from tests.invariants.ledger import Ledger, Text

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
PEOPLE = ("ada", "bo", "cy", "di", "ed", "flo", "gil", "hal")
EDITOR, CALLER, COORDINATOR = "bo", "cy", "ada"
SPEAKERS = st.sampled_from([one for one in PEOPLE if one not in {EDITOR, CALLER}])
BLOCKS = st.sampled_from(["b1", "b2", "b3", "b4"])
WORDS = st.sampled_from(["apples", "pears", "plums"])
ATTRIBUTIONS = st.sampled_from(list(Attribution))


def paragraph(block_id: str, words: str) -> dict[str, Any]:
    """A paragraph of one text; few texts, so that wordings come back often."""
    text = f"In {block_id} everybody should have {words} daily."
    content = [{"type": "text", "text": text}]
    return {"type": "paragraph", "attrs": {"id": block_id}, "content": content}


class Histories(RuleBasedStateMachine):
    """The deeds. `session` is given by the test; the clock only moves forward."""

    session: Session

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger()
        self.now = START
        clock.set_source(lambda: self.now)
        self.seats: dict[str, Member] = {}
        self.do(self._found)

    def do(self, deed: Callable[[], object]) -> bool:
        """Do something and commit it; what the rules refuse leaves nothing behind."""
        begin_writing(self.session)
        try:
            deed()
            commit(self.session)
        except Refused:
            self.session.rollback()
            return False
        return True

    def _found(self) -> None:
        coalition = found_coalition(
            self.session, slug="trial", name="Trial", acronym="T"
        )
        for number, name in enumerate(PEOPLE):
            account = Account(
                name=name.title(), email=f"{name}@trial.example", created_at=START
            )
            self.session.add(account)
            self.session.flush()
            facts = SeatFacts(
                status=SeatStatus.MEMBER,
                group=list(StakeholderGroup)[number % 5],
                region=Region.AFRICAN,
                organisation=f"Organisation {number}",
            )
            self.seats[name] = take_seat(self.session, coalition, facts, by=account)
        give_role(
            self.session, self.seats[COORDINATOR], Post(Role.COORDINATOR), by=None
        )
        document = propose_document(
            self.session, coalition, "A trial text", "en", by=self.seats[EDITOR]
        )
        self.document_id = document.id
        post = Post(Role.CALLER, document.id)
        give_role(self.session, self.seats[CALLER], post, by=self.seats[COORDINATOR])
        blocks = [paragraph(f"b{n}", "apples") for n in range(1, 5)]
        fill_draft(self.session, document, blocks, "md", by=self.seats[EDITOR])
        document.stage = Stage.REVISION  # its member review is over

    # -- what the deeds below need to know

    def door(self, who: str, act: Act) -> tuple[Document, Asker]:
        """A person before the document, through the one door."""
        account = self.seats[who].account
        return open_document(self.session, self.document_id, account, to=act)

    @property
    def document(self) -> Document:
        """The document as it is in the database now."""
        return self.session.get_one(Document, self.document_id)

    def block(self, block_id: str) -> DraftBlock:
        """A block, removed or not."""
        return any_block_of(self.session, self.document_id, block_id)

    def words_of(self, target: str | None) -> str:
        """What the ledger calls the words of a target as they are now."""
        if target is None:
            return "whole"
        if target.startswith("removal:"):
            removed = self.block(target.removeprefix("removal:")).deleted
            return "removed" if removed else "there"
        block = self.block(target)
        return "gone" if block.deleted else block.text

    def holders(self) -> list[Holder]:
        """Every holder of every objection, oldest first."""
        mine = Objection.document_id == self.document_id
        found = select(Holder).join(Holder.objection).where(mine)
        found = found.options(contains_eager(Holder.objection))
        return list(self.session.scalars(found.order_by(Objection.number, Holder.id)))

    def person(self, holder: Holder) -> str:
        """The key of the person behind a hold."""
        return next(k for k, seat in self.seats.items() if seat.id == holder.member_id)

    def target(self, holder: Holder) -> str | None:
        """The ledger's name of what a holder opposes."""
        objection = holder.objection
        if objection.target == "removal":
            return f"removal:{objection.block_id}"
        return objection.block_id

    # -- what editors do

    @rule(block_id=BLOCKS, words=WORDS)
    def edit(self, block_id: str, words: str) -> None:
        def deed() -> None:
            document, asker = self.door(EDITOR, Act.EDIT_TEXT)
            block = self.block(block_id)
            edit_block(
                self.session, document, paragraph(block_id, words), block.hash,
                by=asker.seat,
            )  # fmt: skip

        if self.do(deed):
            self.ledger.changed("edited", block_id)

    @rule(block_id=BLOCKS)
    def remove_or_restore(self, block_id: str) -> None:
        def deed() -> None:
            document, asker = self.door(EDITOR, Act.EDIT_TEXT)
            change = restore_block if self.block(block_id).deleted else remove_block
            change(self.session, document, block_id, by=asker.seat)

        if self.do(deed):
            self.ledger.changed("removed or restored", block_id)

    @rule(block_id=BLOCKS, between_words=st.booleans())
    def split(self, block_id: str, between_words: bool) -> None:
        """In two parts: between two words, or in the middle of one (other text)."""
        parts: list[str] = []

        def deed() -> None:
            document, asker = self.door(EDITOR, Act.EDIT_TEXT)
            block = self.block(block_id)
            whole = block.content["content"][0]["text"]
            place = whole.index(" ", 6) if between_words else 10
            first, second = (
                {**block.content, "content": [{"type": "text", "text": text}]}
                for text in (whole[:place], whole[place:])
            )
            part = split_block(
                self.session, document, (first, second), block.hash, by=asker.seat
            )
            parts.append(part)

        whole = self.block(block_id)
        if not whole.deleted and " " in whole.text[6:] and self.do(deed):
            self.ledger.changed("split", block_id, parts[0])

    @rule(first=BLOCKS, second=BLOCKS)
    def join_paragraphs(self, first: str, second: str) -> None:
        def deed() -> None:
            document, asker = self.door(EDITOR, Act.EDIT_TEXT)
            join_blocks(self.session, document, first, second, by=asker.seat)

        if self.do(deed):
            self.ledger.changed("merged", second, first)

    @rule()
    def offer(self) -> None:
        def deed() -> None:
            document, asker = self.door(EDITOR, Act.OFFER_TEXT)
            actor = asker.acting(Act.OFFER_TEXT)
            offer_text(self.session, document, label="Offer", actor=actor)

        self.do(deed)

    @rule(data=st.data())
    def answer_one(self, data: st.DataObject) -> None:
        objections = objections_of(self.session, self.document_id)
        if not objections:
            return
        number = data.draw(st.sampled_from([one.number for one in objections]))

        def deed() -> None:
            document, asker = self.door(EDITOR, Act.ANSWER)
            again = objections_of(self.session, self.document_id)
            about = next(one for one in again if one.number == number)
            answer(
                self.session, document, about,
                Reply("We have thought about it.", Disposition.NOT_ACCOMMODATED),
                by=asker.seat, actor=asker.acting(Act.ANSWER),
            )  # fmt: skip

        self.do(deed)

    # -- what members do

    @rule(who=SPEAKERS, block_id=BLOCKS, kind=st.sampled_from(list(PositionKind)))
    def say(self, who: str, block_id: str, kind: PositionKind) -> None:
        def deed() -> None:
            document, asker = self.door(who, Act.TAKE_POSITION)
            seen = seen_now(self.session, document.id, block_id)
            stand = Stand(kind, "noted", Attribution.NAMED, lifts_objection=True)
            take_position(self.session, document, seen, stand, by=asker.seat)

        lifted = {
            one.objection.number
            for one in holders_on(self.session, self.document_id, block_id)
            if self.person(one) == who and one.state in LIVE | {HolderState.RECHECK}
        }
        if self.do(deed):
            self.ledger.lifted(lifted, who)

    @rule(
        who=SPEAKERS, block_id=st.none() | BLOCKS, as_dissent=st.booleans(),
        attribution=ATTRIBUTIONS, bare=st.booleans(),
    )  # fmt: skip
    def object(
        self,
        who: str,
        block_id: str | None,
        as_dissent: bool,
        attribution: Attribution,
        bare: bool,
    ) -> None:
        made: list[Holder] = []

        def deed() -> None:
            document, asker = self.door(who, Act.OBJECT)
            seen = None
            if block_id is not None:
                seen = seen_now(self.session, document.id, block_id)
            said = Said("" if bare else f"{who} says no to {block_id} é\u0301 «…»")
            opposition = Opposition(said, attribution, as_dissent, without_reason=bare)
            made.append(oppose(self.session, document, seen, opposition, by=asker.seat))

        if self.do(deed):
            target = self.target(made[0])
            number = made[0].objection.number
            self.ledger.opposed(number, who, target, self.words_of(target))

    @rule(who=SPEAKERS, data=st.data(), as_dissent=st.booleans())
    def join_one(self, who: str, data: st.DataObject, as_dissent: bool) -> None:
        objections = objections_of(self.session, self.document_id)
        if not objections:
            return
        number = data.draw(st.sampled_from([one.number for one in objections]))
        made: list[Holder] = []

        def deed() -> None:
            document, asker = self.door(who, Act.OBJECT)
            again = objections_of(self.session, self.document_id)
            about = next(one for one in again if one.number == number)
            opposition = Opposition(
                Said("I hold this too."), Attribution.GROUP, as_dissent
            )
            made.append(join(self.session, document, about, opposition, by=asker.seat))

        if self.do(deed):
            target = self.target(made[0])
            words = made[0].moves[0].wording_id
            self.ledger.opposed(number, who, target, self._joined_words(made[0], words))

    def _joined_words(self, holder: Holder, wording_id: int | None) -> str:
        target = self.target(holder)
        if target is None or target.startswith("removal:"):
            return self.words_of(target) if target is None else "removed"
        return self.session.get_one(Wording, wording_id).text

    @rule(data=st.data(), move=st.sampled_from(HOLDERS_MOVES))
    def decide(self, data: st.DataObject, move: Move) -> None:
        holders = self.holders()
        if not holders:
            return
        chosen = data.draw(st.sampled_from([one.id for one in holders]))
        holder = next(one for one in holders if one.id == chosen)
        self.decide_for(holder, move)

    def decide_for(self, holder: Holder, move: Move) -> bool:
        """The holder decides; the ledger notes what they decided about which words."""
        who, number = self.person(holder), holder.objection.number

        def deed() -> None:
            document, asker = self.door(who, Act.END_OWN_OBJECTION)
            again = next(one for one in self.holders() if one.id == holder.id)
            hold(self.session, document, again, move, "", by=asker.seat)

        if not self.do(deed):
            return False
        self._note_move(number, who, move, holder.id)
        return True

    def _note_move(self, number: int, who: str, move: Move, holder_id: int) -> None:
        """What the holder had before them: the words their decision was bound to."""
        holder = next(one for one in self.holders() if one.id == holder_id)
        target = self.target(holder)
        words = " ".join(one.text for one in holder.words)
        if target is None or target.startswith("removal:"):
            words = self.words_of(target)
        blocks = frozenset(one.block_id for one in holder.words)
        self.ledger.moved(number, who, move, words, blocks)

    @rule(data=st.data())
    def narrow_one(self, data: st.DataObject) -> None:
        """A holder keeps an objection on one of the parts that it is linked to."""
        linked = [one for one in self.holders() if len(one.words) > 1]
        if not linked:
            return
        chosen = data.draw(st.sampled_from([one.id for one in linked]))
        holder = next(one for one in linked if one.id == chosen)
        kept = data.draw(st.sampled_from([one.block_id for one in holder.words]))
        number, who = holder.objection.number, self.person(holder)

        def deed() -> None:
            document, asker = self.door(who, Act.END_OWN_OBJECTION)
            again = next(one for one in self.holders() if one.id == chosen)
            narrow(self.session, document, again, {kept}, by=asker.seat)

        if self.do(deed):
            self._note_move(number, who, Move.NARROW, chosen)

    @rule(who=st.sampled_from(["gil", "hal"]))
    def leave_the_coalition(self, who: str) -> None:
        self.do(lambda: leave(self.session, self.seats[who]))

    # -- time, calls, publication

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        for _ in range(days):
            self.now += timedelta(days=1)

            def tick() -> None:
                close_if_due(self.session, self.document)
                attend_to_silence(self.session, self.document)

            self.do(tick)

    @rule()
    def open_a_call(self) -> None:
        def deed() -> None:
            document, asker = self.door(CALLER, Act.OPEN_CALL)
            open_call(
                self.session, document, Plan(7, "The text is put to you."),
                by=asker.seat, actor=asker.acting(Act.OPEN_CALL),
            )  # fmt: skip

        self.do(deed)

    @precondition(lambda self: self.document.stage is Stage.ASSESSMENT)
    @rule()
    def send_back(self) -> None:
        def deed() -> None:
            document, asker = self.door(CALLER, Act.RETURN)
            actor = asker.acting(Act.RETURN)
            return_for_work(self.session, document, "More work.", actor=actor)

        self.do(deed)

    def final_text(self) -> Text:
        """The text as it is published, as the ledger names its words."""
        gone = {"gone", "there"}
        words = {
            hold.block: self.words_of(hold.block) for hold in self.ledger.holds.values()
        }
        rows = blocks_of(self.session, self.document_id)
        return Text(
            {one: None if now in gone else now for one, now in words.items()},
            tuple(row.text for row in rows),
            frozenset(row.block_id for row in rows),
        )

    def is_editable(self) -> bool:
        """Whether the text can still change."""
        return self.document.stage in EDITABLE

    def texts(self) -> list[str]:
        """The paragraphs as they stand."""
        return [block.text for block in blocks_of(self.session, self.document_id)]
