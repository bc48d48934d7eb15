"""The windows that a declaration opens: statements and challenges (domain.md 6.1)."""

from collections.abc import Mapping
from datetime import datetime

from consensus import clock
from consensus.coalitions.charter import Charter, charter_of
from consensus.deliberation.call_models import Call
from consensus.deliberation.levels import Level
from consensus.deliberation.windows import end_of_day

DAYS_AFTER_REVISION = 5
"""How long statements can still be filed at least once a level is revised (6.6)."""

Levels = Mapping[str | None, Level]
"""Levels by block id; None is the whole document."""


def open_windows(call: Call, before: Levels, declared: Levels) -> None:
    """
    Let members file statements and challenge levels after what is declared now.

    The days are those of the charter that the call cites. A level declared for the
    first time gives them all; a level revised gives 5 more at least (domain.md 6.6),
    also to challenge it, as nobody could challenge it before. No window ever
    becomes shorter, and other reasons for the same level open none.
    """
    charter = charter_of(call.charter)
    if declared.keys() - before.keys():
        _keep_open(call, charter.statement_days, charter.challenge_days)
    if any(before.get(block, level) is not level for block, level in declared.items()):
        _keep_open(call, DAYS_AFTER_REVISION, Charter.CHALLENGE_FLOOR)


def _keep_open(call: Call, statement_days: int, challenge_days: int) -> None:
    now = clock.now()
    call.statements_close_at = _later(
        call.statements_close_at, end_of_day(now, statement_days)
    )
    call.challenges_close_at = _later(
        call.challenges_close_at, end_of_day(now, challenge_days)
    )


def _later(present: datetime | None, wanted: datetime) -> datetime:
    return wanted if present is None else max(present, wanted)
