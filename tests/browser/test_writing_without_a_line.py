"""What was written without a line is there after hours, and reaches everybody."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.writing import Table, block, reads, saved, write_at_end

pytestmark = pytest.mark.browser

_WORDS = ["Water is shared.", "Cables are kept.", "Ports are open."]


def lose_the_line(page: Page) -> None:
    """The net is gone, and the page has noticed."""
    page.context.set_offline(True)
    expect(page.locator("#ed-state")).to_have_attribute("data-state", "offline")


def test_words_written_offline_survive_closing_the_page(table: Table) -> None:
    mara = table.sit_down(table.editor)
    iben = table.seat("Iben Lund")
    lose_the_line(mara)
    write_at_end(mara, 0, " By all.")
    write_at_end(iben, 1, " Always.")
    saved(iben)
    reads(mara, 0, "Water is shared. By all.")
    reads(iben, 0, "Water is shared.")

    mara.close(run_before_unload=False)
    page = _same_browser(table, mara)
    reads(page, 0, "Water is shared. By all.")
    reads(page, 1, "Cables are kept. Always.")
    saved(page)
    reads(iben, 0, "Water is shared. By all.")


def test_the_line_comes_back_to_an_open_page(table: Table) -> None:
    mara = table.sit_down(table.editor)
    iben = table.seat("Iben Lund")
    lose_the_line(mara)
    write_at_end(mara, 2, " For all.")
    block(mara, 0).click()
    write_at_end(iben, 0, " Now.")
    saved(iben)
    mara.context.set_offline(False)
    saved(mara)
    for page in (mara, iben):
        reads(page, 0, "Water is shared. Now.")
        reads(page, 2, "Ports are open. For all.")


def test_two_tabs_of_one_person_are_two_writers(table: Table) -> None:
    one = table.sit_down(table.editor)
    other = one.context.new_page()
    table.open(other)
    write_at_end(one, 0, " One.")
    write_at_end(other, 1, " Two.")
    for page in (one, other):
        saved(page)
        reads(page, 0, "Water is shared. One.")
        reads(page, 1, "Cables are kept. Two.")


def _same_browser(table: Table, closed: Page) -> Page:
    """The page opened anew where it was closed, with the line back."""
    context = closed.context
    context.set_offline(False)
    page = context.new_page()
    table.open(page)
    return page
