"""Every change of real authors, filed as a suggestion: adopted or shown, not lost."""

import random
from pathlib import Path

import pytest

from consensus.coalitions.models import Member
from consensus.documents.access import Act, open_document
from consensus.documents.actions import propose_document
from consensus.drafting.actions import fill_draft
from tests.deliberation.revisions import (
    Tally,
    adopt_all,
    blocks_in,
    file_changes,
    move_on,
)
from tests.serving import ROOT
from tests.world import World

VERSIONS = ROOT.parent / "shared/data/1-documents/versions"
VOCABULARY = VERSIONS / "ai-preferences-vocab_en"
PASSWORDS = VERSIONS / "nist-800-63b-sec5_en"

pytestmark = pytest.mark.skipif(
    not VERSIONS.is_dir(), reason="the versions of real texts are not at hand"
)


def versions_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.md"))


def settled(world: World, files: tuple[Path, ...], seed: int) -> Tally:
    """A text as in the first file, the changes of the second suggested to it, the text
    moved on to the third if there is one, and everything adopted in a random order."""
    editor, author = world.person("Mara Vance"), world.person("Ada Nwosu")
    first, newer, *newest = [blocks_in(file) for file in files]
    with world.session() as session:
        by = session.get_one(Member, editor.member_id)
        made = propose_document(session, by.coalition, "Real", "en", by=by)
        fill_draft(session, made, first, "md", by=by)
        number = made.id
    with world.session() as session:
        document, _ = open_document(session, number, None, to=Act.READ)
        seat = session.get_one(Member, author.member_id)
        filed = file_changes(session, document, newer, by=seat)
    with world.session() as session:
        document, _ = open_document(session, number, None, to=Act.READ)
        by = session.get_one(Member, editor.member_id)
        for blocks in newest:
            move_on(session, document, blocks, by=by)
        tally = adopt_all(session, document, by=by, seed=seed)
    assert tally.filed == filed
    return tally


def steps(folder: Path) -> list[tuple[Path, ...]]:
    files = versions_of(folder)
    return [tuple(files[i : i + 3]) for i in range(len(files) - 1)]


@pytest.mark.parametrize("folder", [VOCABULARY, PASSWORDS], ids=lambda one: one.name)
def test_nothing_that_was_suggested_to_a_real_text_is_lost(
    world: World, folder: Path
) -> None:
    files = steps(folder)[1]
    tally = settled(world, files, seed=1)
    print(f"\n{folder.name}, {files[0].name[:2]} to {files[1].name[:2]}: {tally}")  # noqa: T201 - the figures
    assert tally.lost == []
    assert tally.adopted > 0


@pytest.mark.soak
@pytest.mark.parametrize("folder", [VOCABULARY, PASSWORDS], ids=lambda one: one.name)
@pytest.mark.parametrize("step", range(5))
def test_no_step_between_versions_loses_anything_in_any_order(
    world: World, folder: Path, step: int
) -> None:
    if step >= len(steps(folder)):
        pytest.skip("the text has fewer versions")
    files = steps(folder)[step]
    seed = random.SystemRandom().randrange(10**6)
    tally = settled(world, files, seed=seed)
    print(f"\n{folder.name}, step {step + 1}, order {seed}: {tally}")  # noqa: T201 - the figures
    assert tally.lost == []
