"""What tests of moderation may ask for: the story of a document."""

from tests.deliberation.stories import story
from tests.world import world

__all__ = ["story", "world"]
