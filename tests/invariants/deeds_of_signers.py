"""Minority statements: announced, written, signed, changed, filed, withdrawn (6.5)."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consensus.coalitions.models import Attribution, Capacity
from consensus.deliberation.statement_models import Statement, StatementKind
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document, Stage
from consensus.statements.actions import responding, signing, writing
from consensus.statements.actions.locking import lock_if_due
from consensus.statements.queries import statement_of
from consensus.statements.targets import aims_chosen
from consensus.statements.windows import must_be_open
from consensus.statements.wording import Words
from tests.invariants.book import Hand, Signed
from tests.invariants.cast import EDITOR
from tests.invariants.deeds_of_holders import PLACES, SHOWN, SIGNS, WHO
from tests.invariants.life import Life

CALLED = frozenset({Stage.CONSENSUS_CALL, Stage.ASSESSMENT, Stage.PARKED})
TARGETS = ("document", "level", "process", "wording:b1", "wording:b2", "omission:b3")
KINDS = st.sampled_from(list(StatementKind))

called = precondition(
    lambda self: self.stage in CALLED and bool(self.book.done["open call"])
)
stated = precondition(lambda self: bool(self.book.statements))


class DeedsOfSigners(Life):
    """Each person signs for themselves; the book keeps who signed which words."""

    @called
    @rule(who=WHO, shown=SHOWN, kind=KINDS, about=st.sampled_from(TARGETS))
    def announce_and_open(
        self, who: str, shown: Attribution, kind: StatementKind, about: str
    ) -> None:
        """Somebody announces a statement, and mostly writes it at once."""
        number = self.announces(who, shown)
        if number is not None and self.next_number() % 4:
            self.writes(number, kind, about)

    def announces(self, who: str, shown: Attribution) -> int | None:
        """Somebody says that they will file a statement."""

        def deed(document: Document, asker: Asker) -> int:
            as_shown = writing.ShownAs(shown, Capacity.PERSONAL)
            return writing.announce(
                self.session, document, "To come", as_shown, by=asker.seat
            ).number

        number = self.do("announce statement", who, Act.STATE, deed)
        if number is not None:
            self.book.statements[number] = Signed(who)
            self.book.shown_to_sign[number, who] = shown
        return number

    def writes(self, number: int, kind: StatementKind, target: str) -> bool:
        """The lead opens the words for signature, and has signed them by that."""
        mine = self.book.statements[number]
        title, text = f"Statement {self.next_number()}", self._text(f"on {target}")

        def deed(document: Document, asker: Asker) -> bool:
            made = self._due(document, number)
            words = self._words(document, kind, title, text, target)
            writing.open_for_signature(
                self.session, document, made, words, by=asker.seat
            )
            return True

        if not self.do("open statement", mine.lead, Act.STATE, deed):
            return False
        mine.state, mine.kind, mine.title, mine.text = "open", str(kind), title, text
        mine.hands = {mine.lead: Hand(self.book.shown_to_sign[number, mine.lead])}
        self.book.targets[number] = target
        return True

    def _text(self, about: str) -> str:
        return f"We see it so {self.next_number()} {about} {SIGNS} and recieve nothing."

    def _due(self, document: Document, number: int) -> Statement:
        lock_if_due(self.session, document)  # as the route does before each step
        return statement_of(self.session, document.id, number)

    def _words(
        self, document: Document, kind: StatementKind, title: str, text: str,
        target: str,
    ) -> Words:  # fmt: skip
        call = must_be_open(self.session, document)
        aims = aims_chosen(self.session, document, call, [target])
        return Words(kind, title, text, document.language, aims)

    @called
    @stated
    @rule(place=PLACES, is_correction=st.booleans())
    def edit_statement(self, place: int, is_correction: bool) -> None:
        """The lead changes it: a correction keeps the signatures, else they end."""
        number = self.pick(self.book.statements, place)
        mine = self.book.statements[number]
        if mine.state not in {"open", "filed"}:
            return
        text = mine.text.replace("recieve", "receive") if is_correction else (
            self._text("otherwise")
        )  # fmt: skip

        def deed(document: Document, asker: Asker) -> bool:
            made = self._due(document, number)
            kind = StatementKind(mine.kind)
            target = self.book.targets[number]
            words = self._words(document, kind, mine.title, text, target)
            writing.edit(
                self.session, document, made, words, is_correction=is_correction,
                by=asker.seat,
            )  # fmt: skip
            return True

        kind = "correct statement" if is_correction else "edit statement"
        if not self.do(kind, mine.lead, Act.STATE, deed):
            return
        if text != mine.text and not is_correction:
            mine.hands = {mine.lead: mine.hands[mine.lead]}
        mine.text, mine.state = text, "open"

    @called
    @stated
    @rule(who=WHO, place=PLACES, shown=SHOWN)
    def sign(self, who: str, place: int, shown: Attribution) -> None:
        """Somebody signs the words as they are now."""
        number = self.pick(self.book.statements, place)
        mine = self.book.statements[number]

        def deed(document: Document, asker: Asker) -> bool:
            made = self._due(document, number)
            as_shown = writing.ShownAs(shown, Capacity.PERSONAL)
            signing.sign(
                self.session, document, made, made.version, as_shown, by=asker.seat
            )
            return True

        if self.do("sign", who, Act.STATE, deed):
            mine.hands[who] = Hand(shown)

    @called
    @stated
    @rule(place=PLACES, signer=PLACES)
    def file(self, place: int, signer: int) -> None:
        """Whoever signed files it: it will be printed."""
        number = self.pick(self.book.statements, place)
        mine = self.book.statements[number]
        who = self.pick(mine.hands, signer)
        if who is None:
            return

        def deed(document: Document, asker: Asker) -> bool:
            signing.file(
                self.session, document, self._due(document, number), by=asker.seat
            )
            return True

        if self.do("file statement", who, Act.STATE, deed):
            mine.state = "filed"

    @stated
    @rule(place=PLACES, signer=PLACES)
    def unsign(self, place: int, signer: int) -> None:
        """Whoever signed takes their own signature back; the next one leads."""
        number = self.pick(self.book.statements, place)
        mine = self.book.statements[number]
        who = self.pick(mine.hands or [mine.lead], signer)

        def deed(document: Document, asker: Asker) -> bool:
            statement = self._due(document, number)
            signing.withdraw(self.session, document, statement, by=asker.seat)
            return True

        if not self.do("unsign", who, Act.END_OWN_SIGNATURE, deed):
            return
        mine.hands.pop(who, None)
        if not mine.hands:
            mine.state = "withdrawn"
        elif who == mine.lead:
            mine.lead = next(iter(mine.hands))

    @stated
    @rule(place=PLACES, signer=PLACES, shown=SHOWN)
    def sign_otherwise(self, place: int, signer: int, shown: Attribution) -> None:
        """A signer is shown otherwise from here on (R17)."""
        number = self.pick(self.book.statements, place)
        mine = self.book.statements[number]
        who = self.pick(mine.hands, signer)
        if who is None:
            return

        def deed(document: Document, asker: Asker) -> bool:
            as_shown = writing.ShownAs(shown, Capacity.PERSONAL)
            made = self._due(document, number)
            signing.show_otherwise(self.session, made, as_shown, by=asker.seat)
            return True

        if self.do("show signature otherwise", who, Act.END_OWN_SIGNATURE, deed):
            mine.hands[who].attribution = shown

    @stated
    @rule(place=PLACES)
    def respond(self, place: int) -> None:
        """The editors respond to a statement that can change no more."""
        number = self.pick(self.book.statements, place)
        text = f"The editors see it so {self.next_number()}"

        def deed(document: Document, asker: Asker) -> bool:
            made = self._due(document, number)
            actor = asker.acting(Act.RESPOND)
            responding.respond(self.session, made, text, by=asker.seat, actor=actor)
            return True

        if self.do("respond", EDITOR, Act.RESPOND, deed):
            self.book.statements[number].response = text
