"""A text of 150 pages in the editor: typing and scrolling hold up nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consensus.app import create_app
from consensus.config import Settings
from consensus.db import db
from tests.browser.writing import Table, go_to, saved
from tests.serving import Server
from tests.world import World

pytestmark = pytest.mark.browser

PARAGRAPHS = 1_500
SENTENCE = "Every meeting says before it begins what taking part in it costs. " * 3
LONGEST = 50_000
"""Microseconds of work in one task of the page."""


def test_a_text_of_150_pages_types_and_scrolls_without_a_long_task(
    serve: Callable[[Settings | None], Server], open_page: Callable[[], Page]
) -> None:
    server = serve(None)
    app = create_app(server.settings)
    world = World(app)
    editor = world.person("Mara Vance")
    document_id = world.document("Long", [SENTENCE] * PARAGRAPHS, by=editor)
    table = Table(server, world, document_id, editor, open_page)
    mara = table.sit_down(editor)
    expect(mara.locator("#ed > .para")).to_have_count(PARAGRAPHS)
    go_to(mara, 700, at="end")
    tasks = traced(mara, _type_and_scroll)
    saved(mara)
    assert len(tasks) > 100, "the trace is empty"
    assert [one for one in tasks if one > LONGEST] == []
    with app.app_context():
        db.engine.dispose()


def _type_and_scroll(page: Page) -> None:
    page.keyboard.type("Typed in a long text. ", delay=20)
    expect(page.locator("#b701")).to_contain_text("Typed in a long text.")
    for _ in range(20):
        page.mouse.wheel(0, 2_000)
        page.evaluate("() => new Promise(requestAnimationFrame)")


def traced(page: Page, act: Callable[[Page], None]) -> list[int]:
    """
    Microseconds of each task of the page's main thread while something is done.

    Of work, not of the clock: what else runs on the machine does not count.
    """
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=["toplevel", "devtools.timeline"])
    try:
        act(page)
    finally:
        events: list[dict[str, Any]] = json.loads(browser.stop_tracing())["traceEvents"]
    main = {
        (one["pid"], one["tid"])
        for one in events
        if one.get("name") == "thread_name"
        and one["args"].get("name") == "CrRendererMain"
    }
    return [
        one["tdur"]
        for one in events
        if str(one.get("name")).endswith("RunTask")
        and "tdur" in one
        and (one["pid"], one["tid"]) in main
    ]
