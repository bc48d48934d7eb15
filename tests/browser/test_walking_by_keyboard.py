"""The whole way by the keyboard alone, with the focus in sight at every stop."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.drivers import Keyboard
from tests.browser.walk import Walk, whole_way
from tests.chain.terminal import run_elsewhere
from tests.serving import Server
from tests.world import World

pytestmark = pytest.mark.browser


def test_a_text_is_written_argued_over_and_published_by_keyboard(
    rehearsal: Server,
    rehearsed: World,
    open_page: Callable[[], Page],
    tmp_path: Path,
) -> None:
    unseen: set[str] = set()
    walk = Walk(rehearsal, rehearsed, open_page, lambda page: Keyboard(page, unseen))
    ended = run_elsewhere(tmp_path, "verify", whole_way(walk, tmp_path))
    assert ended.code == 0, ended.err
    assert unseen == set()
