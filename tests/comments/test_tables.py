"""The table of comments, out and in again: nothing is lost and nothing half-written."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from consensus.comments.models import Disposition
from consensus.comments.sheets import (
    as_csv,
    as_xlsx,
    guarded,
    read_sheet,
    unguarded,
)
from consensus.comments.table import COLUMNS, Row
from tests.comments.commenting import SHORT, answer, comment, page, stored
from tests.deliberation.stories import Story

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''@x", "\t=1", "＝1", "plain", "'it"]
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])) | st.sampled_from(
    HOSTILE
)


def row(*start: str) -> Row:
    """A row that begins so."""
    return Row(*start, *[""] * (len(COLUMNS) - len(start)))


@given(TEXT)
def test_a_guarded_cell_is_no_formula_and_comes_back_whole(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@＝＋－＠\t")


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@given(cells=st.lists(TEXT, min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_any_cells_survive_a_file(write, cells: list[str]) -> None:  # type: ignore[no-untyped-def]
    if any(cells):
        assert read_sheet(write([Row(*cells)])) == [cells]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_spreadsheet_takes_no_cell_for_a_formula(text: str) -> None:
    book = load_workbook(io.BytesIO(as_xlsx([row("C-1", text)])))
    cell = book.worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")
    line = as_csv([row("C-1", text)]).decode("utf-8-sig").split("\r\n")[1]
    assert not line.startswith(('"C-1","=', '"C-1","+', '"C-1","-', '"C-1","@'))


def upload(story: Story, data: bytes, name: str = "table.csv") -> TestResponse:
    """The editor sends a file."""
    path = f"/documents/{story.document}/comments/table"
    return story.editor.post(path, table=(io.BytesIO(data), name))


def exported(story: Story, kind: str) -> list[list[str]]:
    """The rows of the table as a visitor downloads them."""
    path = f"/documents/{story.document}/comments/table.{kind}"
    return read_sheet(story.world.visitor().get(path).data)


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_reviewed_table_answers_the_comments_it_names(
    story: Story, kind: str
) -> None:
    comment(story.people[0], story.document, "=cmd|' /C calc'!A0")
    comment(story.people[1], story.document, block="b2")
    comment(story.people[2], story.document, "Why?", block="")
    rows = exported(story, kind)
    assert [one[0] for one in rows] == ["C-3", "C-1", "C-2"]  # as in the text
    assert rows[1][4] == "=cmd|' /C calc'!A0"
    rows[0][6:8] = ["Noted", "Because it is asked for."]
    rows[1][6:8] = ["not accepted", "We do not.\nSorry."]
    data = WRITERS[kind]([Row(*one) for one in rows])
    assert upload(story, data, f"t.{kind}").status_code == 303
    assert stored(story, 1).disposition is Disposition.NOT_ACCEPTED
    assert stored(story, 1).answer == "We do not.\nSorry."
    assert stored(story, 2).disposition is None
    assert stored(story, 3).disposition is Disposition.NOTED
    again = upload(story, WRITERS[kind]([Row(*one) for one in exported(story, kind)]))
    assert again.status_code == 303
    assert story.verbs().count("comment.answered") == 2


@pytest.mark.parametrize(
    ("cell", "text", "sentence"),
    [
        (0, "C-9", "Row 3: there is no comment C-9"),
        (0, "second", "Row 3: the first cell must be the number"),
        (0, "C-1", "Row 3: C-1 stands in the table twice."),
        (4, "I agree.", "Row 3: the words of C-2 differ"),
        (6, "Perhaps", "“Perhaps” is no disposition"),
        (6, "", "Row 3: C-2 needs both a disposition and an answer."),
        (7, " ", "Row 3: C-2 needs both"),
        (6, "Duplicate of C-2", "C-2 cannot repeat C-2"),
        (6, "Withdrawn by its author", "Only its author can withdraw"),
    ],
)
def test_one_bad_row_refuses_the_table_and_nothing_is_half_written(
    story: Story, cell: int, text: str, sentence: str
) -> None:
    for person in story.people[:2]:
        comment(person, story.document)
    rows = exported(story, "csv")
    for one in rows:
        one[6:8] = ["Accepted", "Yes."]
    rows[1][cell] = text
    refused = upload(story, as_csv([Row(*one) for one in rows]))
    assert refused.status_code == 422
    assert sentence in refused.text.replace("&#39;", "'")
    assert stored(story, 1).disposition is None
    assert "comment.answered" not in story.verbs()


def test_an_answer_once_given_is_not_changed_by_a_table(story: Story) -> None:
    comment(story.people[0], story.document)
    answer(story.editor, story.document)
    rows = exported(story, "csv")
    rows[0][7] = "Rather not."
    refused = upload(story, as_csv([Row(*one) for one in rows]))
    assert refused.status_code == 422
    assert "C-1 has its answer already" in refused.text
    assert stored(story).answer == "We add it."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "first row must be the heading"),
        (b"\xff\xfe\x00", "neither XLSX nor CSV"),
        (b"PK\x03\x04 torn", "cannot be read"),
        (b'No.;From\n"torn', "cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(
    story: Story, data: bytes, sentence: str
) -> None:
    refused = upload(story, data)
    assert refused.status_code == 422
    assert sentence in refused.text


def test_11_3_the_table_tells_numbers_windows_and_long_comments_in_full(
    story: Story,
) -> None:
    long = "A very long comment. " * 60
    comment(story.people[0], story.document, long.strip())
    comment(story.people[1], story.document, SHORT, kind="question")
    shown = page(story.world.visitor(), story.document, "/comments/table")
    assert "[shortened by the editors]" in shown
    assert "C-1 in full" in shown
    assert long.strip() in shown
    assert "Received in time 2" in shown
    assert "qu" in shown
