"""
Whatever members, editors, callers, coordinators and the clock do, and in whatever
order, what is published holds exactly what people said (domain.md 10).

How to look at one of these histories again: docs/histories.md.
"""

import pytest

from tests.invariants.database import Database
from tests.invariants.running import ONLY_SEED, Length, histories_in, run

SEEDS = (ONLY_SEED,) if ONLY_SEED else (11, 12, 13, 14)
SOME, MANY = Length(15, 50), Length(1_250, 100)


@pytest.fixture(scope="module")
def database() -> Database:
    return Database()


@pytest.mark.parametrize("number", SEEDS)
def test_invariants_hold_over_random_histories(database: Database, number: int) -> None:
    with histories_in(database) as life:
        run(life, SOME, number)
    assert len(life.looked_at) > SOME.histories * 3 // 4  # else little was looked at
    assert len(life.counted) > 35, "hardly any kind of deed was done"


@pytest.mark.soak
@pytest.mark.parametrize("number", SEEDS)
def test_invariants_hold_over_many_histories(database: Database, number: int) -> None:
    with histories_in(database) as life:
        run(life, MANY, number)
    assert len(life.looked_at) > MANY.histories * 3 // 4
    never = {kind for kind in life.tried if not life.counted[kind]}
    assert not never, f"these deeds were refused every time: {never}"
