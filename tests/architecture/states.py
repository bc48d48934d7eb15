"""
The state machines as `docs/states.md` prints them, made from the tables in the code.

A feature with states adds a `Machine` to MACHINES. `make states` writes the page, and a
test compares the two, so that the page is never behind the code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from consensus.comments import machine as comments
from consensus.comments.models import CommentState
from consensus.deliberation import machine as holders
from consensus.deliberation.models import HolderState
from consensus.documents.models import Stage
from consensus.documents.stage_moves import WAYS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "states.md"

HEAD = """\
# States and the moves between them

Made from the tables in the code by `make states`; do not edit it by hand. A test fails
when the page and the code differ. Nothing that is not listed here can happen.
"""


@dataclass(frozen=True)
class Line:
    """One move: from which states, by whom, what, to which, and what guards it."""

    before: Iterable[StrEnum]
    who: str
    move: StrEnum
    after: StrEnum | None
    guard: str = ""


@dataclass(frozen=True)
class Machine:
    """One table: its title, the module it is in, what it is of, and all its lines."""

    title: str
    module: str
    states: type[StrEnum]
    lines: tuple[Line, ...]
    open_end: str
    """What it means that a move has no fixed state to lead to."""


MACHINES = (
    Machine(
        "A document (domain.md 6.1)", "consensus/documents/stage_moves.py", Stage,
        tuple(
            Line(way.sources, way.who, move, way.target, way.guard)
            for move, way in WAYS.items()
        ),
        "the stage from which it was parked",
    ),
    Machine(
        "A holder of an objection (domain.md 6.4)",
        "consensus/deliberation/machine.py", HolderState,
        tuple(
            Line(rule.before, str(rule.who), move, rule.after)
            for move, rule in holders.RULES.items()
        ),
        "the state held on those words",
    ),
    Machine(
        "A comment (domain.md 6.8)", "consensus/comments/machine.py", CommentState,
        tuple(
            Line(rule.before, str(rule.by), move, rule.after)
            for move, rule in comments.MOVES.items()
        ),
        "",
    ),
)  # fmt: skip


def page() -> str:
    """The whole page, as it should be."""
    return "\n".join([HEAD, *map(_section, MACHINES)])


def _section(machine: Machine) -> str:
    order = list(machine.states)
    rows = [_row(line, order, machine.open_end) for line in machine.lines]
    return "\n".join(
        [
            f"## {machine.title}\n",
            f"In `{machine.module}`. States: {', '.join(f'`{s}`' for s in order)}.\n",
            "| from | who | what | to | guard |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _row(line: Line, order: list[StrEnum], open_end: str) -> str:
    before = ", ".join(f"`{one}`" for one in order if one in set(line.before))
    after = f"`{line.after}`" if line.after else open_end
    what = str(line.move).replace("_", " ")
    return f"| {before} | {line.who} | {what} | {after} | {line.guard} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
