"""The page where a text is written: typing, tools, two people, scripts, pasting."""

import re

import pytest
from playwright.sync_api import expect

from consensus.coalitions.models import Role
from tests.browser.test_every_page import faults
from tests.browser.writing import (
    Table,
    block,
    block_reads,
    go_to,
    paste,
    reads,
    saved,
    settle,
    text_reads,
    texts,
    write_at_end,
)

pytestmark = pytest.mark.browser

WORD_TABLE = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal
{margin:0cm}</style></head><body lang=EN-GB><!--StartFragment-->
<p class=MsoHeading2 style='mso-outline-level:2'>Who pays<o:p></o:p></p>
<p class=MsoNormal>Costs are <b style='mso-bidi-font-weight:normal'>shared</b>, see
<a href="https://example.org/costs">the list</a> and
<a href="javascript:x()">this</a>.</p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times"'>&nbsp;&nbsp; </span></span
>Lines</p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>a.<span style='font:7.0pt "Times"'>&nbsp;&nbsp; </span></span
>Relays</p>
<table class=MsoTableGrid border=1><thead><tr><td style='width:1cm'><p><b>Who</b></p>
</td><td><p>Share</p></td></tr></thead><tr><td><p>Harbours<br>and ports</p>
<p>Islands</p>
</td><td><p>Half</p></td></tr></table><p class=MsoNormal>After it.<img src="x.png"></p>
<!--EndFragment--></body></html>
"""


def test_what_is_typed_is_saved_and_read_by_everybody(table: Table) -> None:
    mara = table.sit_down(table.editor)
    write_at_end(mara, 0, " By all.")
    expect(mara.locator("#ed-state")).to_contain_text(
        re.compile(r"Saved at \d\d:\d\d UTC")
    )
    saved(mara)
    reader = table.world.visitor()
    page = reader.get(f"/documents/{table.document_id}").text
    assert "Water is shared. By all." in page


def test_a_visitor_reads_along(table: Table) -> None:
    mara = table.sit_down(table.editor)
    visitor = table.new_page()
    table.open(visitor)
    expect(visitor.locator("#ed-note")).to_contain_text("You are reading along.")
    write_at_end(mara, 2, " At night too.")
    reads(visitor, 2, "Ports are open. At night too.")
    expect(visitor.locator("#ed")).to_have_attribute("contenteditable", "false")
    expect(mara.locator("#ed-watching")).to_have_text("1 reader besides")


def test_the_page_says_whom_a_change_asks_before_a_key_is_pressed(table: Table) -> None:
    ada = table.world.person("Ada Nwosu")
    panel = ada.get(f"/documents/{table.document_id}?open=b1").text
    seen = dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', panel))
    answer = ada.post(
        f"/documents/{table.document_id}/paragraphs/b1/position",
        kind="support", attribution="named", **seen,
    )  # fmt: skip
    assert answer.status_code in {302, 303}, answer.text
    mara = table.sit_down(table.editor)
    go_to(mara, 0, at="end")
    warning = mara.locator("#b1 .warnline")
    expect(warning).to_contain_text("1 person has said where they stand")
    go_to(mara, 1, at="end")
    expect(warning).to_have_count(0)


def test_two_people_type_in_one_paragraph(table: Table) -> None:
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    go_to(mara, 1, at="start")
    go_to(bo, 1, at="end")
    for one, other in zip("Undersea ", " well now", strict=True):
        mara.keyboard.type(one)
        bo.keyboard.type(other)
    beside = mara.locator("#ed > .para").nth(1).locator(".gut-who")
    expect(beside).to_have_text("Bo is writing")
    wanted = "Undersea Cables are kept. well now"
    for page in (mara, bo):
        reads(page, 1, wanted)
        saved(page)
    expect(beside).to_have_text("Bo is here")


def test_split_and_merge_under_each_others_hands(table: Table) -> None:
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    go_to(mara, 0, at="start")
    for _ in range(6):
        mara.keyboard.press("ArrowRight")
    mara.keyboard.press("Enter")
    write_at_end(bo, -1, " For trade.")
    expect(bo.locator("#ed > .para")).to_have_count(4)
    go_to(bo, 1, at="start")
    bo.keyboard.press("Backspace")
    write_at_end(mara, -2, " Daily.")
    whole = [
        "Water is shared.",
        "Cables are kept. Daily.",
        "Ports are open. For trade.",
    ]
    for page in (mara, bo):
        text_reads(page, whole)
        saved(page)
    expect(mara.locator("#ed > .para").first).to_have_attribute("id", "b1")


def test_the_tools_work_by_keyboard(table: Table) -> None:
    mara = table.sit_down(table.editor)
    go_to(mara, 0, at="start")
    mara.keyboard.press("Shift+End")
    settle(mara)
    mara.keyboard.press("Alt+F10")
    mara.keyboard.press("ArrowRight")
    expect(mara.get_by_role("button", name="Bold")).to_be_focused()
    mara.keyboard.press("Enter")
    expect(block(mara, 0).locator("strong")).to_have_text("Water is shared.")
    expect(mara.get_by_role("button", name="Bold")).to_have_attribute(
        "aria-pressed", "true"
    )
    mara.keyboard.press("Home")
    mara.keyboard.press("ArrowDown")
    mara.keyboard.press("ArrowDown")
    mara.keyboard.press("ArrowDown")
    expect(
        mara.get_by_role("menuitemradio", name="Heading", exact=True)
    ).to_be_focused()
    mara.keyboard.press("Enter")
    expect(mara.locator("#b1 h2")).to_have_text("Water is shared.")
    expect(mara.locator("#ed")).to_be_focused()
    expect(mara.locator("#ed-toc")).to_contain_text("Water is shared.")
    mara.keyboard.press("Control+z")
    expect(mara.locator("#b1 p.read")).to_have_text("Water is shared.")
    saved(mara)


def test_paragraphs_are_named_and_moved_by_keyboard(table: Table) -> None:
    mara = table.sit_down(table.editor)
    group = mara.get_by_role("group", name="Paragraph 1", exact=True)
    expect(group).to_contain_text("Water is shared.")
    go_to(mara, 0, at="end")
    mara.keyboard.press("Alt+ArrowDown")
    expect(mara.get_by_role("group", name="Paragraph 2", exact=True)).to_contain_text(
        "Water is shared."
    )
    moved = mara.locator("#ed > .para")
    for number, block_id in enumerate(["b2", "b1", "b3"]):
        expect(moved.nth(number)).to_have_attribute("id", block_id)
    saved(mara)


def test_signs_make_headings_lists_and_quotations(table: Table) -> None:
    mara = table.sit_down(table.editor)
    go_to(mara, 2, at="end")
    for typed in ("## Rules", "- one", "two", "", "> Said once", "", "1. first"):
        mara.keyboard.press("Enter")
        mara.keyboard.type(typed)
    expect(mara.locator("#ed h2")).to_have_text("Rules")
    expect(mara.locator("#ed ul li")).to_have_text(["one", "two"])
    expect(mara.locator("#ed blockquote")).to_contain_text(["Said once"])
    expect(mara.locator("#ed ol li")).to_have_text("first")
    saved(mara)


def test_found_words_are_replaced_in_one_step(table: Table) -> None:
    mara = table.sit_down(table.editor)
    go_to(mara, 0, at="start")
    mara.keyboard.press("Control+f")
    mara.get_by_label("Find", exact=True).fill("ARE")
    expect(mara.locator("[data-count]")).to_have_text("3 places")
    mara.keyboard.press("Enter")
    expect(mara.locator("[data-count]")).to_have_text("1 of 3 places")
    mara.get_by_label("Replace by").fill("stay")
    mara.get_by_role("button", name="Replace all").click()
    expect(block(mara, 1)).to_have_text("Cables stay kept.")
    reads(mara, 0, "Water is shstayd.")
    mara.keyboard.press("Escape")
    mara.keyboard.press("Control+z")
    text_reads(mara, ["Water is shared.", "Cables are kept.", "Ports are open."])


@pytest.mark.parametrize(
    ("composed", "words"),
    [
        (["ن", "نه", "نهر"], "نهر"),
        (["shui", "水", "水路"], "水路"),
    ],
)
def test_an_input_method_composes_words(
    table: Table, composed: list[str], words: str
) -> None:
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    go_to(mara, 0, at="end")
    keyboard = mara.context.new_cdp_session(mara)
    for step in composed:
        keyboard.send(
            "Input.imeSetComposition",
            {"text": step, "selectionStart": len(step), "selectionEnd": len(step)},
        )
        settle(mara)
    write_at_end(bo, 0, "!")
    keyboard.send("Input.insertText", {"text": words})
    keyboard.detach()
    found = re.compile(f"^Water is shared.(!{words}|{words}!)$")
    for page in (mara, bo):
        block_reads(page, 0, found)
        saved(page)
    text_reads(bo, texts(mara))


def test_a_word_table_is_pasted_clean(table: Table) -> None:
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    go_to(mara, 2, at="end")
    mara.keyboard.press("Enter")
    paste(mara, WORD_TABLE, "not this")
    expect(mara.locator("#announce")).to_contain_text("1 picture was left away")
    for page in (mara, bo):
        expect(page.locator("#ed h2")).to_have_text("Who pays")
        expect(page.locator("#ed .read strong")).to_have_text("shared")
        expect(page.locator("#ed .read a")).to_have_attribute(
            "href", "https://example.org/costs"
        )
        expect(page.locator("#ed ol li")).to_have_text(["Lines", "Relays"])
        expect(page.locator("#ed th")).to_have_text(["Who", "Share"])
        expect(page.locator("#ed td")).to_have_count(2)
        cells = page.locator("#ed td").all_inner_texts()
        assert cells == ["Harbours\nand ports\nIslands", "Half"]
        reads(page, -1, "After it.")
        saved(page)
    expect(mara.locator("#ed [style]")).to_have_count(0)


def test_pasted_words_alone_and_words_of_our_own(table: Table) -> None:
    mara = table.sit_down(table.editor)
    go_to(mara, 2, at="end")
    paste(mara, "", " First line.\n\nSecond line.")
    reads(mara, -2, "Ports are open. First line.")
    reads(mara, -1, "Second line.")
    go_to(mara, 2, at="end")
    google = (
        '<b style="font-weight:normal"><p><span style="font-weight:700">Bold</span>'
        "<span> plain</span></p><ul><li aria-level=1><p>One</p></li><ul>"
        "<li aria-level=2><p>Two</p></li></ul></ul></b>"
    )
    mara.keyboard.press("Enter")
    paste(mara, google, "x")
    expect(mara.locator("#ed strong")).to_have_text("Bold")
    expect(mara.locator("#ed .read-l2 li")).to_have_text("Two")
    saved(mara)


def test_a_member_suggests_other_words(table: Table) -> None:
    ada = table.seat("Ada Nwosu", role=Role.MEMBER)
    expect(ada.locator("#ed-note")).to_contain_text("You are suggesting.")
    name = "Suggest other words for paragraph 2"
    ada.get_by_role("button", name=name, exact=True).click()
    words = ada.get_by_role("textbox", name="Your words for paragraph 2")
    expect(words).to_be_focused()
    ada.keyboard.press("Control+End")
    ada.keyboard.type(" Always.")
    ada.get_by_label("Why").fill("They break.")
    ada.get_by_role("button", name="Send this suggestion").click()
    expect(ada.get_by_text("Recorded as S-1.").first).to_be_visible()
    reads(ada, 1, "Cables are kept.")
    mara = table.sit_down(table.editor)
    expect(mara.locator("#ed-sug")).to_contain_text("1 waits for the editors.")


def test_the_page_shuts_nobody_out(table: Table) -> None:
    mara = table.sit_down(table.editor)
    mara.emulate_media(reduced_motion="reduce")
    go_to(mara, 2, at="end")
    mara.keyboard.press("Enter")
    paste(mara, WORD_TABLE, "")
    found = [f"editing: {line}" for line in faults(mara)]
    mara.set_viewport_size({"width": 1280, "height": 900})
    mara.keyboard.press("Control+f")
    found += [f"finding: {line}" for line in faults(mara)]
    mara.get_by_role("radio", name="Suggest").check(force=True)
    mara.get_by_role("button", name="for paragraph 2").click()
    mara.get_by_role("textbox", name="Your words for paragraph 2").wait_for()
    found += [f"suggesting: {line}" for line in faults(mara)]
    assert found == []
