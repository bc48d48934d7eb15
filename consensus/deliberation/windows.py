"""When a window of days closes: the same moment for everybody (domain.md 6.9)."""

from datetime import UTC, datetime, time, timedelta, timezone
from typing import TypeGuard

from consensus import clock

ANYWHERE_ON_EARTH = timezone(timedelta(hours=-12))

DAYS_TO_CONTEST = 7
"""For how many days holders and supporters can contest an editorial change (5.3)."""


def end_of_day(start: datetime, days: int) -> datetime:
    """23:59 anywhere on Earth (UTC-12) that many days on, in UTC (domain.md 6.9)."""
    day = (start.astimezone(ANYWHERE_ON_EARTH) + timedelta(days=days)).date()
    end = datetime.combine(day, time(23, 59), ANYWHERE_ON_EARTH)
    if end < start + timedelta(days=days):  # started in the day's last minute
        end += timedelta(days=1)  # INV-27: never less than the days asked for
    return end.astimezone(UTC)


def contest_ends(declared_at: datetime) -> datetime:
    """Until when a change declared editorial can be contested, UTC."""
    return end_of_day(declared_at, DAYS_TO_CONTEST)


def is_open(until: datetime | None) -> TypeGuard[datetime]:
    """Whether a window is still open; one that never began (None) is not."""
    return until is not None and clock.now() < until


def in_words(moment: datetime) -> str:
    """A moment as sentences give it: 6 October 2026, 11:59 UTC."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
