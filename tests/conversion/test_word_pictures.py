"""Described pictures of a Word file become figures; others are left out and told."""

import io
from pathlib import Path

from consensus.conversion.reading import ImportedText, read_file
from consensus.drafting.queries import blocks_of
from consensus.pictures import read_picture
from tests.conversion.word_files import (
    cell,
    drawing,
    paragraph,
    run,
    with_pictures,
    word_file,
)
from tests.figures.pictures import SVG, bomb, picture, with_metadata
from tests.world import World, world

__all__ = ["world"]

LEFT_OUT = "1 picture was left out."


def imported(folder: Path, body: str, **pictures: bytes) -> ImportedText:
    path = folder / "given.docx"
    path.write_bytes(with_pictures(word_file(body), pictures))
    return read_file(path, name="given.docx", takes_pictures=True)


def test_a_described_picture_becomes_a_figure_in_its_place(tmp_path: Path) -> None:
    body = (
        paragraph(run("Before. ") + drawing("rIda", "A map of  rivers"))
        + paragraph(run("After."))
        + paragraph(drawing("rIdb", "A photograph"))
    )
    text = imported(tmp_path, body, rIda=picture(), rIdb=with_metadata())
    assert [one["type"] for one in text.blocks] == [
        "paragraph", "figure", "paragraph", "figure",
    ]  # fmt: skip
    kept = [read_picture(picture()), read_picture(with_metadata())]
    assert [
        (one["attrs"]["file"], one["attrs"]["alt"])
        for one in text.blocks
        if one["type"] == "figure"
    ] == [(kept[0].name, "A map of rivers"), (kept[1].name, "A photograph")]
    assert text.pictures == kept
    assert text.notices == []


def test_a_picture_that_says_nothing_is_left_out_and_told(tmp_path: Path) -> None:
    body = paragraph(run("Words.") + drawing("rIda", " "))
    text = imported(tmp_path, body, rIda=picture())
    assert [one["type"] for one in text.blocks] == ["paragraph"]
    assert text.notices == [LEFT_OUT]


def test_a_picture_in_a_table_is_left_out_and_told(tmp_path: Path) -> None:
    inner = cell("x").replace("</w:p>", drawing("rIda", "A map") + "</w:p>")
    body = paragraph(run("Words.")) + f"<w:tbl><w:tr>{inner}</w:tr></w:tbl>"
    text = imported(tmp_path, body, rIda=picture())
    assert "figure" not in {one["type"] for one in text.blocks}
    assert text.notices == [LEFT_OUT]


def test_what_is_no_picture_is_left_out_and_told(tmp_path: Path) -> None:
    for sent in (SVG, bomb(), b"", picture()[:80]):
        body = paragraph(run("Words.") + drawing("rIda", "A map"))
        text = imported(tmp_path, body, rIda=sent)
        assert (len(text.blocks), text.notices) == (1, [LEFT_OUT])


def test_who_keeps_no_pictures_gets_none(tmp_path: Path) -> None:
    path = tmp_path / "given.docx"
    body = paragraph(run("Words.") + drawing("rIda", "A map"))
    path.write_bytes(with_pictures(word_file(body), {"rIda": picture()}))
    text = read_file(path, name="given.docx")
    assert (len(text.blocks), text.pictures, text.notices) == (1, [], [LEFT_OUT])


def test_a_document_begins_with_the_figures_of_its_file(world: World) -> None:
    ada = world.person("Ada Nwosu")
    body = paragraph(run("Words.") + drawing("rIda", "A map"))
    file = with_pictures(word_file(body), {"rIda": picture()})
    sent = ada.post(
        "/coalitions/rivers/documents/new",
        title="Rivers", language="en", file=(io.BytesIO(file), "rivers.docx"),
    )  # fmt: skip
    assert sent.status_code == 302
    with world.session() as session:
        figure = blocks_of(session, 1)[1].content
    seen = world.visitor().get(f"/documents/1/figures/{figure['attrs']['file']}")
    assert seen.data == read_picture(picture()).data
