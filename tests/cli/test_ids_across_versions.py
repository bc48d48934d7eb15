"""
Real texts, version after version, through `consensus import --into`: ids stay.

Which paragraph is which is judged by difflib (`tests/drafting/judge.py`), not by the
code that is tested. Both figures are printed (`pytest -s`, `-rP`).
"""

from pathlib import Path

import pytest

from consensus.config import Settings
from tests.cli.importing import blocks_in, import_with
from tests.drafting.judge import Tally
from tests.world import World, world

__all__ = ["world"]

VERSIONS = (
    Path(__file__).resolve().parents[3] / "shared" / "data" / "1-documents" / "versions"
)
TEXTS = ["rfc-editor-model_en", "w3c-process_en_bikeshed", "nist-800-63b-sec5_en"]


@pytest.mark.skipif(not VERSIONS.is_dir(), reason="the real texts are not here")
@pytest.mark.parametrize("name", TEXTS)
def test_ids_stay_through_all_versions(
    world: World,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
) -> None:
    world.person("Ada Nwosu")
    run = import_with(monkeypatch, settings)
    first, *later = sorted((VERSIONS / name).glob("*.md"))
    assert run(first, "--coalition", "rivers", "--title", name) == 0
    tally, before = Tally(), blocks_in(world, 1)
    for file in later:
        assert run(file, "--into", "1") in {0, 1}  # 1: only what we do not keep changed
        after = blocks_in(world, 1)
        tally.add(before, after)
        before = after
    print(f"\n{name}, {len(later)} revisions: {tally}")  # noqa: T201 - the figures
    assert tally.unchanged_kept >= 0.98 * tally.unchanged
    assert tally.changed_kept >= 0.90 * tally.changed
