"""Running histories: how many, how long, from which seed, and what they came to."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from consensus import clock
from tests.invariants.cast import START
from tests.invariants.database import Database
from tests.invariants.history import History

ONLY_SEED = int(os.environ.get("CONSENSUS_HISTORY_SEED", "0"))
"""Set it to look at the histories of one seed again (docs/histories.md)."""


@dataclass(frozen=True)
class Length:
    """How many histories, of how many steps at most."""

    histories: int
    steps: int


@contextmanager
def histories_in(database: Database) -> Iterator[type[History]]:
    """A class of histories of its own, which counts for itself."""

    class Here(History):
        """Histories in this database."""

    Here.database = database
    Here.counted, Here.tried, Here.looked_at = Counter(), Counter(), []
    with clock.at(START):  # puts the former clock back at the end
        yield Here


def run(
    life: type[History], length: Length, number: int, phases: tuple[Phase, ...] = ()
) -> None:
    """
    Let so many histories happen, chosen by a seed; the same seed, the same histories.

    A failing one is made shorter, and then printed as the steps that lead to it.
    """
    seed(number)(life)
    run_state_machine_as_test(
        life,
        settings=settings(
            phases=phases or (Phase.generate, Phase.shrink),
            report_multiple_bugs=False,
            database=None,
            derandomize=False,
            max_examples=length.histories,
            stateful_step_count=length.steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
