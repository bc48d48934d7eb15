"""
Whatever members, editors, callers, coordinators and the clock do, and in whatever
order, what is published holds exactly what people said (domain.md 10).
"""

import pytest

from tests.invariants.database import Database
from tests.invariants.running import Length, histories_in, run

SHARDS = (1, 2, 3, 4)
SOME = Length(50, 50)


@pytest.fixture(scope="module")
def database() -> Database:
    return Database()


@pytest.mark.parametrize("number", SHARDS)
def test_invariants_hold_over_random_histories(database: Database, number: int) -> None:
    with histories_in(database) as life:
        run(life, SOME, number)
    assert len(life.looked_at) > SOME.histories * 3 // 4
