"""Markdown becomes the closed blocks: structure kept, characters as typed."""

from typing import Any

import pytest

from consensus.errors import Invalid
from consensus.schema import Block, inline_nodes
from tests.conversion.conftest import Read
from tests.conversion.second_readers import block_text


def _shape(blocks: list[Block]) -> list[tuple[str, dict[str, Any], str]]:
    return [
        (
            block["type"],
            {name: value for name, value in block["attrs"].items() if name != "id"},
            block_text(block).strip(),
        )
        for block in blocks
    ]


def _item(text: str, **attrs: Any) -> tuple[str, dict[str, Any], str]:
    return "list_item", {"level": 1, **attrs}, text


def test_lists_become_flat_items_that_keep_level_number_and_further_paragraphs(
    read: Read,
) -> None:
    text = "3. three\n\n   more\n\n   - inner\n\n4. four\n\n   > said\n\n- bullet\n"
    assert _shape(read(text, "a.md").blocks) == [
        _item("three", list="ordered", start=3),
        _item("more", list="ordered", continues=True),
        _item("inner", list="bullet", level=2),
        _item("four", list="ordered"),
        _item("said", list="ordered", continues=True, quoted=True),
        _item("bullet", list="bullet"),
    ]


def test_a_list_that_a_table_interrupts_goes_on_with_its_number(read: Read) -> None:
    text = "1. one\n\n   | a |\n   |---|\n   | b |\n\n2. two\n"
    kinds = [
        (shape[0], shape[1].get("start")) for shape in _shape(read(text, "a.md").blocks)
    ]
    assert kinds == [("list_item", 1), ("table", None), ("list_item", 2)]


def test_lists_deeper_than_the_text_allows_stay_at_the_deepest_level(
    read: Read,
) -> None:
    text = "".join(f"{'  ' * depth}- level {depth}\n" for depth in range(12))
    levels = [block["attrs"]["level"] for block in read(text, "a.md").blocks]
    assert levels == [1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8]


def test_headings_quotations_and_terms_keep_their_kind(read: Read) -> None:
    text = "## Part\n\n> # Said\n>\n> - listed\n\nTerm\n: meaning\n\nA  \nB\n"
    assert _shape(read(text, "a.md").blocks) == [
        ("heading", {"level": 2}, "Part"),
        ("quotation", {}, "Said"),
        _item("listed", list="bullet", quoted=True),
        ("paragraph", {}, "Term"),
        ("paragraph", {}, "meaning"),
        ("paragraph", {}, "A B"),
    ]


def test_a_footnote_is_a_mark_and_a_note_right_after_its_block(read: Read) -> None:
    text = "One[^a] two.\n\nNext.\n\n[^a]: First *note*.\n\n    Second part.\n"
    first, note, after = read(text, "a.md").blocks
    marks = [node for node in first["content"] if node["type"] == "footnote"]
    assert [mark["attrs"]["note"] for mark in marks] == [note["attrs"]["id"]]
    assert note["type"] == "note"
    assert [node["type"] for node in note["content"]].count("hard_break") == 1
    assert block_text(note).strip() == "First note. Second part."
    assert block_text(after).strip() == "Next."


def test_a_note_that_nothing_refers_to_keeps_its_words(read: Read) -> None:
    blocks = read("Words.\n\n[^lone]: Nobody calls me.\n", "a.md").blocks
    assert block_text(blocks[-1]).strip() == "[^lone]: Nobody calls me."


def test_tables_keep_headers_spans_and_lines_even_when_written_as_html(
    read: Read,
) -> None:
    text = (
        "<table><caption>Who pays</caption>"
        "<tr><th colspan=2>Costs</th></tr>"
        "<tr><td rowspan=9>A<br>B</td><td><ul><li>x</li><li>y</li></ul></td></tr>"
        "<tr><td>z</td></tr></table>\n"
    )
    (table,) = read(text, "a.md").blocks
    rows = [row["content"] for row in table["content"]]
    assert table["attrs"]["caption"] == "Who pays"
    assert [[cell["type"] for cell in row] for row in rows] == [
        ["table_header"],
        ["table_cell", "table_cell"],
        ["table_cell"],
    ]
    assert rows[0][0]["attrs"] == {"colspan": 2}
    assert rows[1][0]["attrs"] == {"rowspan": 2}
    assert block_text({**table, "attrs": {}}).split() == (
        ["Costs", "A", "B", "•", "x", "•", "y", "z"]
    )


