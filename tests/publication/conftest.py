"""What tests of publication may ask for: the story of a document, up to its levels."""

from tests.deliberation.stories import story
from tests.world import world

__all__ = ["story", "world"]
