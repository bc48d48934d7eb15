"""
How often pages ask the database: as often for a long text as for a short one, and for
many people as for few (docs/performance.md has what it takes in time).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from consensus.coalitions.models import Attribution, Member, Role
from consensus.db import db
from consensus.deliberation.actions.positions import Stand, take_position
from consensus.deliberation.assessment import evidence_for, reading_of
from consensus.deliberation.call_queries import open_call_of
from consensus.deliberation.models import PositionKind
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document
from consensus.drafting.seen import seen_now
from tests.deliberation.saying import Against, object_to
from tests.deliberation.stories import GROUPS
from tests.world import Person, World

SUPPORT = Stand(PositionKind.SUPPORT, "", Attribution.NAMED)


class Called(NamedTuple):
    """A text under call, of so many paragraphs, and one of those who spoke."""

    world: World
    document: int
    reader: Person

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements sent to the database meanwhile."""
        sent: list[str] = []

        def note(*about: object) -> None:
            sent.append(str(about[2]))

        with self.world.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        yield sent
        event.remove(engine, "before_cursor_execute", note)

    def got(self, path: str) -> int:
        """How many statements it takes to answer a request of the reader's."""
        address = f"/documents/{self.document}/{path}"
        assert self.reader.get(address).status_code == 200
        with self.counted() as sent:
            self.reader.get(address)
        return len(sent)


def called(world: World, paragraphs: int, people: int) -> Called:
    """
    One objects to each paragraph, a second to the first; all others support each.
    """
    slug = f"of-{paragraphs}"
    caller = world.person("Ines Duarte", role=Role.COORDINATOR, coalition=slug)
    words = [f"Rule {number}." for number in range(paragraphs)]
    document_id = world.document("Rules", words, by=caller, caller=caller)
    crowd = [
        world.person("Bo Lind", GROUPS[n % 5], coalition=slug) for n in range(people)
    ]
    with world.session() as session:
        document, _ = open_document(session, document_id, None, to=Act.READ)
        seats = [session.get_one(Member, one.member_id) for one in crowd]
        for number in range(1, paragraphs + 1):
            _answer(session, document, f"b{number}", seats)
        object_to(session, document, seats[1], Against("b1", "It is vague."))
    sent = {"days": "14", "notice": "Please answer."}
    assert caller.post(f"/documents/{document_id}/call", **sent).status_code == 303
    return Called(world, document_id, crowd[0])


def _answer(
    session: Session, document: Document, block: str, seats: list[Member]
) -> None:
    for seat in seats[1:]:
        seen = seen_now(session, document.id, block)
        take_position(session, document, seen, SUPPORT, by=seat)
    object_to(session, document, seats[0], Against(block, "It is too short."))


@pytest.fixture
def both(world: World) -> tuple[Called, Called]:
    """A short text among few, and a longer one among more."""
    return called(world, 2, 3), called(world, 9, 6)


def read_whole(one: Called) -> int:
    """How many statements a reading of the whole call takes."""
    with one.world.app.app_context():
        document, _ = open_document(db.session, one.document, None, to=Act.READ)
        with one.counted() as sent:
            call = open_call_of(db.session, document)
            evidence = evidence_for(db.session, document, call)
            for block in [None, *evidence.wordings]:
                reading_of(evidence, block)
    return len(sent)


MEASURES: dict[str, Callable[[Called], int]] = {
    "the readings of a call": read_whole,
    "the map": lambda one: one.got("map.json"),
    "the participation statement": lambda one: one.got("participation.json"),
    "the panel of a paragraph": lambda one: one.got("paragraphs/b2/panel"),
}


def test_statements_do_not_grow_with_paragraphs_people_or_objections(
    both: tuple[Called, Called],
) -> None:
    few, many = both
    for what, measure in MEASURES.items():
        assert measure(few) == measure(many), what
        assert measure(many) < 60, what
