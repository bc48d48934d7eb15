"""Checking and saving publications from the command line, as an operator does."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from consensus.db import db
from consensus.publication.verify import verify
from tests.cli.test_commands import Shell
from tests.deliberation.stories import Story, story
from tests.publication.publishing import assessed, publishes, saved_bundle
from tests.publication.revisions import published, saved, withdraws
from tests.world import world

__all__ = ["story", "world"]


@pytest.fixture
def shell(
    story: Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A terminal on the story's service."""
    settings = story.world.app.config["SETTINGS"]
    return Shell(settings, monkeypatch, capsys)


def test_a_bundle_is_verified_by_hand(
    story: Story, shell: Shell, tmp_path: Path
) -> None:
    assessed(story)
    publishes(story)
    bundle = str(saved_bundle(story, tmp_path))
    said = shell.done("verify", bundle)
    signer = said[-1].removeprefix("Signed by the key ")
    assert signer.startswith("SHA256:")
    assert all(line.startswith("yes  ") for line in said[:-1])
    assert shell.done("verify", bundle, "--signer", signer)
    wrong = shell.run("verify", bundle, "--signer", "SHA256:else")
    assert wrong.code == 1
    assert wrong.err.startswith("Another key signed: SHA256:")
    told = json.loads("\n".join(shell.done("verify", bundle, "--json")))
    assert told["ok"] is True
    assert told["signer"] == signer


def test_editions_of_an_annex_are_verified_one_after_another(
    story: Story, shell: Shell, tmp_path: Path
) -> None:
    published(story)
    withdraws(story, story.people[0], "D-1")
    first, second = (str(saved(story, edition, tmp_path)) for edition in (1, 2))
    said = shell.done("verify", first, second)
    assert [line for line in said if line.endswith(".zip")] == ["a1.zip", "a2.zip"]
    assert "yes  It follows on the bundle before it" in said
    wrong = shell.run("verify", second, first)
    assert (wrong.code, wrong.err) == (
        1, "This edition does not follow on the one in the bundle before it.",
    )  # fmt: skip


def test_a_damaged_bundle_is_refused_with_a_sentence(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(b"PK nothing")
    ended = shell.run("verify", str(path))
    assert (ended.code, ended.err) == (
        1, "The bundle is not a zip file, or it is damaged.",
    )  # fmt: skip
    assert shell.run("verify", str(tmp_path / "nowhere.zip")).code == 2


@pytest.mark.parametrize("content", ["no json", "[1]"])
def test_what_is_no_receipt_is_refused(
    shell: Shell, tmp_path: Path, content: str
) -> None:
    receipt = tmp_path / "receipt.json"
    receipt.write_text(content, "utf-8")
    said = shell.refused("verify", str(receipt), "--receipt", str(receipt))
    assert said == f"{receipt} is not a receipt."


def test_a_published_text_is_exported_as_it_was_made(
    story: Story, shell: Shell, tmp_path: Path
) -> None:
    assessed(story)
    publishes(story)
    target = tmp_path / "out.zip"
    order = ("export", str(story.document), "--format", "bundle", "-o", str(target))
    assert shell.done(*order) == []
    assert verify(target).ok
    page = "\n".join(shell.done("export", str(story.document)))
    assert "Output of IGF Dynamic Coalition on Rivers and Cables." in page


def test_an_unpublished_text_says_so_on_its_page_and_has_no_bundle(
    story: Story, shell: Shell
) -> None:
    story.objects(story.people[0], "b1", "Who reads it out?")
    story.dissents(story.people[1], "b2", "Not so.")
    page = "\n".join(shell.done("export", str(story.document)))
    assert '<p class="caution"' in page
    assert "Not published: a working copy as of 2026-03-02 09:00 UTC." in page
    assert "1 objection is still open and not in the annex." in page
    assert "Not so." in page
    said = shell.refused("export", str(story.document), "--format", "bundle")
    assert said == "This text is not published, so there is no bundle of it."
    assert shell.refused("export", "99") == "There is no such document."


def test_the_archive_is_verified_and_a_tampered_entry_is_named(
    story: Story, shell: Shell
) -> None:
    assessed(story)
    publishes(story)
    assert shell.done("archive", "verify") == ["Every chain is whole."]
    with story.world.app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER archive_entry_no_update"))
        connection.execute(
            text("UPDATE archive_entry SET body = replace(body, '\"b1\"', '\"b2\"')")
        )
    said = shell.refused("archive", "verify")
    assert f"document:{story.document}: Entry 3 was changed" in said


def test_a_log_cut_and_written_on_is_seen_by_its_signed_head(
    story: Story, shell: Shell
) -> None:
    assessed(story)
    publishes(story)
    with story.world.app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE archive_signature SET head = 'ab'"))
    assert "is not the one that was signed" in shell.refused("archive", "verify")
    with story.world.app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE archive_chain SET last_seq = last_seq + 1"))
    assert "should end with entry" in shell.refused("archive", "verify")
