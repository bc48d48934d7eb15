"""Importing a file from the command line, by somebody who has a seat."""

from pathlib import Path

import pytest

from consensus import cli
from consensus.coalitions.models import Role
from consensus.config import Settings
from consensus.documents.access import Act, open_document
from consensus.drafting.queries import blocks_of
from tests.serving import environment
from tests.world import World, world

__all__ = ["world"]


def test_an_import_begins_a_document_and_prints_where_it_is(
    world: World,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    world.person("Ada Nwosu", role=Role.MEMBER)
    file = tmp_path / "water.md"
    file.write_text("# Water for all\n\nFirst words.\n\nMore words.\n", "utf-8")
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    order = ["import", str(file), "--coalition", "rivers"]
    with pytest.raises(SystemExit) as ended:
        cli.main([*order, "--language", "en", "--by", "ada.nwosu@example.org"])
    assert ended.value.code == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "1 http://localhost/documents/1"
    with world.session() as session:
        document, _ = open_document(session, 1, None, to=Act.READ)
        assert document.title == "Water for all"
        assert len(blocks_of(session, 1)) >= 2
