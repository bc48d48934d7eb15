"""The whole way in browsers that run no script: nothing needs one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.drivers import Clicks
from tests.browser.walk import Walk, whole_way
from tests.chain.terminal import run_elsewhere
from tests.serving import Server
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """A function that opens a page in a browser of its own that runs no script."""
    with ExitStack() as opened:

        def new() -> Page:
            context = browser.new_context(locale="en-GB", java_script_enabled=False)
            return opened.enter_context(context).new_page()

        yield new


def test_a_text_is_written_argued_over_and_published_without_scripts(
    rehearsal: Server,
    rehearsed: World,
    plain_page: Callable[[], Page],
    tmp_path: Path,
) -> None:
    walk = Walk(rehearsal, rehearsed, plain_page, Clicks)
    ended = run_elsewhere(tmp_path, "verify", whole_way(walk, tmp_path))
    assert ended.code == 0, ended.err
