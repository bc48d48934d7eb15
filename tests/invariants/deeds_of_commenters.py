"""Comments of members and guests: made, answered, replied to, raised as objections."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consensus.archive.actions import Actor
from consensus.coalitions.models import Attribution, Region, StakeholderGroup
from consensus.comments.actions.answering import Answer, admit, dispose
from consensus.comments.actions.guests import Introduction, confirm, send
from consensus.comments.actions.making import Author, Words, comment
from consensus.comments.actions.replying import reply_to_answer, withdraw
from consensus.comments.models import CommentKind, Disposition
from consensus.comments.queries import comment_of
from consensus.deliberation.actions.from_comments import raise_from_comment
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.drafting.seen import seen_now
from tests.invariants.book import Commented, Hand, Opposed
from tests.invariants.cast import BLOCKS, CALLER, EDITOR, GUEST, SPEAKERS
from tests.invariants.deeds_of_holders import PLACES, SHOWN, DeedsOfHolders, argued

commented = precondition(lambda self: bool(self.book.comments))


class DeedsOfCommenters(DeedsOfHolders):
    """What is said of a text without standing for or against it."""

    @rule(
        who=st.sampled_from((*SPEAKERS, GUEST)), block=st.sampled_from(BLOCKS),
        shown=SHOWN,
    )  # fmt: skip
    def comment(self, who: str, block: str, shown: Attribution) -> None:
        """A member or a guest comments on a paragraph."""
        text = f"Comment {self.next_number()} on {block}"
        words = Words(CommentKind.SUBSTANTIVE, text)

        def as_member(document: Document, asker: Asker) -> tuple[int, bool]:
            seen = seen_now(self.session, document.id, block)
            author = Author(asker.seat, shown, asker.acting(Act.COMMENT).acting_as)
            made = comment(self.session, document, seen, words, author)
            return made.number, made.late

        def as_guest(document: Document, asker: Asker) -> tuple[int, bool]:
            seen = seen_now(self.session, document.id, block)
            guest = Introduction(
                "A Guest", "guest@elsewhere.example", StakeholderGroup.CIVIL_SOCIETY,
                Region.AFRICAN,
            )  # fmt: skip
            secret = send(
                self.session, document, seen, words, guest, asked_from="192.0.2.1"
            )
            made = confirm(self.session, document, secret)
            return made.number, made.late

        if who == GUEST:
            made = self.do("guest comment", who, Act.COMMENT_AS_GUEST, as_guest)
        else:
            made = self.do("comment", who, Act.COMMENT, as_member)
        if made is not None:
            self.book.comments[made[0]] = Commented(who, text, made[1])

    @commented
    @rule(place=PLACES, by_caller=st.booleans())
    def dispose(self, place: int, by_caller: bool) -> None:
        """An editor answers a comment; the caller first admits one that came late."""
        waiting = [n for n, one in self.book.comments.items() if not one.answer]
        number = self.pick(waiting, place)
        if number is not None:
            if by_caller and self.book.comments[number].is_late:
                self._admits(number)
            self.disposes(number)

    def _admits(self, number: int) -> None:
        def deed(document: Document, asker: Asker) -> bool:
            made = comment_of(self.session, document.id, number)
            admit(self.session, made, by=asker.acting(Act.ADMIT_COMMENT))
            return True

        self.do("admit comment", CALLER, Act.ADMIT_COMMENT, deed)

    def disposes(self, number: int) -> None:
        """An editor answers a comment."""
        text = f"Answer {self.next_number()} of the editors"

        def deed(document: Document, asker: Asker) -> bool:
            made = comment_of(self.session, document.id, number)
            acting_as = asker.acting(Act.DISPOSE).acting_as
            answer = Answer(Disposition.NOTED, text)
            dispose(
                self.session, document, made, answer, by=asker.seat,
                acting_as=acting_as,
            )  # fmt: skip
            return True

        if self.do("dispose", EDITOR, Act.DISPOSE, deed):
            self.book.comments[number].answer = text

    @commented
    @rule(place=PLACES, satisfied=st.booleans())
    def reply(self, place: int, satisfied: bool) -> None:
        """An author says whether the answer satisfies, or takes the comment back."""
        mine = {n: one for n, one in self.book.comments.items() if one.author != GUEST}
        number = self.pick(mine, place)
        if number is None:
            return
        one = mine[number]

        def deed(document: Document, asker: Asker) -> bool:
            made = comment_of(self.session, document.id, number)
            acting_as = asker.acting(Act.END_OWN_COMMENT).acting_as
            by = Actor(asker.seat.account_id, acting_as, str(made.attribution))
            if one.answer:
                reply_to_answer(self.session, made, "", satisfied=satisfied, by=by)
            else:
                withdraw(self.session, made, by=by)
            return True

        kind = "reply to disposition" if one.answer else "withdraw comment"
        if self.do(kind, one.author, Act.END_OWN_COMMENT, deed):
            one.is_satisfied = satisfied if one.answer else None
            one.answer = one.answer or "withdrawn"

    @argued
    @commented
    @rule(who=st.sampled_from(SPEAKERS), place=PLACES, shown=SHOWN)
    def raise_comment(self, who: str, place: int, shown: Attribution) -> None:
        """An author who is not satisfied objects; anybody adopts a guest's (R20)."""
        open_to = [
            n for n, one in self.book.comments.items()
            if one.author == GUEST or one.is_satisfied is False
        ]  # fmt: skip
        number = self.pick(open_to, place)
        if number is None:
            return
        one = self.book.comments[number]
        who = who if one.author == GUEST else one.author
        texts = self.texts()

        def deed(document: Document, asker: Asker) -> tuple[int, int, str, str]:
            made = comment_of(self.session, document.id, number)
            block = str(made.block_id)
            seen = seen_now(self.session, document.id, block)
            holder = raise_from_comment(
                self.session, document, made, seen, shown, by=asker.seat
            )
            about = holder.objection
            return about.number, holder.id, str(about.target), block

        made = self.do("raise from comment", who, Act.OBJECT, deed)
        if made is None:
            return
        key, holder, kind, block = made
        target = self._named(kind, block)
        self._note_opposed(who, key, target)
        quoted = (
            f"C-{number}, A Guest (guest; civil society, {Region.AFRICAN}, "
            f"self-declared):\n\n“{one.text}”"
            if one.author == GUEST
            else f"{one.text}\n\n(C-{number})"
        )
        self.book.objections[key] = Opposed(
            who, target, texts.words[block], quoted, hands={who: Hand(shown, holder)}
        )
        self.book.holds[holder] = (key, who)
