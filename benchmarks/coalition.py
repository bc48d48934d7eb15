"""A service on an SQLite file, with a coalition of any size before a text."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consensus.accounts.actions import open_account
from consensus.app import create_app
from consensus.coalitions.actions import SeatFacts, take_seat
from consensus.coalitions.models import Region, StakeholderGroup
from consensus.coalitions.queries import coalition_called
from consensus.config import Settings
from consensus.db import Base, db
from tests.databases import make_sqlite_template
from tests.world import RIVERS, World

GROUPS = [group for group in StakeholderGroup if group is not StakeholderGroup.OTHER]
WORDS = "Everyone near the river shares its water, its floods and its cables. " * 8


@contextmanager
def service(folder: Path, database_url: str = "") -> Iterator[World]:
    """
    An empty service that keeps its files in a folder, at the real time; on SQLite
    there, or on the database with this address, which has its tables already.
    """
    settings = Settings(
        database_url=database_url
        or make_sqlite_template(folder, Base.metadata).copy_to(folder),
        base_url="http://localhost",
        secret_key="only for measuring, and long enough to sign with",  # noqa: S106
        development=True,
        signing_key=str(folder / "signing-key"),
        clock_store=str(folder / "clock.sqlite"),
    )
    app = create_app(settings)
    yield World(app)
    with app.app_context():
        db.engine.dispose()


def paragraphs(count: int) -> list[str]:
    """So many different paragraphs of some 550 characters."""
    return [f"{number}. {WORDS}" for number in range(1, count + 1)]


def fill(world: World, members: int) -> list[int]:
    """
    Seat so many more members, spread over the five groups, some in organisations;
    their seats' ids.
    """
    with world.session() as session:
        place = coalition_called(session, RIVERS)
        seats = []
        for number in range(members):
            account = open_account(
                session, name=f"Member {number}", email=f"m{number}@example.org"
            )
            # One in six shares an organisation with others.
            house = "" if number % 6 else f"House {number % 42}"
            facts = SeatFacts(
                GROUPS[number % len(GROUPS)], Region.AFRICAN, organisation=house
            )
            seats.append(take_seat(session, place, facts, by=account))
        return [seat.id for seat in seats]
