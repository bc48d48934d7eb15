"""What a text is made of besides its words, put in with the page's tools."""

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.writing import Table, block, go_to, reads, saved, settle, texts

pytestmark = pytest.mark.browser

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fea735816f0000000049454e44ae426082"
)
"""A picture of one pixel."""


def chosen(page: Page, menu: str, item: str) -> None:
    """Open one of the menus over the text and choose from it."""
    page.get_by_role("button", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def first_word(page: Page, number: int) -> None:
    """Choose the first word of a block by keyboard; it has no other letters."""
    go_to(page, number, at="start")
    for _ in texts(page)[number].split()[0]:
        page.keyboard.press("Shift+ArrowRight")
    settle(page)


def public(table: Table) -> str:
    """The document's page, as everybody reads it."""
    return table.world.visitor().get(f"/documents/{table.document_id}").text


def cells(page: Page) -> Locator:
    """The cells of the only table."""
    return page.locator("#ed table").locator("th, td")


def test_a_figure_has_words_for_those_who_cannot_see_it(table: Table) -> None:
    mara = table.sit_down(table.editor)
    go_to(mara, 1, at="end")
    chosen(mara, "Put in", "Figure …")
    form = mara.get_by_role("form", name="Figure")
    picture: FilePayload = {"name": "map.png", "mimeType": "image/png", "buffer": PNG}
    form.get_by_label("Picture").set_input_files(picture)
    put = form.get_by_role("button", name="Put the figure in")
    put.click()
    expect(form).to_contain_text("Say in words what the figure shows")
    form.get_by_label("What it shows").fill("A map of two cables.")
    form.get_by_label("Caption").fill("Where the cables lie")
    put.click()
    figure = mara.get_by_role("figure")
    shown = figure.get_by_role("img", name="A map of two cables.")
    expect(shown).to_have_js_property("naturalWidth", 1)
    expect(figure).to_contain_text("Where the cables lie")
    saved(mara)
    page = public(table)
    assert 'alt="A map of two cables."' in page
    assert "Where the cables lie" in page


def test_a_paragraph_has_its_own_language_and_direction(table: Table) -> None:
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    go_to(mara, 2, at="end")
    mara.keyboard.press("Enter")
    mara.keyboard.type("الماء حق للجميع.")
    chosen(mara, "This paragraph", "Language, direction and more …")
    form = mara.get_by_role("form", name="About this paragraph")
    form.get_by_label("Language").select_option("ar")
    form.get_by_role("radio", name="Right to left").check(force=True)
    form.get_by_role("button", name="Set it").click()
    for page in (mara, bo):
        words = block(page, 3)
        expect(words).to_have_attribute("lang", "ar")
        expect(words).to_have_css("direction", "rtl")
        expect(block(page, 2)).to_have_css("direction", "ltr")
    saved(mara)
    assert re.search(r'lang="ar"[^>]*dir="rtl"|dir="rtl"[^>]*lang="ar"', public(table))


def test_an_arabic_document_is_written_from_the_right(table: Table) -> None:
    other = table.world.document(
        "الأنهار", ["الماء مشترك."], by=table.editor, language="ar"
    )
    table.document_id = other
    mara = table.sit_down(table.editor)
    text = mara.get_by_role("textbox", name="Text of the draft")
    expect(text).to_have_attribute("dir", "rtl")
    expect(text).to_have_attribute("lang", "ar")
    expect(block(mara, 0)).to_have_css("direction", "rtl")


def test_words_become_a_link_and_an_acronym(table: Table) -> None:
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    first_word(mara, 0)
    mara.keyboard.press("Control+k")
    form = mara.get_by_role("form", name="Link", exact=True)
    form.get_by_label("Address").fill("javascript:x()")
    form.get_by_role("button", name="Set the link").click()
    expect(form).to_contain_text("An address starts with https:, http: or mailto:")
    form.get_by_label("Address").fill("www.example.org/water")
    mara.keyboard.press("Enter")
    first_word(mara, 1)
    chosen(mara, "More marks", "Acronym …")
    form = mara.get_by_role("form", name="Acronym")
    form.get_by_label("What the chosen letters stand for").fill("Lines under the sea")
    form.get_by_role("button", name="Set it").click()
    for page in (mara, bo):
        link = page.locator("#ed").get_by_role("link", name="Water")
        expect(link).to_have_attribute("href", "https://www.example.org/water")
        letters = page.get_by_title("Lines under the sea")
        expect(letters).to_have_text("Cables")
    saved(mara)
    read = public(table)
    assert 'href="https://www.example.org/water"' in read
    assert 'title="Lines under the sea"' in read


def test_a_footnote_mark_has_the_number_of_its_note(table: Table) -> None:
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    for number, words in ((1, "Kept since then."), (0, "By whom.")):
        go_to(mara, number, at="end")
        mara.get_by_role("button", name="Footnote", exact=True).click()
        mara.keyboard.type(words)
    for page in (mara, bo):
        for number, note in ((0, "Note 2"), (1, "Note 1")):
            mark = block(page, number).locator("a[role=doc-noteref]")
            expect(mark).to_have_text(note)
        reads(page, 3, "Kept since then.")
        reads(page, 4, "By whom.")
        saved(page)


def put_in_a_table(page: Page) -> None:
    """Of two rows and two columns, where the cursor is."""
    chosen(page, "Put in", "Table …")
    form = page.get_by_role("form", name="New table")
    form.get_by_role("spinbutton", name="Rows").fill("2")
    form.get_by_role("spinbutton", name="Columns").fill("2")
    form.get_by_role("button", name="Put the table in").click()
    expect(cells(page)).to_have_count(4)


def test_a_table_is_put_in_place_of_an_empty_paragraph(table: Table) -> None:
    mara = table.sit_down(table.editor)
    go_to(mara, 2, at="end")
    mara.keyboard.press("Enter")
    expect(mara.locator("#ed > .para")).to_have_count(4)
    put_in_a_table(mara)
    expect(mara.locator("#ed > .para")).to_have_count(4)
    for words in ("Who", "Share", "Ports"):
        mara.keyboard.type(words)
        mara.keyboard.press("Tab")
    mara.keyboard.type("Half")
    expect(cells(mara)).to_have_text(["Who", "Share", "Ports", "Half"])
    heads = mara.locator("#ed").get_by_role("columnheader")
    expect(heads).to_have_text(["Who", "Share"])
    mara.keyboard.press("Control+Enter")
    mara.keyboard.type("After it.")
    expect(block(mara, 4)).to_have_text("After it.")
    saved(mara)
    assert "<table" in public(table)


def test_rows_and_columns_come_and_go(table: Table) -> None:
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    go_to(mara, 2, at="end")
    put_in_a_table(mara)
    for page in (mara, bo):
        expect(page.locator("#ed table th")).to_have_count(2)
    chosen(mara, "Table", "Header column on or off")
    for page in (mara, bo):
        expect(page.locator("#ed table th")).to_have_count(3)
    for command, left in (
        ("Row below", 6),
        ("Column before", 9),
        ("Take the column out", 6),
        ("Take the row out", 4),
    ):
        chosen(mara, "Table", command)
        expect(cells(mara)).to_have_count(left)
        expect(cells(bo)).to_have_count(left)
    saved(mara)
