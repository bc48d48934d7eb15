"""
The one clock. Everything that asks what time it is asks here, so that tests, the
sample coalition and rehearsals can travel in time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path


def _system_time() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_time


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source()


def set_source(source: Callable[[], datetime]) -> None:
    """Let `now` answer with this function from here on (aware datetimes only)."""
    global _source  # noqa: PLW0603 - one clock for the process is the point
    _source = source


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at a moment for the length of a block, then go back."""
    before = _source
    set_source(lambda: moment)
    try:
        yield
    finally:
        set_source(before)


def follow_file(path: Path) -> None:
    """Run ahead of the system's time by the seconds written in a file (rehearsals)."""

    def shifted() -> datetime:
        text = path.read_text("ascii").strip() if path.exists() else ""
        return _system_time() + timedelta(seconds=float(text or 0))

    set_source(shifted)
