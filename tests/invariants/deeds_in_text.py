"""What editors do to the text: edit, divide, join, move, remove, restore, offer."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consensus.deliberation.actions.contesting import contest
from consensus.deliberation.actions.offering import offer_text
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.drafting.actions import (
    add_block,
    edit_block,
    join_blocks,
    remove_block,
    restore_block,
    split_block,
)
from consensus.drafting.queries import any_block_of
from consensus.drafting.revising import revise_draft
from tests.invariants.cast import BLOCKS, DOCUMENT, EDITOR, WORDS, paragraph, sentence
from tests.invariants.life import Life
from tests.invariants.texts import Texts

PLACES = st.integers(0, 11)

editable = precondition(Life.is_editable)


class DeedsInText(Life):
    """The editor's deeds; the ledger hears what became of which paragraph."""

    def change(
        self, kind: str, deed: Callable[[Document, Asker], object], *known: str
    ) -> bool:
        """The editor changes the text; what is not `known` is seen by comparing."""
        before = self.texts()
        if self.do(kind, EDITOR, Act.EDIT_TEXT, deed) is None:
            return False
        self.note_changes(before, frozenset(known))
        return True

    def note_changes(self, before: Texts, known: frozenset[str] = frozenset()) -> None:
        """What became of the text, by comparing it with how it was."""
        after, ledger = self.texts(), self.book.ledger
        for block in after.words:
            if block in known:
                continue
            if block not in before.words:
                ledger.changed("added", block)
            elif (block in before.live) != (block in after.live):
                ledger.changed("removed or restored", block)
            elif before.words[block] != after.words[block]:
                ledger.changed("edited", block)

    @editable
    @rule(block=st.sampled_from(BLOCKS), words=st.sampled_from(WORDS))
    def edit(self, block: str, words: str) -> None:
        """A paragraph gets one of its few texts."""

        def deed(document: Document, asker: Asker) -> object:
            row = any_block_of(self.session, DOCUMENT, block)
            new = paragraph(block, sentence(block, words))
            edit_block(self.session, document, new, row.hash, by=asker.seat)
            return True

        if block in self.texts().live:
            self.change("edit", deed)

    @editable
    @rule(block=st.sampled_from(BLOCKS))
    def remove_or_restore(self, block: str) -> None:
        gone = block not in self.texts().live
        change = restore_block if gone else remove_block

        def deed(document: Document, asker: Asker) -> object:
            change(self.session, document, block, by=asker.seat)
            return True

        self.change("restore" if gone else "delete", deed)

    @editable
    @rule(block=st.sampled_from(BLOCKS), between_words=st.booleans())
    def split(self, block: str, between_words: bool) -> None:
        """In two parts: between two words, or in the middle of one (other text)."""
        whole = self.texts().of(block) or ""
        place = whole.find(" ", 6) if between_words else 10
        if not 0 < place < len(whole) - 1:
            return
        parts: list[str] = []

        def deed(document: Document, asker: Asker) -> object:
            row = any_block_of(self.session, DOCUMENT, block)
            two = (paragraph(block, whole[:place]), paragraph(block, whole[place:]))
            parts.append(
                split_block(self.session, document, two, row.hash, by=asker.seat)
            )
            return True

        if self.do("split", EDITOR, Act.EDIT_TEXT, deed):
            self.book.ledger.changed("split", block, parts[0])

    @editable
    @rule(first=st.sampled_from(BLOCKS), second=PLACES)
    def merge(self, first: str, second: int) -> None:
        """One paragraph's words go behind another's."""
        live = self.texts().live
        other = self.pick([one for one in live if one != first], second)
        if first not in live or other is None:
            return

        def deed(document: Document, asker: Asker) -> object:
            join_blocks(self.session, document, first, other, by=asker.seat)
            return True

        if self.do("merge", EDITOR, Act.EDIT_TEXT, deed):
            self.book.ledger.changed("merged", other, first)

    @editable
    @rule(place=PLACES)
    def move(self, place: int) -> None:
        """A file comes in which the first paragraphs stand further down."""
        texts = self.texts()
        live = list(texts.live)
        if len(live) < 2:
            return
        cut = 1 + place % (len(live) - 1)
        order = [*live[cut:], *live[:cut]]

        def deed(document: Document, asker: Asker) -> object:
            blocks = [paragraph(one, texts.words[one]) for one in order]
            revise_draft(self.session, document, blocks, "md", by=asker.seat)
            return True

        if self.change("move", deed):
            self.book.ledger.changed("moved", live[0])

    @editable
    @rule(place=PLACES, words=st.sampled_from(WORDS))
    def add(self, place: int, words: str) -> None:
        """A new paragraph comes in behind another."""
        behind = self.pick(self.texts().live, place)

        def deed(document: Document, asker: Asker) -> object:
            new = paragraph("new", f"New paragraph {self.next_number()} on {words}.")
            return add_block(self.session, document, new, behind, by=asker.seat)

        self.change("add", deed)

    @editable
    @rule(editorial=st.booleans(), place=PLACES)
    def offer(self, editorial: bool, place: int) -> None:
        """The text is offered; perhaps with a comma that is said to be editorial."""
        live = self.texts().live
        block = self.pick(live, place)
        as_editorial = editorial and block is not None and self._comma(block)

        def deed(document: Document, asker: Asker) -> object:
            why = {block: "A comma."} if as_editorial else None
            actor = asker.acting(Act.OFFER_TEXT)
            offer_text(
                self.session, document, label="Offer", actor=actor, editorial=why
            )
            return True

        kind = "offer as editorial" if as_editorial else "offer"
        if self.do(kind, EDITOR, Act.OFFER_TEXT, deed) and as_editorial:
            self.book.ledger.editorial.add(str(block))

    def _comma(self, block: str) -> bool:
        """The editor sets a comma, or takes it away."""
        words = self.texts().of(block) or ""
        new = words.replace("everybody,", "everybody") if "everybody," in words else (
            words.replace("everybody", "everybody,")
        )  # fmt: skip

        def deed(document: Document, asker: Asker) -> object:
            row = any_block_of(self.session, DOCUMENT, block)
            edit_block(
                self.session, document, paragraph(block, new), row.hash, by=asker.seat
            )
            return True

        return new != words and self.change("edit", deed)

    @precondition(lambda self: bool(self.book.ledger.editorial))
    @rule(who=st.sampled_from(("di", "ed", "gil")))
    def contest_editorial(self, who: str) -> None:
        """Somebody whose words followed the last editorial change contests it."""
        rows = self.database.rows(
            "SELECT id FROM editorial_change WHERE contested_at IS NULL ORDER BY id"
        )
        if not rows:
            return
        change = int(str(rows[-1][0]))

        def deed(document: Document, asker: Asker) -> object:
            return contest(self.session, document, change, by=asker.seat)

        self.do("contest", who, Act.CONTEST, deed)
