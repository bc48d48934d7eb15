"""A story whose levels are declared, and the forms by which people challenge one."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from werkzeug.test import TestResponse

from consensus.challenges.models import Challenge, ChallengeState
from consensus.challenges.queries import challenge_numbered
from consensus.deliberation.call_models import Designation
from tests.deliberation.stories import GROUPS, Story
from tests.publication.publishing import WHOLE, finding, level, maintained
from tests.world import Person

TEXT = "Two of us were read as supporters; we asked for another number."
ANSWER = "Both are counted as they spoke, with a reservation."
REVIEW = "We read all of it again."


@dataclass
class Contested:
    """A declared text, who may speak, and what is challenged."""

    story: Story
    objection: int

    @property
    def address(self) -> str:
        """The page of the challenges."""
        return f"/documents/{self.story.document}/challenges"

    @property
    def objector(self) -> Person:
        """Who maintains an objection, so that reviewers hear them alone."""
        return self.story.people[0]

    @property
    def member(self) -> Person:
        """Who supports the text and needs a seconder."""
        return self.story.people[1]

    def designation(self, block_id: str | None = None) -> int:
        """The row of the level that stands for a paragraph, or for the whole."""
        with self.story.at_work() as (session, _):
            rows = select(Designation).where(Designation.revised_at.is_(None))
            found = session.scalars(rows).all()
            return next(one.id for one in found if one.block_id == block_id)

    def files(self, who: Person, **fields: object) -> TestResponse:
        """Somebody challenges the level of the whole document."""
        sent = {
            "level": self.designation(), "ground": "position_misread", "text": TEXT,
            "attribution": "named", **fields,
        }  # fmt: skip
        return who.post(self.address, **sent)

    def answers(self, number: int = 1, **fields: object) -> TestResponse:
        """The caller answers a challenge."""
        sent = {"response": "keep", "text": ANSWER, **fields}
        return self.story.caller.post(f"{self.address}/{number}/response", **sent)

    def does(self, who: Person, what: str, **fields: object) -> TestResponse:
        """Somebody sends another form of challenge 1."""
        return who.post(f"{self.address}/1/{what}", **fields)

    def reviews(self, who: Person, outcome: str, text: str = REVIEW) -> TestResponse:
        """Somebody reviews challenge 1."""
        return self.does(who, "review", outcome=outcome, text=text)

    def challenge(self, number: int = 1) -> Challenge:
        """A challenge with all that belongs to it."""
        with self.story.at_work() as (session, document):
            return challenge_numbered(session, document.id, number)

    def state(self) -> ChallengeState:
        """Where challenge 1 stands, as stored."""
        return self.challenge().state

    def page(self, who: Person | None = None) -> str:
        """The page of challenges, as text."""
        answer = (who or self.story.world.visitor()).get(self.address)
        text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
        return " ".join(text.split())

    def passes(self, days: float) -> None:
        """Days go by, everybody stays signed in, and the clock comes by."""
        story = self.story
        for one in (story.caller, story.editor, *story.people):
            one.get(story.desk)
        story.world.days_pass(days)
        story.tick()

    def is_escalated(self) -> None:
        """The objector's challenge goes to reviewers."""
        assert self.files(self.objector).status_code == 303
        assert self.answers().status_code == 303
        assert self.does(self.objector, "escalation").status_code == 303


def contested(story: Story) -> Contested:
    """Levels are declared over an objection; it is 17 March, 09:00 UTC."""
    number = maintained(story)
    sent = story.declares(**WHOLE, **level("b1"), **finding(number))
    assert sent.status_code == 303
    return Contested(story, number)


def silent_members(story: Story) -> list[Person]:
    """Three members of three groups who took no position."""
    names = ("Gus Hale", "Ivy Moss", "Jon Park")
    return [story.joins(n, group=g) for n, g in zip(names, GROUPS, strict=False)]
