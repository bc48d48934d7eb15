"""A document with statements, declared, its windows over, and published."""

import io
import json
import zipfile
from typing import Any

from bs4 import Tag

from tests.deliberation.stories import Story
from tests.publication.publishing import output, publishes, support_of_others
from tests.statements.stating import Stating, main_of

FULL = {"level-document": "full_consensus", "rationale-document": "All agree."}
WHOLE = {
    "level-document": "consensus",
    "rationale-document": "A statement was filed against a part of it.",
}


def supported(story: Story) -> None:
    """A call is open and everybody supports the whole text."""
    story.open_call()
    support_of_others(story)
    story.takes(story.people[0], "support")


def declared(story: Story, **fields: str) -> None:
    """The call closes if it has not, and the caller declares."""
    if story.call().closes_at > story.world.now:
        story.world.days_pass(15)
    story.tick()
    answer = story.declares(**fields)
    assert answer.status_code == 303, main_of(answer).get_text()


def windows_end(story: Story) -> None:
    """The time for statements and challenges ends, and the clock comes by."""
    story.windows_pass()


def hindrances(story: Story) -> str:
    """What the page before publication says is still to be seen to."""
    page = story.caller.get(f"/documents/{story.document}/publication")
    return " ".join(main_of(page).get_text(" ").split())


def published(story: Story) -> dict[str, Any]:
    """Publish; what annex.json holds."""
    answer = publishes(story)
    assert answer.status_code == 303, main_of(answer).get_text()
    return dict(json.loads(bundle_file(story, "annex.json")))


def bundle_file(story: Story, name: str) -> bytes:
    """A file of the published bundle."""
    data = output(story, "bundle.zip").data
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        return bundle.read(name)


def printed(story: Story) -> Tag:
    """The published page."""
    return main_of(output(story, "publication.html"))


def numbers(made: list[Stating]) -> list[str]:
    """How statements are cited."""
    return [f"M-{one.number}" for one in made]
