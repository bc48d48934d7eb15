"""
Whatever members, editors, callers, coordinators and the clock do, and in whatever
order, what is published holds exactly what people said (domain.md 10).

How to look at one of these histories again: docs/histories.md.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.invariants.database import Database
from tests.invariants.history import History
from tests.invariants.running import ONLY_SEED, Length, histories_in, run

SEEDS = (ONLY_SEED,) if ONLY_SEED else (11, 12, 13, 14)
OFTEN = (
    "object", "dissent", "join", "answer", "reword", "show otherwise", "position",
    "decide: record_as_dissent", "decide: withdraw", "standing reply", "edit", "delete",
    "split", "move", "offer", "comment", "dispose", "record on behalf", "change group",
    "leave: keep", "open call", "open statement", "sign", "park", "publish",
)  # fmt: skip
TIMES, KINDS = 5, 60
SOME, MANY = Length(15, 50), Length(1_250, 100)


@pytest.fixture(scope="module")
def database() -> Database:
    return Database()


@pytest.mark.parametrize("number", SEEDS)
def test_invariants_hold_over_random_histories(
    database: Database, number: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with histories_in(database) as life:
        run(life, SOME, number)
    assert len(life.looked_at) > SOME.histories * 3 // 4  # else little was looked at
    # Whichever of the seeds comes last, in whatever process, looks at all of them.
    base = tmp_path_factory.getbasetemp()
    all_kinds_happen(
        base.parent if base.name.startswith("popen") else base, life, number
    )


def all_kinds_happen(folder: Path, life: type[History], number: int) -> None:
    """Over all seeds together every kind of deed must really have been done."""
    mine = folder / f"deeds-of-seed-{number}.json"
    mine.with_suffix(".part").write_text(json.dumps(life.counted))
    mine.with_suffix(".part").rename(mine)
    files = [folder / f"deeds-of-seed-{seed}.json" for seed in SEEDS]
    if ONLY_SEED or not all(one.exists() for one in files):
        return
    done: Counter[str] = Counter()
    for one in files:
        done.update(json.loads(one.read_text()))
    rare = {kind: done[kind] for kind in OFTEN if done[kind] < TIMES}
    assert not rare, f"hardly ever done: {rare}"
    assert len(done) >= KINDS, f"only these were ever done: {sorted(done)}"


@pytest.mark.soak
@pytest.mark.parametrize("number", SEEDS)
def test_invariants_hold_over_many_histories(database: Database, number: int) -> None:
    with histories_in(database) as life:
        run(life, MANY, number)
    assert len(life.looked_at) > MANY.histories * 3 // 4
    never = {kind for kind in life.tried if not life.counted[kind]}
    assert not never, f"these deeds were refused every time: {never}"
