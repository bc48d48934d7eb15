"""What every test of comments may ask for."""

from tests.deliberation.stories import story
from tests.world import world

__all__ = ["story", "world"]
