"""docs/states.md says what the tables in the code say."""

from pathlib import Path

import pytest

from tests.architecture.states import MACHINES, PAGE, Machine, page

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_states_is_that_of_the_code() -> None:
    assert PAGE.read_text("utf-8") == page(), "`make states` writes it"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda one: one.title)
def test_every_state_is_reached_or_left_by_a_move(machine: Machine) -> None:
    named = {one for line in machine.lines for one in line.before}
    named |= {line.after for line in machine.lines if line.after}
    assert named == set(machine.states)
    assert (ROOT / machine.module).is_file()
