"""Every word of real documents is there after the import (missing words: 0)."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from consensus.conversion.reading import read_file
from tests.conversion.second_readers import (
    DATA,
    imported_words,
    markdown_words,
    word_file_words,
)

VERSIONS = DATA / "1-documents" / "versions"
OFFICE = DATA / "5-office-files"
MARKDOWN = [
    *sorted((VERSIONS / "us-source-code-policy_en").glob("*/*.md")),
    *sorted((VERSIONS / "rfc-editor-model_en").glob("*.md"))[-1:],
]
WORD = sorted((OFFICE / "real-policy-docx").glob("*.docx"))
TRACKED = sorted((OFFICE / "tracked-changes-with-answers").glob("*-Accepted.docx"))

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real documents are not at hand"
)


def _assert_none_missing(path: Path, expected: Counter[str]) -> None:
    found = imported_words(read_file(path, name=path.name).blocks)
    missing = expected - found
    told = f"{path.name}: missing words: {missing.total()} of {expected.total()}"
    sys.stdout.write(f"{told}\n")
    assert not missing
    assert expected.total() > 0


@pytest.mark.parametrize(
    "path", MARKDOWN, ids=lambda path: f"{path.parent.name[:2]}-{path.stem}"
)
def test_no_word_of_a_real_markdown_policy_is_missing(path: Path) -> None:
    _assert_none_missing(path, markdown_words(path.read_text("utf-8")))


@pytest.mark.parametrize("path", WORD, ids=lambda path: path.stem)
def test_no_word_of_a_real_word_file_is_missing(path: Path) -> None:
    _assert_none_missing(path, word_file_words(path))


@pytest.mark.parametrize("path", TRACKED, ids=lambda path: path.stem)
def test_tracked_changes_read_as_word_itself_accepts_them(path: Path) -> None:
    tracked = path.with_name(path.name.replace("-Accepted", ""))
    accepted = read_file(path, name=path.name)
    imported = read_file(tracked, name=tracked.name)
    assert imported_words(imported.blocks) == imported_words(accepted.blocks)
    assert len(imported.blocks) == len(accepted.blocks)
    assert any("Tracked" in notice for notice in imported.notices)
