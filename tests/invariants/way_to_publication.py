"""
Bringing a text to publication from wherever a history left it, and looking at it.

Whoever is asked answers or stays silent; what can be in the way is done or waited for.
If nothing then leads to a publication, somebody could bury a dissent by it.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consensus.coalitions.roles import offer_to_coordinate
from consensus.deliberation.levels import Level
from consensus.deliberation.machine import OPEN, OPPOSING, Move
from consensus.deliberation.models import HolderState
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document, Stage
from consensus.documents.stage_moves import BEFORE_PUBLICATION
from consensus.publication.actions import Press, publish
from consensus.publication.guard import missing
from consensus.publication.rules import Need, Rule
from tests.invariants.cast import BLOCKS, COORDINATOR, DOCUMENT, WORDS, document_of
from tests.invariants.checks_of_dissent import check_dissent
from tests.invariants.checks_of_process import check_process
from tests.invariants.deeds_in_text import DeedsInText
from tests.invariants.deeds_of_challengers import DeedsOfChallengers
from tests.invariants.deeds_of_commenters import DeedsOfCommenters
from tests.invariants.deeds_of_members import DeedsOfMembers
from tests.invariants.deeds_of_signers import DeedsOfSigners
from tests.invariants.deeds_of_voices import DeedsOfVoices
from tests.invariants.deeds_with_stages import DeedsWithStages
from tests.invariants.ledger import Text
from tests.invariants.printed import Printed

PRESS = Press(Ed25519PrivateKey.generate(), "https://trial.example")
ROUNDS = 3
GONE = frozenset({"gone", "there"})
"""What the ledger calls words that the text does not say any more."""
LONGEST_WAIT = 40
"""Days within which every window and call of the histories is over."""


class WayToPublication(
    DeedsOfVoices,
    DeedsInText,
    DeedsOfSigners,
    DeedsOfCommenters,
    DeedsOfChallengers,
    DeedsOfMembers,
    DeedsWithStages,
):
    """Everything that anybody can do, and a publication at the end of it."""

    published: bytes | None = None

    def teardown(self) -> None:
        """Every history ends with a publication, which is looked at."""
        if self.is_failing():
            return
        if self.stage in BEFORE_PUBLICATION:
            self.bring_to_publication()
        self.check_what_is_published()

    def bring_to_publication(self) -> None:
        """Do or wait for all that is needed; fails if that does not suffice."""
        for _ in range(ROUNDS):
            self._bring_to_assessment()
            if self.stage is Stage.CLOSED_WITHOUT_OUTPUT:
                return
            if self.stage is Stage.ASSESSMENT and self._declared_and_published():
                return
        raise AssertionError(f"nothing leads to publication: {self._hindrances()}")

    def _bring_to_assessment(self) -> None:
        if self.stage is Stage.PARKED:
            self.park_or_resume()
        if self.stage is Stage.DRAFTING:
            self.opens_window()
        self._wait_for(Stage.MEMBER_REVIEW, Stage.PUBLIC_COMMENT)
        if self.stage is Stage.REVISION:
            self._call()
        self._wait_for(Stage.CONSENSUS_CALL)

    def _wait_for(self, *stages: Stage) -> None:
        waited = 0
        while self.stage in stages and waited < LONGEST_WAIT:
            self.days(4)
            waited += 4

    def _call(self) -> None:
        if not self.texts().live:
            self.remove_or_restore(BLOCKS[0])  # an empty text can be put to nobody
        for number, one in self.book.comments.items():
            if not one.answer:
                self.disposes(number)
        self._answer_all()
        if not self.calls():  # the same is not asked again after two answers (R31)
            self.add(0, WORDS[0])
            self.calls()

    def _answer_all(self) -> None:
        waiting = {
            self.book.holds[holder][0]
            for holder, state in self.book.states.items() if state == "raised"
        }  # fmt: skip
        for number in sorted(waiting):
            self.answers(number)

    def _declared_and_published(self) -> bool:
        if self._is_open():
            self._decide_all()
            self._answer_all()
            self._wait_for_silence()
        self.inv_15_refuses_full_consensus()
        self.declares(Level.DIVERGENCE)
        for _ in range(4):  # the windows, and what reviewers may take
            self.days(16)
            if self.publishes():
                return True
            needs = self._needs()
            broken = any(one.rule is Rule.ANNEX for one in needs)
            assert not broken, f"INV-34: never to be published: {self._hindrances()}"
            if self.stage is not Stage.ASSESSMENT or self._is_open():
                return False
        return False

    def _is_open(self) -> bool:
        waiting = {str(one) for one in (*OPEN, HolderState.ANSWERED)}
        return bool(waiting & set(self.book.states.values()))

    def _decide_all(self) -> None:
        """Some say at once that it is to be printed; the others stay silent (R3)."""
        for holder, (number, _) in self.book.holds.items():
            if (
                self.book.states[holder] in {"raised", "asked", "answered"}
                and number % 2
            ):
                self.decides(holder, Move.RECORD_AS_DISSENT)

    def _wait_for_silence(self) -> None:
        """Two reminders and the time to reply: then silence is stated."""
        for _ in range(6):
            if not self._is_open():
                return
            self.days(4)
            self._answer_all()

    def inv_15_refuses_full_consensus(self) -> None:
        """Over what is open or opposed nobody can declare a full consensus (INV-12)."""
        against = {str(one) for one in (*OPEN, *OPPOSING)} & set(
            self.book.states.values()
        )
        accepted = self.declares(Level.FULL_CONSENSUS, exactly=True)
        assert not (against and accepted), "INV-12: full consensus over a dissent"

    def publishes(self) -> bool:
        """A coordinator publishes, or two members where there is none (INV-38)."""
        if self.is_flat and not self.book.done["offer to coordinate"]:
            self._two_members_offer()

        def deed(document: Document, asker: Asker) -> bytes:
            actor = asker.acting(Act.PUBLISH)
            version = publish(self.session, document, PRESS, by=asker.seat, actor=actor)
            return version.bundle

        made = self.do("publish", COORDINATOR, Act.PUBLISH, deed)
        if made is None:
            return False
        self.published = made
        self.look(Printed(made))
        return True

    def look(self, printed: Printed) -> None:
        """Everything that must hold of a publication, held against the book."""
        self.looked_at.append(printed.manifest["version"])
        text = self.text_now()
        check_dissent(printed, self.book, text)
        check_process(printed, self.book, text)
        account = None  # INV-36: read without signing in
        open_document(self.session, DOCUMENT, account, to=Act.READ)

    def check_what_is_published(self) -> None:
        """INV-10: whatever was done afterwards, the file is the one that came out."""
        rows = self.database.rows("SELECT bundle FROM version")
        kept = [bytes(one) for (one,) in rows if isinstance(one, bytes)]
        assert kept == ([self.published] if self.published else []), "INV-10: the file"

    def text_now(self) -> Text:
        """The text as the ledger names its words."""
        texts = self.texts()
        targets = {hold.block for hold in self.book.ledger.holds.values()}
        words = {one: self.words_of(one) for one in targets}
        return Text(
            {one: None if now in GONE else now for one, now in words.items()},
            texts.blocks, frozenset(texts.live),
            {one: texts.words[one] for one in texts.live},
        )  # fmt: skip

    def _two_members_offer(self) -> None:
        for who in (COORDINATOR, "di"):

            def deed(document: Document, asker: Asker) -> bool:
                offer_to_coordinate(
                    self.session, document.coalition, document.id, by=asker.seat
                )
                return True

            if self.do("offer to coordinate", who, Act.COORDINATE, deed):
                self.book.names_shown.add(who)

    def _hindrances(self) -> str:
        return f"{self.stage}; {[one.sentence for one in self._needs()]}"

    def _needs(self) -> list[Need]:
        return missing(self.session, document_of(self.session))
