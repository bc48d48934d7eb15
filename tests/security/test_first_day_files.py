"""
What must hold from the first day, continued: files from outside, and the record. Each
is shown twice, as in test_first_day.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from consensus import attributes
from consensus.conversion import inlines, markdown
from consensus.conversion import pandoc as child
from consensus.conversion.pandoc import Deadline, pandoc
from consensus.conversion.reading import read_file
from consensus.db import db
from consensus.errors import Invalid
from tests.world import World, world

__all__ = ["world"]

Patch = pytest.MonkeyPatch

# 6. HTML from outside.

HOSTILE = """Words <script>alert(1)</script> and more.

[one](javascript:alert(2)) <a href="JaVaScript:alert(3)" onclick="alert(4)">two</a>
"""


def imported(folder: Path) -> str:
    """What becomes of the hostile Markdown, as the text that the database keeps."""
    file = folder / "given.md"
    file.write_text(HOSTILE)
    return json.dumps(read_file(file, name="given.md").blocks)


def test_first_day_6_nothing_in_an_imported_file_can_act(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    assert "alert" in pandoc(
        HOSTILE.encode(), reader="commonmark", writer="html", by=Deadline.after()
    ).decode()  # fmt: skip
    words = imported(tmp_path)
    assert "alert" not in words
    assert "two" in words
    # Three things stop it, each alone: the cleaning, the reading, the closed schema.
    monkeypatch.setattr(markdown, "_cleaned", str)
    assert "alert" not in imported(tmp_path)
    monkeypatch.setattr(inlines, "check_link", lambda _: None)
    with pytest.raises(Invalid):
        imported(tmp_path)
    monkeypatch.setitem(attributes.MARK_ATTRIBUTES, "link", ("href", lambda _: None))
    assert "javascript:alert(2)" in imported(tmp_path)


def test_first_day_6_the_cleaning_takes_out_what_could_act() -> None:
    html = (
        "<p onclick='alert(1)' style='x'>a<script>alert(2)</script>"
        "<a href='javascript:alert(3)'>b</a><iframe src='alert(4)'>alert(5)</iframe>"
        "<svg onload='alert(6)'></svg><a href='data:text/html,alert(7)'>c</a></p>"
    )
    assert markdown._cleaned(html) == "<p>a<a>b</a><a>c</a></p>"


# 7. Pandoc in a child process.


def leaked(secret: Path) -> bool:
    """Whether a file's text that includes another file shows what that one says."""
    source = f"Words.\n\n.. include:: {secret}\n".encode()
    try:
        made = pandoc(source, reader="rst", writer="plain", by=Deadline.after())
    except Invalid:
        return False
    return b"canary" in made


def test_first_day_7_a_file_cannot_read_others(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The canary sings.\n")
    run_limited = child.run_limited
    commands: list[Sequence[str]] = []

    def without_sandbox(
        command: Sequence[str], source: bytes, *, by: Deadline
    ) -> bytes:
        commands.append(command)
        return run_limited(
            [one for one in command if one != "--sandbox"], source, by=by
        )

    assert not leaked(secret)
    monkeypatch.setattr(child, "run_limited", without_sandbox)
    assert leaked(secret)
    assert "--sandbox" in commands[0]
    assert commands[0][-3:] == ["+RTS", "-M440M", "-RTS"]


def test_first_day_7_the_memory_limit_ends_pandoc(monkeypatch: Patch) -> None:
    source = b"Words of a *text*.\n\n" * 20_000
    markup = {"reader": "commonmark", "writer": "html"}
    assert b"<em>" in pandoc(source, **markup, by=Deadline.after())
    monkeypatch.setattr(child, "_HEAP", "-M2M")
    with pytest.raises(Invalid):
        pandoc(source, **markup, by=Deadline.after())


# 9. The record is written once.

CHANGES = [
    "UPDATE archive_entry SET hash = 'other' WHERE seq = 1",
    "DELETE FROM archive_entry WHERE seq = 1",
]
REPLACE = "INSERT OR REPLACE INTO archive_entry SELECT * FROM archive_entry"
DROP = {
    "sqlite": [
        "DROP TRIGGER archive_entry_no_update",
        "DROP TRIGGER archive_entry_no_delete",
    ],
    "postgresql": ["DROP TRIGGER archive_entry_append_only ON archive_entry"],
}


def changes_here(connection: Connection) -> list[str]:
    """The ways to change the record that this database's language has."""
    return [*CHANGES, *([REPLACE] if connection.dialect.name == "sqlite" else [])]


@pytest.mark.postgres
def test_first_day_9_no_entry_of_the_record_is_changed_or_removed(
    app: Flask, world: World
) -> None:
    world.person("Ada Nwosu")
    with app.app_context():
        with db.engine.connect() as connection:
            statements = changes_here(connection)
        for statement in statements:
            with (
                pytest.raises(DatabaseError, match="append-only"),
                db.engine.begin() as connection,
            ):
                connection.execute(text(statement))


@pytest.mark.postgres
def test_first_day_9_it_is_the_triggers_that_keep_them(
    app: Flask, world: World
) -> None:
    world.person("Ada Nwosu")
    with app.app_context(), db.engine.connect() as connection:
        for statement in changes_here(connection):
            for drop in DROP[connection.dialect.name]:
                connection.execute(text(drop))
            connection.execute(text("DELETE FROM archive_payload"))
            assert connection.execute(text(statement)).rowcount > 0, statement
            connection.rollback()


def test_first_day_9_replacing_is_removing_only_by_a_setting(
    app: Flask, world: World
) -> None:
    world.person("Ada Nwosu")
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("PostgreSQL does not know this way to replace a row")
        driver = connection.connection.driver_connection
        assert driver is not None
        connection.rollback()
        driver.execute("PRAGMA recursive_triggers = OFF")
        assert connection.execute(text(REPLACE)).rowcount > 0  # finding 15
        connection.rollback()