def test_a_table_too_long_for_one_block_becomes_several(read: Read) -> None:
    rows = "".join(f"| {number} | {'word ' * 100}|\n" for number in range(100))
    imported = read(f"| n | text |\n|---|---|\n{rows}", "a.md")
    assert [block["type"] for block in imported.blocks] == ["table"] * 3
    words = " ".join(map(block_text, imported.blocks)).split()
    assert [word for word in words if word.isdigit()] == [str(n) for n in range(100)]
    assert imported.notices == ["1 long table was divided into several."]


def test_marks_and_safe_links_are_kept_and_links_within_lead_to_blocks(
    read: Read,
) -> None:
    marked = "**b** *e* ~~s~~ `c` <sub>x</sub>"
    text = f"# Aims\n\n{marked} [w](https://a.example/) [h](#aims)\n"
    heading, block = read(text, "a.md").blocks
    marks = {
        node["text"].strip(): [
            mark.get("attrs", {}).get("href", mark["type"]) for mark in node["marks"]
        ]
        for node in inline_nodes(block)
        if "marks" in node
    }
    assert marks == {
        "b": ["strong"],
        "e": ["em"],
        "s": ["strike"],
        "c": ["code"],
        "x": ["sub"],
        "w": ["https://a.example/"],
        "h": [f"#{heading['attrs']['id']}"],
    }


def test_what_cannot_come_along_is_told_and_link_words_are_kept(read: Read) -> None:
    text = (
        "![alt](a.png) <img src=b.png>\n\n[run](javascript:alert(1)) [file](b.html) "
        "[gone](#nowhere)\n\n<script>alert(1)</script>\n"
    )
    imported = read(text, "a.md")
    assert block_text(imported.blocks[0]).strip() == "run file gone"
    assert not any("marks" in node for node in inline_nodes(imported.blocks[0]))
    assert imported.notices == [
        "2 pictures were left out.",
        "3 links were left out; their words were kept.",
        "1 piece of code for another program was left out.",
    ]


def test_typed_characters_are_not_taken_for_syntax_that_policies_do_not_mean(
    read: Read,
) -> None:
    text = '"Costs" of $5 -- or $6... :smile: H~2~O 2^10^ [ ] {:x} (a) [x]{.y}'
    assert block_text(read(f"{text}\n", "a.md").blocks[0]).strip() == text
    assert block_text(read("(a) first\n", "a.md").blocks[0]).strip() == "(a) first"


def test_code_keeps_its_lines(read: Read) -> None:
    (block,) = read("```py\nfor x:\n    y\n```\n", "a.md").blocks
    assert [node.get("text") for node in block["content"]] == ["for x:", None, "    y"]


def test_a_frame_that_says_its_language_and_direction_passes_them_on(
    read: Read,
) -> None:
    text = (
        '<div lang="ar" dir="rtl">\n\nنص\n\n</div>\n\n<div lang="EN x">\n\nA\n\n</div>'
    )
    arabic, plain = read(text, "a.md").blocks
    assert (arabic["attrs"]["lang"], arabic["attrs"]["dir"]) == ("ar", "rtl")
    assert set(plain["attrs"]) == {"id"}


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        ("---\ntitle: 'A plan'\nx: 1\n---\n# Head\n", "A plan", "Head"),
        ("---\ntitle: A\n\n--- abstract\n\nText\n", "A", "--- abstract"),
        ("---\nlayout: page\n---\ntext\n\n# The *aim*\n", "The aim", "text"),
        ("---\n\nNo front matter.\n\n---\n", None, "No front matter."),
        ("---\ntitle: never closed\n", None, "title: never closed"),
        ("## Only a part\n", None, "Only a part"),
    ],
    ids=["quoted", "kramdown", "heading", "rule", "open", "level2"],
)
def test_the_title_comes_from_the_front_matter_or_the_first_heading(
    read: Read, text: str, title: str | None, first: str
) -> None:
    imported = read(text, "a.markdown")
    assert imported.title == title
    assert block_text(imported.blocks[0]).strip() == first


def test_a_heading_that_runs_on_is_a_paragraph(read: Read) -> None:
    (block,) = read(f"# {'word ' * 70}\n", "a.md").blocks
    assert block["type"] == "paragraph"


@pytest.mark.parametrize(
    "text", ["", "---\ntitle: A\n---\n", "![p](a.png)\n", "<!-- -->"]
)
def test_markdown_without_words_is_refused(read: Read, text: str) -> None:
    with pytest.raises(Invalid, match="holds no text"):
        read(text, "a.md")
