"""`consensus import --into`: a revised file becomes the next state of a text."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from consensus.archive.models import Entry
from consensus.config import Settings
from consensus.drafting.models import Lineage
from consensus.wordings.canonical import plain_text
from tests.cli.importing import blocks_in, import_with
from tests.world import Person, World, world

__all__ = ["world"]

WATER = [
    "Rivers belong to everyone who lives beside them.",
    "Cables are laid where they disturb the least of the river bed.",
    "Floods are told to all neighbours before they come.",
]


@pytest.fixture
def ada(world: World) -> Person:
    return world.person("Ada Nwosu")


@pytest.fixture
def run(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., int]:
    return import_with(monkeypatch, settings)


def file_of(folder: Path, *paragraphs: str) -> Path:
    file = folder / "revised.md"
    file.write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    return file


def ids(world: World) -> list[str]:
    return [block["attrs"]["id"] for block in blocks_in(world, 1)]


def lineage(world: World) -> list[tuple[str, str, str | None]]:
    with world.session() as session:
        rows = session.scalars(select(Lineage).order_by(Lineage.id))
        return [(row.op, row.from_id, row.to_id) for row in rows]


def test_paragraphs_keep_their_ids_where_their_words_are_the_same_or_much_alike(
    world: World,
    ada: Person,
    run: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    world.document("Water", WATER, by=ada)
    rivers, cables, floods = WATER
    file = file_of(
        tmp_path,
        floods,
        "A new one about fish.",
        rivers,
        cables.replace("least", "most"),
    )
    assert run(file, "--into", "1") == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "2 as before, 1 changed, 1 new, 0 gone, 0 back, 1 moved.",
        "1 http://localhost/documents/1",
    ]
    third, fish, *others = ids(world)
    assert (third, others) == ("b3", ["b1", "b2"])
    assert fish not in {"b1", "b2", "b3"}
    assert lineage(world) == [("moved", "b3", None)]


def test_a_revision_is_one_entry_in_the_record_with_its_counts(
    world: World, ada: Person, run: Callable[..., int], tmp_path: Path
) -> None:
    world.document("Water", WATER, by=ada)
    assert run(file_of(tmp_path, WATER[0], WATER[2]), "--into", "1") == 0
    with world.session() as session:
        entry = session.scalars(select(Entry).order_by(Entry.id.desc())).first()
        assert entry is not None
        assert json.loads(entry.body)["verb"] == "text.revised"
        facts = json.loads(entry.body)["facts"]
    facts.pop("draft_seq")
    assert facts == {
        "source": "md", "kept": 2, "changed": 0, "added": 0, "removed": 1,
        "restored": 0, "moved": 0,
    }  # fmt: skip


def test_a_removed_paragraph_that_comes_back_is_the_same_one(
    world: World, ada: Person, run: Callable[..., int], tmp_path: Path
) -> None:
    world.document("Water", WATER, by=ada)
    assert run(file_of(tmp_path, WATER[0], WATER[2]), "--into", "1") == 0
    assert ids(world) == ["b1", "b3"]
    assert run(file_of(tmp_path, *WATER), "--into", "1") == 0
    assert ids(world) == ["b1", "b2", "b3"]
    assert lineage(world) == [("removed", "b2", None), ("restored", "b2", None)]


def test_a_divided_and_a_joined_paragraph_are_known_as_such(
    world: World, ada: Person, run: Callable[..., int], tmp_path: Path
) -> None:
    world.document("Water", [f"{WATER[0]} {WATER[1]}", WATER[2], "Fish too."], by=ada)
    file = file_of(tmp_path, WATER[0], WATER[1], f"{WATER[2]} Fish too.")
    assert run(file, "--into", "1") == 0
    first, part, joined = ids(world)
    assert (first, joined) == ("b1", "b2")
    assert lineage(world) == [("split", "b1", part), ("merged", "b3", "b2")]


def test_notes_keep_their_ids_and_marks_lead_to_them(
    world: World, ada: Person, run: Callable[..., int], tmp_path: Path
) -> None:
    words = "Rivers need care[^1] and money[^2].\n\n[^1]: Much of it.\n\n[^2]: In time."
    file = file_of(tmp_path, "# Rivers", words)
    assert run(file, "--coalition", "rivers") == 0
    before = blocks_in(world, 1)
    again = words.replace("Rivers need", "All rivers need")
    assert run(file_of(tmp_path, "# Rivers", again), "--into", "1") == 0
    after = blocks_in(world, 1)
    assert [one["attrs"]["id"] for one in after] == [
        one["attrs"]["id"] for one in before
    ]
    assert plain_text(after[1]) == "All rivers need care and money."
    assert [node for node in after[1]["content"] if node["type"] == "footnote"] == [
        node for node in before[1]["content"] if node["type"] == "footnote"
    ]


def test_a_long_addition_in_one_place_keeps_its_order(
    world: World, ada: Person, run: Callable[..., int], tmp_path: Path
) -> None:
    world.document("Water", WATER, by=ada)
    many = [f"Rule {number} says what nobody said before." for number in range(400)]
    assert run(file_of(tmp_path, WATER[0], *many, *WATER[1:]), "--into", "1") == 0
    texts = [plain_text(block) for block in blocks_in(world, 1)]
    assert texts == [WATER[0], *many, *WATER[1:]]


def test_the_same_file_again_is_refused_and_changes_nothing(
    world: World,
    ada: Person,
    run: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    world.document("Water", WATER, by=ada)
    assert run(file_of(tmp_path, *WATER), "--into", "1") == 1
    assert "already reads like this file" in capsys.readouterr().err
    assert ids(world) == ["b1", "b2", "b3"]


def test_only_an_editor_brings_a_file_in(
    world: World,
    ada: Person,
    run: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    world.document("Water", WATER, by=ada)
    world.person("Ben Okri")
    file = file_of(tmp_path, *WATER[:2])
    assert run(file, "--into", "1", by="ben.okri@example.org") == 1
    assert "takes the role of editor" in capsys.readouterr().err
    assert ids(world) == ["b1", "b2", "b3"]


def test_it_is_either_a_new_document_or_one_that_is_there(
    world: World, ada: Person, run: Callable[..., int], tmp_path: Path
) -> None:
    file = file_of(tmp_path, *WATER)
    assert run(file) == 2
    assert run(file, "--into", "1", "--coalition", "rivers") == 2
    assert run(file, "--into", "7") == 1
