"""What tests of challenges may ask for."""

import pytest

from tests.challenges.contesting import Contested, contested
from tests.deliberation.stories import Story, story
from tests.world import world

__all__ = ["story", "told", "world"]


@pytest.fixture
def told(story: Story) -> Contested:
    """A text whose levels are declared over a maintained objection."""
    return contested(story)
