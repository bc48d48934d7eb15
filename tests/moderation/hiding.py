"""Hiding words from the page, as coordinators do."""

from werkzeug.test import TestResponse

from tests.deliberation.stories import Story
from tests.world import Person

INSULT = "Only fools and their cousins could write this."
REASON = "It calls the editors fools."
RULE = "No insults"


def hides(
    story: Story, who: Person, kind: str, number: int, **fields: str
) -> TestResponse:
    """Send the form that hides words."""
    sent = {"rule": "insult", "reason": REASON, **fields}
    return who.post(address(story, kind, number, "/hiding"), **sent)


def address(story: Story, kind: str, number: int, deed: str = "") -> str:
    """The page of words of some kind."""
    return f"/documents/{story.document}/hidden/{kind}/{number}{deed}"


def page(story: Story, path: str, who: Person | None = None) -> str:
    """A page about the text, as a visitor or somebody reads it."""
    reader = who or story.world.visitor()
    answer = reader.get(f"/documents/{story.document}{path}")
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)
