"""What members do with objections and dissents: make, join, decide, reword, narrow."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consensus.coalitions.models import Attribution
from consensus.deliberation.actions.holders import hold
from consensus.deliberation.actions.narrowing import narrow
from consensus.deliberation.actions.objections import Opposition, Said, join, oppose
from consensus.deliberation.actions.own_words import change_attribution, reword
from consensus.deliberation.actions.standing_replies import (
    end_standing_reply,
    give_standing_reply,
)
from consensus.deliberation.machine import HOLDERS_MOVES, OPPOSING, RULES, Move
from consensus.deliberation.models import Holder, HolderState
from consensus.deliberation.queries import objection_of
from consensus.documents.access import Act, Asker
from consensus.documents.models import EDITABLE, Document, Stage
from consensus.drafting.seen import seen_now
from tests.invariants.book import Hand, Opposed
from tests.invariants.cast import BLOCKS, SPEAKERS
from tests.invariants.life import Life

PLACES = st.integers(0, 11)
WHO = st.sampled_from(SPEAKERS)
SHOWN = st.sampled_from(list(Attribution))
ARGUED = EDITABLE | {Stage.CONSENSUS_CALL}
SIGNS = "é́ «…» \u202b"

argued = precondition(lambda self: self.stage in ARGUED)
somebody_objects = precondition(lambda self: bool(self.book.holds))


class DeedsOfHolders(Life):
    """Each holder decides alone; the ledger hears which words they had before them."""

    @argued
    @rule(
        who=WHO, block=st.none() | st.sampled_from(BLOCKS), how=st.integers(0, 9),
        shown=SHOWN,
    )  # fmt: skip
    def object(self, who: str, block: str | None, how: int, shown: Attribution) -> None:
        """To a paragraph, its removal, what is missing after it, or the whole."""
        as_dissent, bare, omission = how % 2 == 1, how in {6, 7}, how in {4, 5}
        self.opposes(
            who, block, shown, as_dissent=as_dissent, bare=bare, omission=omission
        )

    def opposes(
        self,
        who: str,
        block: str | None,
        shown: Attribution = Attribution.NAMED,
        *,
        as_dissent: bool = False,
        bare: bool = False,
        omission: bool = False,
    ) -> int | None:
        """Somebody objects or dissents; the number of their objection, if accepted."""
        number = self.next_number()
        texts = self.texts()
        is_gap = omission and block is not None
        said = Said(
            "" if bare else f"Reason {number} of somebody against {block} {SIGNS}",
            "" if bare else f"Harm {number} to many", f"Other words {number}",
        )  # fmt: skip

        def deed(document: Document, asker: Asker) -> tuple[int, int, str]:
            seen = seen_now(self.session, document.id, block) if block else None
            against = Opposition(
                said, shown, as_dissent, without_reason=bare, to_omission=is_gap
            )
            made = oppose(self.session, document, seen, against, by=asker.seat)
            return made.objection.number, made.id, str(made.objection.target)

        kind = "dissent" if as_dissent else "object"
        made = self.do(kind, who, Act.OBJECT, deed)
        if made is None:
            return None
        key, holder, target = made
        self._note_opposed(who, key, self._named(target, block))
        self.book.objections[key] = Opposed(
            who, self._named(target, block),
            texts.words[block] if block else None,
            said.reason, said.harm_to, said.would_resolve,
            {who: Hand(shown, holder)},
        )  # fmt: skip
        self.book.holds[holder] = (key, who)
        return key

    def _named(self, target: str, block: str | None) -> str | None:
        """The ledger's name of what is opposed."""
        return f"{target}:{block}" if target in {"removal", "omission"} else block

    def _note_opposed(self, who: str, number: int, target: str | None) -> None:
        words = self.words_of(target)
        self.book.ledger.opposed(number, who, target, words)
        if target is not None and ":" not in target:
            self.book.drop(who, target, words)

    def words_of(self, target: str | None) -> str:
        """What the ledger calls the words of a target as they are now."""
        texts = self.texts()
        if target is None:
            return "whole"
        name, _, block = target.rpartition(":")
        if name == "removal":
            return "there" if block in texts.live else "removed"
        if name == "omission":
            return "missing"
        return texts.of(block) or "gone"

    @argued
    @somebody_objects
    @rule(who=WHO, place=PLACES, as_dissent=st.booleans(), shown=SHOWN)
    def join_one(
        self, who: str, place: int, as_dissent: bool, shown: Attribution
    ) -> None:
        """Somebody holds another's objection too, also a departed author's (R4)."""
        number = self.pick(self.book.objections, place)
        note = f"Note {self.next_number()} of whoever joins"

        def deed(document: Document, asker: Asker) -> tuple[int, str]:
            about = objection_of(self.session, document.id, number)
            opposition = Opposition(Said(note), shown, as_dissent)
            made = join(self.session, document, about, opposition, by=asker.seat)
            # Before it is asked again: the words of the objection that is joined.
            first = about.wording.text if about.wording is not None else ""
            return made.id, first

        made = self.do("join", who, Act.OBJECT, deed)
        if made is None:
            return
        target = self.book.objections[number].target
        words = made[1]
        if target is None or ":" in target:
            words = {"removal": "removed", "omission": "missing"}.get(
                (target or "").partition(":")[0], "whole"
            )
        self.book.ledger.opposed(number, who, target, words)
        if target is not None and ":" not in target:
            self.book.drop(who, target, words)
        self.book.objections[number].hands[who] = Hand(shown, made[0], note)
        self.book.holds[made[0]] = (number, who)

    @somebody_objects
    @rule(place=PLACES, choice=PLACES)
    def decide(self, place: int, choice: int) -> None:
        """A holder decides, most often something that is open to them."""
        holder = self.pick(self.book.holds, place)
        state = HolderState(self.book.states[holder])
        moves = [one for one in HOLDERS_MOVES if state in RULES[one].before]
        self.decides(holder, self.pick(moves or HOLDERS_MOVES, choice))

    def decides(self, holder: int, move: Move) -> bool:
        """A holder decides; the ledger notes about which words."""
        number, who = self.book.holds[holder]

        def deed(document: Document, asker: Asker) -> tuple[str, frozenset[str]]:
            own = self._own(document, number, holder)
            note = f"Note {self.next_number()}" if move is Move.REPLY else ""
            hold(self.session, document, own, move, note, by=asker.seat)
            return _stands_on(own)

        made = self.do(f"decide: {move}", who, Act.END_OWN_OBJECTION, deed)
        if made is None:
            return False
        self._note_move(number, who, move, made)
        return True

    def _own(self, document: Document, number: int, holder: int) -> Holder:
        about = objection_of(self.session, document.id, number)
        return next(one for one in about.holders if one.id == holder)

    def _note_move(
        self, number: int, who: str, move: Move, on: tuple[str, frozenset[str]]
    ) -> None:
        target = self.book.objections[number].target
        words, blocks = on
        if target is None or ":" in target:
            words = self.words_of(target)
        self.book.ledger.moved(number, who, move, words, blocks)

    @somebody_objects
    @rule(place=PLACES, kept=PLACES)
    def narrow_one(self, place: int, kept: int) -> None:
        """A holder keeps an objection on one of the parts that it is linked to."""
        linked = self.database.rows(
            "SELECT DISTINCT holder_id FROM objection_holder_further"
        )
        mine = [one for (one,) in linked if one in self.book.holds]
        holder = self.pick(mine, place)
        if holder is None:
            return
        number, who = self.book.holds[holder]

        def deed(document: Document, asker: Asker) -> tuple[str, frozenset[str]]:
            own = self._own(document, number, holder)
            only = {self.pick([one.block_id for one in own.words], kept)}
            narrow(self.session, document, own, only, by=asker.seat)
            return _stands_on(own)

        made = self.do("narrow", who, Act.END_OWN_OBJECTION, deed)
        if made is not None:
            self._note_move(number, who, Move.NARROW, made)

    @somebody_objects
    @rule(place=PLACES)
    def stand_by_it(self, place: int) -> None:
        """A holder answers once for any wording, or takes that back (R9)."""
        opposing = [
            one for one in self.book.holds
            if HolderState(self.book.states[one]) in OPPOSING
        ]  # fmt: skip
        holder = self.pick(opposing, place)
        if holder is None:
            return
        number, who = self.book.holds[holder]
        gives = not self.book.ledger.holds[number, who].standing
        change = give_standing_reply if gives else end_standing_reply

        def deed(document: Document, asker: Asker) -> bool:
            own = self._own(document, number, holder)
            change(self.session, document, own, by=asker.seat)
            return True

        kind = "standing reply" if gives else "end standing reply"
        if self.do(kind, who, Act.END_OWN_OBJECTION, deed):
            self.book.ledger.stands_by(number, who, gives=gives)

    @somebody_objects
    @rule(place=PLACES, adds=st.booleans())
    def reword_one(self, place: int, adds: bool) -> None:
        """An author changes the words of an objection, or adds to them (R44)."""
        number = self.pick(self.book.objections, place)
        mine = self.book.objections[number]
        extra = f"Reason {self.next_number()} {SIGNS}"
        new = Said(mine.reason + extra if adds else extra, mine.harm, mine.would)

        def deed(document: Document, asker: Asker) -> bool:
            own = self._own(document, number, mine.hands[mine.author].holder)
            reword(self.session, own, new, by=asker.seat)
            return True

        if self.do("reword", mine.author, Act.END_OWN_OBJECTION, deed):
            kept = adds or not mine.reason or not mine.adds_only
            assert kept, "R44: words that others hold were changed"
            mine.reason = new.reason

    @somebody_objects
    @rule(place=PLACES, shown=SHOWN)
    def show_otherwise(self, place: int, shown: Attribution) -> None:
        """A holder is shown otherwise from here on (R17)."""
        holder = self.pick(self.book.holds, place)
        number, who = self.book.holds[holder]

        def deed(document: Document, asker: Asker) -> bool:
            own = self._own(document, number, holder)
            change_attribution(self.session, document, own, shown, by=asker.seat)
            return True

        if self.do("show otherwise", who, Act.SHOW_OTHERWISE, deed):
            self.book.objections[number].hands[who].attribution = shown


def _stands_on(holder: Holder) -> tuple[str, frozenset[str]]:
    """The words a holder decided about, in a row, and the blocks they stand in."""
    words = " ".join(one.text for one in holder.words)
    return words, frozenset(one.block_id for one in holder.words)
