"""What members wait for: their position, a panel, a text of 200 paragraphs."""

from itertools import cycle
from pathlib import Path

from benchmarks.coalition import paragraphs, service
from benchmarks.measuring import measure
from consensus.coalitions.models import Role
from tests.deliberation.panels import seen_by, take
from tests.world import Person, World

BLOCKS = 200
PEOPLE = 12


def run(folder: Path) -> None:
    """Measure through the application, without the network."""
    with service(folder) as world:
        editor = world.person("Ada Nwosu", role=Role.COORDINATOR)
        members = [world.person(f"Member {chr(65 + n)}") for n in range(PEOPLE)]
        document_id = world.document("Rivers", paragraphs(BLOCKS), by=editor)
        _measure(world, members, document_id)


def _measure(world: World, members: list[Person], document_id: int) -> None:
    page = f"/documents/{document_id}"
    panel = f"{page}/paragraphs/b1/panel"
    ada = members[0]
    asked = cycle(members)
    seen = seen_by(ada, document_id)
    for member in members:
        _support_everything(member, document_id)
    measure(
        "Position taken (POST, on disk)",
        lambda: _took(next(asked), document_id, seen),
        times=100,
    )
    measure("Panel of a paragraph (GET)", lambda: _got(ada, panel), times=50)
    measure(f"Page of {BLOCKS} paragraphs, member", lambda: _got(ada, page), times=11)
    visitor = world.visitor()
    measure(
        f"Page of {BLOCKS} paragraphs, visitor", lambda: _got(visitor, page), times=11
    )


def _support_everything(member: Person, document_id: int) -> None:
    """A position on every twentieth paragraph, so that pages have people to show."""
    for number in range(1, BLOCKS + 1, 20):
        take(member, document_id, block_id=f"b{number}")


def _took(member: Person, document_id: int, seen: dict[str, str]) -> None:
    assert take(member, document_id, seen=seen).status_code == 303


def _got(person: Person, path: str) -> None:
    assert person.get(path).status_code == 200
