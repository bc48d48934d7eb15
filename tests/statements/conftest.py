"""What tests of statements may ask for: the story of a document and its people."""

from tests.deliberation.stories import story
from tests.world import world

__all__ = ["story", "world"]
