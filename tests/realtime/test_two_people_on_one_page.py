"""Two browsers on one document: what one does, the other sees without a reload."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from consensus.app import create_app
from consensus.config import Settings
from consensus.db import db
from tests.serving import Server
from tests.world import World

pytestmark = pytest.mark.browser

PANEL = "#b1-delib"


@dataclass
class Table:
    """A document on a real server, and the people's browsers in front of it."""

    server: Server
    world: World
    document_id: int
    new_page: Callable[[], Page]

    def seat(self, name: str) -> Page:
        """The document, with the first paragraph's panel open, for a new member."""
        person = self.world.person(name)
        page = self.new_page()
        cookie = person.client.get_cookie("sid")
        assert cookie is not None
        page.context.add_cookies(
            [{"name": "sid", "value": cookie.value, "url": self.server.url}]
        )
        self.open(page)
        return page

    def open(self, page: Page) -> None:
        """Load the document and wait until the page is live."""
        page.goto(f"{self.server.url}/documents/{self.document_id}?open=b1")
        expect(page.locator("html")).to_have_attribute("data-line", "live")


def table_at(server: Server, world: World, new_page: Callable[[], Page]) -> Table:
    """A document of two paragraphs, at the time it really is."""
    editor = world.person("Ada")
    words = ["Water is shared.", "Cables are kept."]
    document_id = world.document("Rivers", words, by=editor)
    return Table(server, world, document_id, new_page)


@pytest.fixture
def table(
    common_server: Server, common_world: World, open_page: Callable[[], Page]
) -> Table:
    """A table at the server that other tests use too."""
    return table_at(common_server, common_world, open_page)


@pytest.fixture
def own_table(server: Server, open_page: Callable[[], Page]) -> Iterator[Table]:
    """A table at a server that may be killed."""
    app = create_app(server.settings)
    yield table_at(server, World(app), open_page)
    with app.app_context():
        db.engine.dispose()


def test_an_objection_appears_on_the_other_page_without_a_reload(table: Table) -> None:
    bo, cy = table.seat("Bo"), table.seat("Cy")
    visitor = table.new_page()
    table.open(visitor)
    loads: list[str] = []
    cy.on("load", lambda page: loads.append(page.url))

    object_to_it(bo, "It names no river.")

    for page in (cy, visitor):
        panel = page.locator(PANEL)
        expect(panel).to_contain_text("It names no river.")
        expect(page.locator("#b1-gut .pos-objection")).to_contain_text("1")
        expect(page.locator("#b1-counts")).to_contain_text("1 objects")
    assert loads == []


def test_what_is_half_typed_stays_and_the_new_waits_behind_a_counted_button(
    table: Table,
) -> None:
    bo, cy = table.seat("Bo"), table.seat("Cy")
    cy.emulate_media(reduced_motion="reduce")  # scrolling ends at once
    cy.locator("#b1-take input[value=dissent]").check()
    reason = cy.locator("#b1-reason")
    reason.fill("I would rather say")
    reason.focus()
    place = reason.bounding_box()

    object_to_it(bo, "It names no river.")

    flag = cy.locator(f"{PANEL} button.newflag")
    expect(flag).to_have_text("1 new objection. Show it")
    expect(cy.locator(PANEL)).not_to_contain_text("It names no river.")
    expect(cy.locator("#b1-gut .pos-objection")).to_contain_text("1")
    expect(cy.locator("#b1-counts")).to_contain_text("1 objects")
    expect(reason).to_be_focused()
    assert reason.bounding_box() == place

    object_to_it(table.seat("Di"), "It names no sea.")
    expect(flag).to_have_text("2 new objections. Show them")

    flag.click()
    expect(cy.locator(PANEL)).to_contain_text("It names no river.")
    expect(cy.locator(PANEL)).to_contain_text("It names no sea.")
    expect(flag).to_have_count(0)
    expect(cy.locator(f"{PANEL} article.obj").first).to_be_focused()
    expect(reason).to_have_value("I would rather say")
    expect(cy.locator("#b1-take input[value=dissent]")).to_be_checked()


def test_live_updates_can_be_switched_off_and_stay_off(table: Table) -> None:
    bo, cy = table.seat("Bo"), table.seat("Cy")
    switch = cy.get_by_role("switch", name="Live updates")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(cy.locator("html")).to_have_attribute("data-line", "off")
    expect(cy.locator("[data-live-state]")).to_have_text("Live updates are off")

    cy.reload()
    expect(switch).to_have_attribute("aria-checked", "false")
    object_to_it(bo, "It names no river.")
    expect(bo.locator(PANEL)).to_contain_text("It names no river.")
    expect(cy.locator(PANEL)).not_to_contain_text("It names no river.")

    switch.click()  # and what was missed is there
    expect(cy.locator(PANEL)).to_contain_text("It names no river.")


def test_a_lost_line_is_told_and_what_was_missed_comes_when_it_is_back(
    own_table: Table, serve: Callable[[Settings | None], Server]
) -> None:
    cy = own_table.seat("Cy")
    own_table.server.kill()
    state = cy.locator("[data-live-state]")
    expect(state).to_have_text("Not live: the connection is lost")

    serve(own_table.server.settings)
    object_to_it(own_table.seat("Bo"), "It names no river.")
    expect(cy.locator(PANEL)).to_contain_text("It names no river.")
    expect(cy.locator("html")).to_have_attribute("data-line", "live")


def test_sec_4_signing_out_elsewhere_in_the_browser_ends_the_page(
    table: Table,
) -> None:
    cy = table.seat("Cy")
    other = cy.context.new_page()
    table.open(other)
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url(re.compile(r"/$"))
    expect(cy.locator("html")).to_have_attribute("data-line", "ended")
    expect(cy.locator("#alert")).to_have_text("You are signed out.")


def object_to_it(page: Page, reason: str) -> None:
    """Object to the first paragraph by its form."""
    page.locator("#b1-take input[value=objection]").check()
    page.locator("#b1-reason").fill(reason)
    page.get_by_role("button", name="Record my position").click()
    expect(page.locator(PANEL)).to_contain_text(reason)
