"""Every page, in both themes, on a desk and on a telephone, shuts nobody out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from consensus.app import create_app
from consensus.db import db
from consensus.sample.people import SLUG
from tests.axe import axe
from tests.browser.places import KINDS, NOT_PAGES, Places
from tests.browser.sample import Sample

pytestmark = pytest.mark.browser

DESK, TELEPHONE = 1280, 390
"""Widths of the window, in CSS pixels."""

Open = Callable[[], Page]


@pytest.mark.parametrize("places", KINDS)
def test_a_page_shuts_nobody_out(
    places: Callable[[Sample], Places], sample: Sample, open_page: Open
) -> None:
    readers: dict[str, Page] = {}
    found = []
    for reader, address in places(sample):
        if reader not in readers:
            readers[reader] = sample.opened_by(reader, open_page)
        page = readers[reader]
        answer = page.goto(sample.settings.base_url + address)
        assert answer is not None
        assert answer.status == 200, address
        found += [f"{reader} {address} {line}" for line in faults(page)]
    assert found == []


def test_no_page_is_left_out(sample: Sample) -> None:
    """A page that is built later belongs into one of the lists above."""
    app = create_app(sample.settings)
    with app.app_context():
        db.engine.dispose()
    looked_at = set()
    match = app.url_map.bind("localhost").match
    for kind in KINDS:
        for _, address in kind(sample):
            endpoint, _ = match(address.partition("?")[0])
            looked_at.add(endpoint)
    built = {r.endpoint for r in app.url_map.iter_rules() if "GET" in (r.methods or ())}
    assert built - looked_at - NOT_PAGES == {"publication.download_page"}


def test_the_saved_page_shuts_nobody_out(sample: Sample, open_page: Open) -> None:
    """The published version as one file, opened without the service."""
    page = sample.opened_by("", open_page)
    saved = sample.at("published", "/versions/1.0/publication.html")
    answer = page.request.get(sample.settings.base_url + saved)
    page.set_content(answer.text())
    assert faults(page) == []


def test_a_refusal_shuts_nobody_out(sample: Sample, open_page: Open) -> None:
    noor = sample.opened_by("noor", open_page)
    found = [f"404 {line}" for line in refused(noor, sample, "/documents/999", 404)]
    edit = sample.at("argued", "/paragraphs/{block}/edit")
    found += [f"403 {line}" for line in refused(noor, sample, edit, 403)]
    amara = sample.opened_by("amara", open_page)
    checklist = sample.at("closed", "/publication")
    found += [
        f"409 {line}"
        for line in refused(amara, sample, checklist, 409, "Publish as version 1.0")
    ]
    assert found == []


def test_a_refused_position_shuts_nobody_out(sample: Sample, open_page: Open) -> None:
    """No kind chosen, words changed meanwhile, signed out meanwhile."""
    noor = sample.opened_by("noor", open_page)
    panel = sample.at("begun", "?open={block}")
    found = refused(noor, sample, panel, 422, "Record my position")
    noor.goto(sample.settings.base_url + panel)
    noor.get_by_role("radio", name="I can put my name").check()
    words_change(sample.opened_by("lucas", open_page), sample)
    found += answered(noor, 409, "Record my position")
    noor.goto(sample.settings.base_url + panel)
    noor.get_by_role("radio", name="I cannot accept").check()
    noor.get_by_label("Your reason").fill("Nobody asked the lighthouse.")
    sid = {"name": "sid", "value": "ended", "url": sample.settings.base_url}
    noor.context.add_cookies([sid])  # type: ignore[list-item]
    found += answered(noor, 401, "Record my position")
    assert noor.get_by_text("Nobody asked the lighthouse.").is_visible()
    assert found == []


def test_a_refused_form_shuts_nobody_out(sample: Sample, open_page: Open) -> None:
    """Forms that come back with what was typed and what is wrong with it."""
    begin = f"/coalitions/{SLUG}/documents/new"
    lucas = sample.opened_by("lucas", open_page)
    found = refused(lucas, sample, begin, 422, "Begin the document")
    lucas.goto(
        sample.settings.base_url + sample.at("argued", "/paragraphs/{block}/edit")
    )
    lucas.get_by_label("Words").fill("[nowhere](nowhere)")
    found += answered(lucas, 422, "Save this paragraph")
    ines = sample.opened_by("ines", open_page)
    desk = sample.at("closed", "/desk")
    found += refused(ines, sample, desk, 422, "Declare the levels and findings")
    visitor = sample.opened_by("", open_page)
    found += refused(visitor, sample, "/sign-in", 422, "Email me a link")
    visitor.get_by_label("Email address").fill("somebody@slow-lines.example")
    found += answered(visitor, 200, "Email me a link")
    newcomer = sample.opened_by("newcomer", open_page)
    found += refused(newcomer, sample, f"/coalitions/{SLUG}/seat", 422, "Join")
    assert found == []


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in either theme, at either width."""
    page.set_viewport_size({"width": DESK, "height": 900})
    page.emulate_media(color_scheme="light")
    found = [f"desk, light: {line}" for line in axe(page)]
    page.emulate_media(color_scheme="dark")
    # Nothing but colours depends on the theme.
    found += [f"desk, dark: {line}" for line in axe(page, only="color-contrast")]
    page.set_viewport_size({"width": TELEPHONE, "height": 900})
    found += [f"telephone, dark: {line}" for line in axe(page)]
    if page.evaluate("document.documentElement.scrollWidth") > TELEPHONE:
        found.append("scrolls sideways")
    return found


def refused(
    page: Page, sample: Sample, address: str, status: int, button: str = ""
) -> list[str]:
    """What is wrong with a refusal: of an address, or of what a button there sends."""
    answer = page.goto(sample.settings.base_url + address)
    if button:
        return answered(page, status, button)
    assert answer is not None
    assert answer.status == status
    return faults(page)


def answered(page: Page, status: int, button: str) -> list[str]:
    """What is wrong with the answer to a button."""
    with page.expect_navigation() as navigated:
        # Not a click: what is marked as not possible yet can be pressed all the same.
        page.get_by_role("button", name=button).press("Enter")
    assert navigated.value is not None
    assert navigated.value.status == status
    return [f"{status} {line}" for line in faults(page)]


def words_change(editor: Page, sample: Sample) -> None:
    """The editor changes the paragraph that is being looked at."""
    form = sample.at("begun", "/paragraphs/{block}/edit")
    editor.goto(sample.settings.base_url + form)
    words = editor.get_by_label("Words")
    words.fill(words.input_value() + " Twice.")
    editor.get_by_role("button", name="Save this paragraph").click()
    editor.wait_for_url(re.compile(r"/documents/\d+(#.*)?$"))
