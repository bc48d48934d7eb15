"""Running `consensus import` in a test, as somebody would type it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from consensus import cli
from consensus.config import Settings
from consensus.drafting.queries import blocks_of
from consensus.schema import Block
from tests.serving import environment
from tests.world import World

BY = "ada.nwosu@example.org"


def import_with(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Callable[..., int]:
    """A function that runs the command on these settings; it returns the exit code."""
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)

    def run(file: Path, *options: str, by: str = BY) -> int:
        with pytest.raises(SystemExit) as ended:
            cli.main(["import", str(file), *options, "--by", by])
        assert isinstance(ended.value.code, int)
        return ended.value.code

    return run


def blocks_in(world: World, document_id: int) -> list[Block]:
    """The text as it stands."""
    with world.session() as session:
        return [row.content for row in blocks_of(session, document_id)]
