"""
The state machines as `docs/states.md` prints them, made from the tables in the code.

A feature with states adds a `Machine` to MACHINES. `make states` writes the page, and a
test compares the two, so that the page is never behind the code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from consensus.challenges import designations
from consensus.challenges import machine as challenges
from consensus.challenges.models import ChallengeState
from consensus.comments import machine as comments
from consensus.comments.models import CommentState
from consensus.deliberation import call_machine as calls
from consensus.deliberation import machine as holders
from consensus.deliberation import position_machine as positions
from consensus.deliberation.models import HolderState
from consensus.deliberation.statement_models import StatementState
from consensus.documents.models import Stage
from consensus.documents.stage_moves import WAYS
from consensus.statements import machine as statements

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


def _ends_after(days: int) -> str:
    return f"ends by itself after {days} days" if days else ""


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
        "A consensus call (domain.md 6.2)", "consensus/deliberation/call_machine.py",
        calls.CallState,
        tuple(
            Line(rule.before, rule.who, move, rule.after, rule.guard)
            for move, rule in calls.RULES.items()
        ),
        "",
    ),
    Machine(
        "A position (domain.md 6.3)", "consensus/deliberation/position_machine.py",
        positions.PositionState,
        tuple(
            Line(rule.before, rule.who, move, rule.after, rule.note)
            for move, rule in positions.RULES.items()
        ),
        "",
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
        "A minority statement (domain.md 6.5)", "consensus/statements/machine.py",
        StatementState,
        tuple(
            Line(rule.before, str(rule.who), move, rule.after)
            for move, rule in statements.RULES.items()
        ),
        "`withdrawn` with its last signer, else as before",
    ),
    Machine(
        "A declared level (domain.md 6.6)", "consensus/challenges/designations.py",
        designations.DesignationState,
        tuple(
            Line(rule.before, rule.who, move, rule.after, rule.note)
            for move, rule in designations.RULES.items()
        ),
        "",
    ),
    Machine(
        "A challenge (domain.md 6.7)", "consensus/challenges/machine.py",
        ChallengeState,
        tuple(
            Line(rule.before, str(rule.who), move, rule.after, _ends_after(rule.days))
            for move, rule in challenges.RULES.items()
        ),
        "",
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
    before = before or "(none)"
    after = f"`{line.after}`" if line.after else open_end
    what = str(line.move).replace("_", " ")
    return f"| {before} | {line.who} | {what} | {after} | {line.guard} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
