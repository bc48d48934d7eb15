"""Reads made files through the front door of the package, in a folder of its own."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consensus.conversion.reading import ImportedText, read_file

Read = Callable[[str | bytes, str], ImportedText]


@pytest.fixture(autouse=True)
def _nothing_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Whatever becomes of a file, its temporary files are gone afterwards."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    yield
    assert list(scratch.iterdir()) == []


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Import content under a name."""

    def reading(content: str | bytes, name: str) -> ImportedText:
        path = tmp_path / "given"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path, name=name)

    return reading
