"""Publishing a text with an editorial change: the window, the annex, the bundle."""

from pathlib import Path

import pytest

from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from consensus.publication.verify import verify
from tests.deliberation.editing import TYPO, contests, edited
from tests.deliberation.stories import Story
from tests.publication.publishing import (
    WHOLE,
    finding,
    level,
    output,
    publishes,
    saved_bundle,
    support_of_others,
)


@pytest.fixture
def number(story: Story) -> int:
    """An objection followed an editorial change; an urgent call on the text is over."""
    number = edited(story)
    story.charter(urgent_allowed=True)
    assert story.open_call(days="3", urgent="yes").status_code == 303
    support_of_others(story)
    story.world.days_pass(5)
    return number


def declared(story: Story, number: int) -> None:
    answer = story.declares(**WHOLE, **level("b1"), **finding(number))
    assert answer.status_code == 303, answer.get_data(as_text=True)


def test_an_open_window_blocks_publishing_and_the_annex_prints_what_was_seen(
    story: Story, number: int, tmp_path: Path
) -> None:
    declared(story, number)
    page = story.caller.get(f"/documents/{story.document}/publication")
    assert "The editorial change of ¶1 can be contested until" in page.text
    assert publishes(story).status_code == 409
    story.windows_pass()
    assert publishes(story).status_code == 303
    html = output(story).get_data(as_text=True)
    assert TYPO in html
    assert "changed since only editorially, and nobody contested it" in html
    assert verify(saved_bundle(story, tmp_path)).faults == []


def test_a_contest_after_the_call_asks_the_holder_before_anything_is_published(
    story: Story, number: int
) -> None:
    declared(story, number)
    assert contests(story, story.people[1]) == 303
    assert story.state(number) is HolderState.RECHECK
    assert publishes(story).status_code == 409
    story.decides(story.people[0], number, Move.KEEP)
    story.windows_pass()
    assert publishes(story).status_code == 303
