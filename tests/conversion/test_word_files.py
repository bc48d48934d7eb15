"""Word files: words that pandoc alone would drop, and what an import leaves out."""

import pytest

from consensus.errors import Invalid
from consensus.schema import Block
from tests.conversion.conftest import Read
from tests.conversion.second_readers import block_text
from tests.conversion.word_files import (
    cell,
    document,
    paragraph,
    run,
    styles,
    word_file,
)


def _texts(blocks: list[Block]) -> list[str]:
    return [block_text(block).strip() for block in blocks]


def _field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


_TITLE_PAGE = ("Title", "Subtitle", "Author", "Date", "Abstract")
_CUSTOM = "<w:customXml>{}</w:customXml>"
_WIDE = '<w:gridSpan w:val="2000000000"/>'
_BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r>"
)
_CHOICE = (
    "<mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice>"
    "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (
            _CUSTOM.format(paragraph(run("a") + _CUSTOM.format(run("b")))),
            ["ab"],
        ),
        (f"<w:sdt><w:sdtContent>{paragraph(run('a'))}</w:sdtContent></w:sdt>", ["a"]),
        (paragraph(f'<w:fldSimple w:instr="PAGE">{run("a")}</w:fldSimple>'), ["a"]),
        (paragraph(_field("IF ", _field("REF x", run("a")) + run("b"))), ["ab"]),
        (
            paragraph(
                f'<w:dir w:val="rtl">{run("a")}</w:dir><w:bdo>{run("b")}</w:bdo>'
            ),
            ["ab"],
        ),
        (
            paragraph(
                f"<w:r><w:ruby><w:rt>{run('kana')}</w:rt><w:rubyBase>{run('字')}"
                f"</w:rubyBase></w:ruby></w:r>{run(' end')}"
            ),
            ["字(kana) end"],
        ),
        (
            paragraph(
                run("before")
                + _BOX.format(
                    paragraph(run("in") + _BOX.format(paragraph(run("inner"))))
                    + paragraph(run("box"))
                )
                + run(" after")
            ),
            ["before after", "in", "inner", "box"],
        ),
        (paragraph(_CHOICE.format(run("new"), run("old"))), ["new"]),
        (paragraph(run("hidden", "<w:vanish/>")), ["hidden"]),
    ],
    ids=[
        "custom",
        "control",
        "simple",
        "field",
        "dir",
        "ruby",
        "box",
        "choice",
        "hidden",
    ],
)
def test_words_in_frames_that_pandoc_does_not_know_are_kept(
    read: Read, body: str, texts: list[str]
) -> None:
    assert _texts(read(word_file(body), "a.docx").blocks) == texts


def test_tracked_changes_are_accepted_and_counted(read: Read) -> None:
    deleted = "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    row = "<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr><w:tr>{}</w:tr>"
    body = paragraph(f"<w:ins>{run('new')}</w:ins>{deleted}") + (
        f"<w:tbl>{row.format(cell('old'), cell('kept'))}</w:tbl>"
    )
    imported = read(word_file(body), "a.docx")
    assert _texts(imported.blocks) == ["new", "kept"]
    assert imported.notices == [
        "Tracked insertions were accepted, tracked deletions left out (3 changes)."
    ]


def test_pictures_comments_headers_and_embedded_files_are_told(read: Read) -> None:
    inner = (
        "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
        '<w:r><w:commentReference w:id="1"/></w:r><w:r><w:object/></w:r>'
    )
    header = document(paragraph(run("Page")))
    content = word_file(paragraph(run("Words") + inner), {"header": header})
    assert read(content, "a.docx").notices == [
        "1 picture was left out.",
        "1 comment was left out.",
        "1 embedded file was left out.",
        "Page headers and footers were left out.",
    ]


def test_a_title_page_stays_in_the_text_and_indents_are_no_quotations(
    read: Read,
) -> None:
    body = "".join(
        paragraph(run(name), f'<w:pStyle w:val="{name}"/><w:ind w:left="700"/>')
        for name in (*_TITLE_PAGE, "Quote")
    )
    parts = {"styles": styles(*_TITLE_PAGE, "Quote")}
    imported = read(word_file(body, parts), "a.docx")
    kinds = [block["type"] for block in imported.blocks]
    assert _texts(imported.blocks)[:5] == [
        "Title",
        "Subtitle",
        "Author",
        "Date",
        "Abstract",
    ]
    assert kinds == ["heading", *["paragraph"] * 4, "quotation"]
    assert imported.title == "Title"


def test_right_to_left_paragraphs_say_so_and_mixed_ones_do_not(read: Read) -> None:
    body = (
        paragraph(run("نص"), "<w:bidi/>")
        + paragraph(run("نص", "<w:rtl/>"))
        + paragraph(run("نص", "<w:rtl/>") + run("text"))
        + paragraph(run("text"), '<w:bidi w:val="0"/>')
    )
    blocks = read(word_file(body), "a.docx").blocks
    directions = [block["attrs"].get("dir") for block in blocks]
    assert directions == ["rtl", "rtl", None, None]


def test_a_table_whose_spans_reach_out_of_it_is_cut_to_fit(read: Read) -> None:
    body = (
        f"<w:tbl><w:tr>{cell('wide', _WIDE)}</w:tr>"
        f"<w:tr>{cell('a')}{cell('b')}{cell('c')}</w:tr></w:tbl>"
    )
    (table,) = read(word_file(body), "a.docx").blocks
    assert block_text(table).split() == ["wide", "a", "b", "c"]


def test_no_cell_is_lost_where_the_first_row_is_the_narrowest(read: Read) -> None:
    narrow = "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{}</w:tr>"
    body = (
        f"<w:tbl>{narrow.format(cell('one'))}"
        f"<w:tr>{cell('a')}{cell('b')}{cell('c')}</w:tr></w:tbl>"
    )
    (table,) = read(word_file(body), "a.docx").blocks
    assert block_text(table).split() == ["one", "a", "b", "c"]


def test_math_is_kept_as_text(read: Read) -> None:
    body = paragraph(f"{run('Let ')}<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>")
    assert _texts(read(word_file(body), "a.docx").blocks) == ["Let x + 1"]


def test_a_word_file_without_words_is_refused(read: Read) -> None:
    with pytest.raises(Invalid, match="holds no text"):
        read(word_file("<w:p/>"), "a.docx")
