"""Playing through the history of a text in a real browser."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from consensus import clock
from tests.browser.sample import Sample

pytestmark = pytest.mark.browser


def test_it_plays_by_itself_until_it_is_stopped(
    sample: Sample, open_page: Callable[[], Page]
) -> None:
    page = sample.opened_by("", open_page)
    page.emulate_media(reduced_motion="no-preference")
    page.clock.install()
    page.clock.pause_at(clock.now() + timedelta(hours=1))  # or it goes on by itself
    page.goto(sample.settings.base_url + sample.at("argued", "/play"))
    page.get_by_role("button", name="Play by itself").click()
    expect(page.get_by_role("button", name="Stop playing")).to_be_focused()
    page.clock.fast_forward(5_000)
    expect(page).to_have_url(re.compile(r"step=2"))
    page.goto(sample.settings.base_url + sample.at("argued", "/play"))
    page.get_by_role("button", name="Stop playing").click()
    page.clock.fast_forward(60_000)
    expect(page).to_have_url(re.compile(r"/play$"))


def test_whoever_wants_less_motion_is_not_offered_it(
    sample: Sample, open_page: Callable[[], Page]
) -> None:
    page = sample.opened_by("", open_page)  # its window asks for less motion
    page.goto(sample.settings.base_url + sample.at("argued", "/play"))
    expect(page.get_by_role("link", name="Next")).to_be_visible()
    expect(page.get_by_role("button", name="Play by itself")).to_be_hidden()


def test_the_steps_are_walked_by_keyboard(
    sample: Sample, open_page: Callable[[], Page]
) -> None:
    page = sample.opened_by("", open_page)
    page.goto(sample.settings.base_url + sample.at("argued", "/play"))
    page.get_by_role("link", name="Next").press("Enter")
    expect(page.get_by_role("slider", name="Step 2 of")).to_have_value("2")
    page.get_by_role("slider").press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"step=1"))
