"""Challenges of a declared level, the answers, and the reviews (domain.md 6.7)."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consensus.challenges.actions.answering import Answer, accept, escalate, respond
from consensus.challenges.actions.filing import Contest, file_challenge, second
from consensus.challenges.actions.reviewing import review
from consensus.challenges.actions.time_limits import keep_time
from consensus.challenges.models import Challenge, Ground, Outcome, Response
from consensus.challenges.queries import challenge_numbered
from consensus.coalitions.models import Attribution
from consensus.deliberation.levels import Level
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document, Stage
from tests.invariants.book import Challenged
from tests.invariants.cast import CALLER, SPEAKERS, name_of
from tests.invariants.deeds_of_holders import PLACES, SHOWN, WHO
from tests.invariants.life import Life

challenged = precondition(lambda self: bool(self.book.challenges))


class DeedsOfChallengers(Life):
    """Members doubt a level; the caller and reviewers say what becomes of it."""

    @precondition(lambda self: self.stage in {Stage.ASSESSMENT, Stage.PARKED})
    @rule(who=WHO, place=PLACES, shown=SHOWN)
    def challenge(self, who: str, place: int, shown: Attribution) -> None:
        """Somebody reads a level otherwise."""
        declared = self.database.rows("SELECT id FROM designation ORDER BY id DESC")
        designation = self.pick(declared, place)
        if designation is None:
            return
        text = f"Challenge {self.next_number()}: we read it otherwise"

        def deed(document: Document, asker: Asker) -> int:
            keep_time(self.session, document)
            contest = Contest(int(designation[0]), Ground.OTHER, text, shown)
            return file_challenge(self.session, document, contest, by=asker.seat).number

        number = self.do("challenge", who, Act.CHALLENGE, deed)
        if number is not None:
            self.book.challenges[number] = Challenged(who, text)

    def _challenge(self, document: Document, number: int) -> Challenge:
        keep_time(self.session, document)  # as the route does before each step
        return challenge_numbered(self.session, document.id, number)

    @challenged
    @rule(who=WHO, place=PLACES)
    def second_one(self, who: str, place: int) -> None:
        """Another member wants it heard."""
        number = self.pick(self.book.challenges, place)

        def deed(document: Document, asker: Asker) -> bool:
            actor = asker.acting(Act.SECOND)
            second(
                self.session,
                self._challenge(document, number),
                by=asker.seat,
                actor=actor,
            )
            return True

        if self.do("second", who, Act.SECOND, deed):
            self.book.challenges[number].seconders.add(who)

    @challenged
    @rule(place=PLACES, revises=st.booleans())
    def answer_challenge(self, place: int, revises: bool) -> None:
        """The caller keeps the level or declares another one."""
        number = self.pick(self.book.challenges, place)
        text = f"Answer {self.next_number()} of the caller"

        def deed(document: Document, asker: Asker) -> bool:
            about = self._challenge(document, number)
            response = Response.REVISE if revises else Response.KEEP
            level = Level.DIVERGENCE if revises else None
            answer = Answer(response, text, level)
            actor = asker.acting(Act.ANSWER_CHALLENGE)
            respond(self.session, about, answer, by=asker.seat, actor=actor)
            return True

        kind = "revise level" if revises else "answer challenge"
        if self.do(kind, CALLER, Act.ANSWER_CHALLENGE, deed):
            self.book.challenges[number].answer = text

    @challenged
    @rule(place=PLACES, accepts=st.booleans())
    def go_on_or_not(self, place: int, accepts: bool) -> None:
        """Whoever challenged accepts the answer, or takes it to reviewers."""
        number = self.pick(self.book.challenges, place)
        mine = self.book.challenges[number]
        change = accept if accepts else escalate

        def deed(document: Document, asker: Asker) -> bool:
            change(self.session, self._challenge(document, number), by=asker.seat)
            return True

        kind = "accept answer" if accepts else "escalate"
        if self.do(kind, mine.author, Act.END_OWN_CHALLENGE, deed):
            mine.is_escalated = not accepts

    @challenged
    @rule(place=PLACES, outcome=st.sampled_from(list(Outcome)))
    def review_one(self, place: int, outcome: Outcome) -> None:
        """A reviewer says what is to be done with the level."""
        seats = self.database.rows(
            "SELECT c.number, a.name FROM challenge_reviewer r"
            " JOIN challenge c ON c.id = r.challenge_id"
            " JOIN member m ON m.id = r.member_id JOIN account a ON a.id = m.account_id"
            " WHERE r.reviewed_at IS NULL AND r.declined_at IS NULL"
            " AND c.outcome IS NULL"
        )
        found = self.pick(seats, place)
        if found is None:
            return
        number, name = int(str(found[0])), found[1]
        who = next((one for one in self.accounts if name_of(one) == name), SPEAKERS[0])
        text = f"Review {self.next_number()} of the reviewer"

        def deed(document: Document, asker: Asker) -> bool:
            actor = asker.acting(Act.REVIEW)
            about = self._challenge(document, number)
            review(self.session, about, outcome, text, by=asker.seat, actor=actor)
            return True

        if self.do("review challenge", who, Act.REVIEW, deed):
            self.book.challenges[number].reviewers.add(who)
