"""The table of comments, saved and taken in from the command line."""

import csv
from pathlib import Path

from consensus.comments.models import Disposition
from consensus.comments.table import COLUMNS
from tests.cli.test_commands import Shell
from tests.cli.test_publications import shell
from tests.comments.commenting import SHORT, comment, stored
from tests.deliberation.stories import Story, story
from tests.world import world

__all__ = ["shell", "story", "world"]

ANSWER = "We say so in the next paragraph."


def test_a_table_is_saved_answered_in_a_spreadsheet_and_taken_in(
    story: Story, shell: Shell, tmp_path: Path
) -> None:
    comment(story.people[0], story.document)
    text, table = str(story.document), tmp_path / "comments.csv"
    shell.done("comments", "export", text, "-o", str(table))
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert [one["Comment"] for one in rows] == [SHORT]
    rows[0] |= {"Disposition": "Accepted", "Answer of the editors": ANSWER}
    with table.open("w", encoding="utf-8", newline="") as file:
        answered = csv.DictWriter(file, COLUMNS)
        answered.writeheader()
        answered.writerows(rows)

    local = story.editor.name.lower().replace(" ", ".")
    editor = f"{local}@example.org"
    take = ("comments", "import", text, str(table), "--as")
    assert "takes the role" in shell.refused(*take, "bo.lind@example.org")
    assert stored(story).disposition is None
    assert shell.done(*take, editor) == ["1 comments answered, 0 rows unchanged."]
    assert (stored(story).disposition, stored(story).answer) == (
        Disposition.ACCEPTED, ANSWER,
    )  # fmt: skip
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(b"PK nothing")
    spent = ("comments", "import", text, str(damaged), "--as", editor)
    assert shell.refused(*spent)
