"""What else is said: positions, recusals, suggestions, and what is said for others."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consensus.coalitions.models import Attribution
from consensus.coalitions.queries import seat_of
from consensus.deliberation.actions.on_behalf import (
    OBJECTION,
    Relayed,
    confirm,
    record_on_behalf,
    refuse,
)
from consensus.deliberation.actions.positions import (
    Stand,
    take_document_position,
    take_position,
    withdraw_position,
)
from consensus.deliberation.actions.recusing import recuse, take_part_again
from consensus.deliberation.actions.settling import Settling, adopt, decline
from consensus.deliberation.actions.suggestions import (
    Proposal,
    suggest,
    withdraw_suggestion,
)
from consensus.deliberation.behalf_models import Source
from consensus.deliberation.behalf_queries import on_behalf_numbered
from consensus.deliberation.call_queries import open_call_of
from consensus.deliberation.models import PositionKind
from consensus.deliberation.suggestion_models import SuggestionKind
from consensus.deliberation.suggestion_queries import suggestion_of
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document, Stage
from consensus.drafting.queries import any_block_of, edition
from consensus.drafting.seen import seen_now
from consensus.errors import Refused
from tests.invariants import book
from tests.invariants.cast import (
    BLOCKS,
    COORDINATOR,
    EDITOR,
    OBSERVER,
    SPEAKERS,
    WORDS,
    paragraph,
    sentence,
)
from tests.invariants.deeds_in_text import DeedsInText, editable
from tests.invariants.deeds_of_holders import PLACES, SHOWN, WHO, DeedsOfHolders, argued

BLOCK = st.sampled_from(BLOCKS)
KIND = st.sampled_from(list(PositionKind))


class DeedsOfVoices(DeedsInText, DeedsOfHolders):
    """Everything that is neither opposition nor a statement."""

    @argued
    @rule(who=WHO, block=BLOCK, kind=KIND, lifts=st.integers(0, 3), shown=SHOWN)
    def say(
        self, who: str, block: str, kind: PositionKind, lifts: int, shown: Attribution
    ) -> None:
        """A position; only rarely with the word that it lifts one's objection (B5)."""
        words = self.texts().words[block]

        def deed(document: Document, asker: Asker) -> int:
            seen = seen_now(self.session, document.id, block)
            stand = Stand(kind, "noted", shown, lifts_objection=lifts == 0)
            return take_position(self.session, document, seen, stand, by=asker.seat).id

        number = self.do("position", who, Act.TAKE_POSITION, deed)
        if number is not None:
            self._note_lifted(who, {block}, may=lifts == 0)
            self._note_stand(number, who, kind, block, words)

    def _note_stand(
        self, number: int, who: str, kind: PositionKind, block: str | None, words: str
    ) -> None:
        at = len(self.book.ledger.changes)
        self.book.take(number, book.Stand(who, str(kind), block, words, at))

    def _note_lifted(self, who: str, blocks: set[str], *, may: bool) -> None:
        """What went with a position: the record tells it, the ledger judges."""
        for holder, (number, person) in self.book.holds.items():
            hold = self.book.ledger.holds[number, person]
            gone = self.book.states[holder] == "withdrawn" and not hold.withdrawn
            if gone:
                own = person == who and self.book.ledger.is_on(hold, blocks)
                assert may, "B5: a position lifted an objection without being asked"
                assert own, "INV-9: a position lifted another objection"
                hold.withdrawn = True

    @precondition(lambda self: self.stage is Stage.CONSENSUS_CALL)
    @rule(who=WHO, kind=KIND, lifts=st.booleans())
    def say_of_the_whole(self, who: str, kind: PositionKind, lifts: bool) -> None:
        """A position on the text that is put to the call (B3)."""

        def deed(document: Document, asker: Asker) -> int:
            snapshot = open_call_of(self.session, document).snapshot
            stand = Stand(kind, "noted", Attribution.GROUP, lifts_objection=lifts)
            return take_document_position(
                self.session, document, snapshot, stand, by=asker.seat
            ).id

        number = self.do("position on the whole", who, Act.TAKE_POSITION, deed)
        if number is not None:
            self._note_lifted(who, set(), may=lifts)
            self._note_stand(number, who, kind, None, "whole")

    @precondition(lambda self: self.stage is Stage.CONSENSUS_CALL)
    @rule(sure=st.integers(0, 2))
    def many_support(self, sure: int) -> None:
        """Enough people for a level support the whole text."""
        for who in SPEAKERS if sure == 0 else ():
            self.say_of_the_whole(who, PositionKind.SUPPORT, lifts=False)

    @argued
    @precondition(lambda self: bool(self.book.stands))
    @rule(place=PLACES)
    def take_back(self, place: int) -> None:
        """Somebody withdraws a position."""
        number = self.pick(self.book.stands, place)
        who = self.book.stands[number].who

        def deed(document: Document, asker: Asker) -> bool:
            withdraw_position(self.session, document, number, by=asker.seat)
            return True

        if self.do("withdraw position", who, Act.TAKE_POSITION, deed):
            self.book.stands.pop(number)

    @argued
    @rule(who=WHO, again=st.booleans())
    def take_no_part(self, who: str, again: bool) -> None:
        """Somebody recuses themselves, or takes part again (R48)."""

        def deed(document: Document, asker: Asker) -> bool:
            if again:
                take_part_again(self.session, document, by=asker.seat)
            else:
                recuse(
                    self.session, document, "An interest", Attribution.GROUP,
                    by=asker.seat,
                )  # fmt: skip
            return True

        kind = "take part again" if again else "recuse"
        if self.do(kind, who, Act.TAKE_POSITION, deed) and not again:
            self.book.drop_all(who)

    @argued
    @rule(who=WHO, block=BLOCK, objects=st.booleans(), by_chair=st.booleans())
    def said_in_a_meeting(
        self, who: str, block: str, objects: bool, by_chair: bool
    ) -> None:
        """An editor or coordinator records what somebody said elsewhere (R36)."""
        words = f"Said {self.next_number()} in a meeting against {block}"
        seen_words = self.texts().words[block]
        kind = OBJECTION if objects else str(PositionKind.SUPPORT)

        def deed(document: Document, asker: Asker) -> tuple[int, int, int, str]:
            member = seat_of(self.session, document.coalition, self.accounts[who])
            if member is None or member.left_at is not None:
                raise Refused("There is no such member.")
            seen = seen_now(self.session, document.id, block)
            said = Relayed(
                kind, words, Source.MEETING, "minutes", asker.seat,
                asker.acting(Act.RECORD_ON_BEHALF),
            )  # fmt: skip
            made = record_on_behalf(self.session, document, seen, said, member=member)
            if made.objection is None:
                return made.id, 0, 0, ""
            target = str(made.objection.target)
            return made.id, made.objection.number, int(made.holder_id or 0), target

        recorder = COORDINATOR if by_chair and not self.is_flat else EDITOR
        made = self.do("record on behalf", recorder, Act.RECORD_ON_BEHALF, deed)
        if made is not None:
            self._note_relayed(made, who, block, words, seen_words)

    def _note_relayed(
        self, made: tuple[int, int, int, str], who: str, block: str, words: str,
        seen: str,
    ) -> None:  # fmt: skip
        recorded, number, holder, kind = made
        if not number:
            self.book.relayed[recorded] = who
            return
        target = self._named(kind, block)
        self.book.ledger.opposed(number, who, target, self.words_of(target))
        self.book.names_shown.add(who)
        hand = book.Hand(Attribution.NAMED, holder)
        self.book.objections[number] = book.Opposed(
            who, target, seen, words, hands={who: hand}
        )
        self.book.holds[holder] = (number, who)

    @argued
    @precondition(lambda self: bool(self.book.relayed))
    @rule(place=PLACES, confirms=st.booleans())
    def settle_relayed(self, place: int, confirms: bool) -> None:
        """Somebody confirms what was recorded for them, or refuses it."""
        number = self.pick(self.book.relayed, place)
        who = self.book.relayed[number]

        def deed(document: Document, asker: Asker) -> tuple[int, str, str]:
            made = on_behalf_numbered(self.session, document.id, number)
            settle = confirm if confirms else refuse
            settle(self.session, document, made, by=asker.seat)
            block = str(made.block_id)
            return number, block, any_block_of(self.session, document.id, block).text

        kind = "confirm recorded" if confirms else "refuse recorded"
        made = self.do(kind, who, Act.TAKE_POSITION, deed)
        if made is None:
            return
        del self.book.relayed[number]
        if confirms:
            self._note_stand(-number, who, PositionKind.SUPPORT, made[1], made[2])

    @editable
    @rule(
        who=st.sampled_from(("di", "gil", OBSERVER)), block=BLOCK,
        words=st.sampled_from(WORDS), kind=st.sampled_from(list(SuggestionKind)),
    )  # fmt: skip
    def suggest(self, who: str, block: str, words: str, kind: SuggestionKind) -> None:
        """Other words, a new paragraph or a removal."""
        new = paragraph(block, sentence(block, words))
        if kind is SuggestionKind.AFTER:
            new = paragraph("new", f"Suggested paragraph {self.next_number()}.")

        def deed(document: Document, asker: Asker) -> int:
            seen = seen_now(self.session, document.id, block)
            content = None if kind is SuggestionKind.REMOVAL else new
            proposal = Proposal(kind, content, "Better.", Attribution.GROUP)
            return suggest(
                self.session, document, seen, proposal, by=asker.seat,
                acting_as="member",
            ).number  # fmt: skip

        number = self.do("suggest", who, Act.SUGGEST, deed)
        if number is not None:
            self.book.suggestions[number] = who

    @editable
    @precondition(lambda self: bool(self.book.suggestions))
    @rule(place=PLACES, how=st.integers(0, 3))
    def settle_suggestion(self, place: int, how: int) -> None:
        """An editor adopts a suggestion or not; or its author takes it back."""
        number = self.pick(self.book.suggestions, place)
        before = self.texts()

        def deed(document: Document, asker: Asker) -> bool:
            made = suggestion_of(self.session, document.id, number)
            if how == 0:
                withdraw_suggestion(self.session, document, made, by=asker.seat)
                return True
            actor = asker.acting(Act.SETTLE_SUGGESTION)
            settling = Settling(asker.seat, actor, "We have thought about it.")
            if how == 1:
                decline(self.session, document, made, settling)
                return True
            now = any_block_of(self.session, document.id, str(made.block_id))
            adopt(self.session, document, made, edition(now), settling)
            return True

        kind = ("withdraw suggestion", "decline suggestion", "adopt", "adopt")[how]
        act = Act.SETTLE_SUGGESTION if how else Act.END_OWN_SUGGESTION
        who = EDITOR if how else self.book.suggestions[number]
        if self.do(kind, who, act, deed):
            del self.book.suggestions[number]
            self.note_changes(before)
