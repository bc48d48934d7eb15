"""Editorial changes in tests: declared by the editor, contested by people."""

import re

from consensus.deliberation.machine import Move
from consensus.publication.proof import proven
from consensus.wordings.queries import latest_snapshot
from tests.deliberation.panels import take
from tests.deliberation.stories import Story
from tests.world import Person

TYPO = "Every notcie is read out."
RIGHT = "Every notice is read out."
COMMA = "Every notice, is read out."


def offer_form(story: Story) -> str:
    return story.editor.get(f"/documents/{story.document}/offer").get_data(as_text=True)


def offers(story: Story, why: str = "Typing error.", block_id: str = "b1") -> int:
    """The editor declares the change of a paragraph editorial; the answer's status."""
    seen = re.search(rf'name="words-{block_id}" value="(\w+)"', offer_form(story))
    assert seen, "the page offers to declare it"
    path = f"/documents/{story.document}/offer"
    sent = {f"words-{block_id}": seen[1], f"why-{block_id}": why, "editorial": block_id}
    return story.editor.post(path, **sent).status_code


def contests(story: Story, who: Person, change: int = 1) -> int:
    path = f"/documents/{story.document}/editorial-changes/{change}/contest"
    return who.post(path).status_code


def spoken(story: Story) -> int:
    """Two support and one maintains an objection to a paragraph with a typing error."""
    story.rewords("b1", TYPO)
    story.offers_the_text()
    for who in story.people[1:3]:
        assert take(who, story.document).status_code == 303
    number = story.objects(story.people[0], "b1")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    return number


def edited(story: Story) -> int:
    """As `spoken`, and the typing error was corrected; the objection's number."""
    number = spoken(story)
    story.rewords("b1", RIGHT)
    assert offers(story) == 303
    return number


def mails(story: Story) -> list[str]:
    """The mails sent so far, as single lines."""
    return [" ".join(one.get_content().split()) for one in story.world.outbox]


def is_proven(story: Story) -> bool:
    """Whether the record and the tables say the same, and the rules are kept."""
    with story.at_work() as (session, document):
        last = latest_snapshot(session, document.id)
        assert last is not None
        return bool(proven(session, document.id, last.number).lines)
