"""Words selected in a paragraph are the words that a comment on it means."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sample import Sample

pytestmark = pytest.mark.browser

SELECT = """(article) => {
    const walker = document.createTreeWalker(
        article.querySelector("[data-words]"), NodeFilter.SHOW_TEXT,
    );
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf("on a call");
        if (at < 0) continue;
        getSelection().setBaseAndExtent(
            walker.currentNode, at, walker.currentNode, at + "on a call".length,
        );
    }
}"""


def test_a_member_finds_the_selected_words_in_the_form(
    sample: Sample, open_page: Callable[[], Page]
) -> None:
    page = sample.opened_by("noor", open_page)
    page.goto(sample.settings.base_url + sample.at("public", "?open={block}"))
    paragraph = page.locator(f"[id='{sample.blocks['public']}']")
    paragraph.evaluate(SELECT)
    paragraph.locator("summary", has_text=re.compile(r"^Comment on")).click()
    quote = paragraph.get_by_label("The words you mean")
    expect(quote).to_have_value("on a call")
    quote.fill("made on a call")
    paragraph.get_by_label("Your comment", exact=True).fill("Which call?")
    paragraph.get_by_role("button", name="Send the comment").click()
    expect(page.locator(".cmt-q", has_text="made on a call")).to_be_visible()


def test_a_guest_takes_them_along_to_the_form(
    sample: Sample, open_page: Callable[[], Page]
) -> None:
    page = sample.opened_by("", open_page)
    page.goto(sample.settings.base_url + sample.at("public", "?open={block}"))
    paragraph = page.locator(f"[id='{sample.blocks['public']}']")
    paragraph.evaluate(SELECT)
    paragraph.get_by_role("link", name="Comment as a guest").click()
    expect(page.get_by_label("The words you mean")).to_have_value("on a call")
