"""
A large call: 500 members, each with a position on each of 1,000 paragraphs.

The call is opened, and paragraphs are objected to, by the real deeds. The 500,000
positions are put into the database in one go, past the record, since taking them one by
one would take an hour; what is measured only reads them. It runs on SQLite and, where
`CONSENSUS_TEST_POSTGRES` names a server (as scripts/with-postgres.sh does), there too.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from benchmarks.coalition import fill, paragraphs, service
from benchmarks.measuring import measure
from consensus import clock
from consensus.coalitions.models import Attribution, Member, Role
from consensus.db import Base, db
from consensus.deliberation.assessment import evidence_for, reading_of
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import open_call_of
from consensus.deliberation.models import Position, PositionKind
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document
from tests.databases import worker_database
from tests.deliberation.saying import Against, object_to
from tests.world import Person, World

BLOCKS = 1_000
MEMBERS = 500
OPPOSED = range(1, BLOCKS, 50)
"""Paragraphs to which objections are raised, by one person more on each next one."""
KINDS = [*PositionKind, PositionKind.SUPPORT, PositionKind.SUPPORT]
POSTGRES = os.environ.get("CONSENSUS_TEST_POSTGRES", "")


def run(folder: Path) -> None:
    """Measure the readings, a panel, the map and the participation statement."""
    with service(folder) as world:
        _measure(world, "SQLite")
    if POSTGRES:
        name = f"consensus_bench_{os.getpid()}"
        with (
            worker_database(POSTGRES, name, Base.metadata) as database,
            service(folder, database.url) as world,
        ):
            _measure(world, "PostgreSQL")


def _measure(world: World, database: str) -> None:
    caller = world.person("Ada Nwosu", role=Role.COORDINATOR)
    reader = world.person("Bo Lind")
    document_id = world.document("Rivers", paragraphs(BLOCKS), by=caller, caller=caller)
    seats = fill(world, MEMBERS)
    with _document(world, document_id) as (session, document):
        _object(session, document, seats)
    sent = {"days": "14", "notice": "Please answer."}
    assert caller.post(f"/documents/{document_id}/call", **sent).status_code == 303
    with _document(world, document_id) as (session, document):
        _answer(session, document, open_call_of(session, document), seats)
        session.execute(text("ANALYZE"))  # as the database does by itself in time
    page, few, many = f"/documents/{document_id}", OPPOSED[2], OPPOSED[-1]
    print(f"\n{MEMBERS} members x {BLOCKS:,} paragraphs, on {database}")
    measure("All readings of the call", lambda: _read(world, document_id), times=5)
    for what, path in (
        ("Panel of a paragraph nobody objects to", f"paragraphs/b{few + 1}/panel"),
        ("Panel of a paragraph with 3 objections", f"paragraphs/b{few}/panel"),
        (f"Panel with {len(OPPOSED)} objections", f"paragraphs/b{many}/panel"),
    ):
        measure(what, lambda path=path: _got(reader, f"{page}/{path}"), times=30)
    measure("Map, as data", lambda: _got(reader, f"{page}/map.json"), times=5)
    statement = f"{page}/participation.json"
    measure(
        "Participation statement, as data", lambda: _got(reader, statement), times=5
    )
    measure("Page of the whole text", lambda: _got(reader, page), times=3)


@contextmanager
def _document(world: World, document_id: int) -> Iterator[tuple[Session, Document]]:
    with world.session() as session:
        document, _ = open_document(session, document_id, None, to=Act.READ)
        yield session, document


def _object(session: Session, document: Document, seats: list[int]) -> None:
    for people, number in enumerate(OPPOSED, start=1):
        for seat in seats[:people]:
            against = Against(f"b{number}", "Those downstream are not heard.")
            object_to(session, document, session.get_one(Member, seat), against)


def _answer(session: Session, document: Document, call: Call, seats: list[int]) -> None:
    """Everybody's positions; an objection counts before its holder's position."""
    now = clock.now()
    session.execute(
        insert(Position),
        [
            {
                "document_id": document.id,
                "block_id": item.wording.block_id,
                "wording_id": item.wording.id,
                "member_id": seat,
                "kind": KINDS[(seat + place) % len(KINDS)],
                "note": "",
                "attribution": Attribution.NAMED,
                "taken_at": now,
            }
            for place, item in enumerate(call.snapshot.items)
            for seat in seats
        ],
    )


def _read(world: World, document_id: int) -> None:
    with world.app.app_context():
        document, _ = open_document(db.session, document_id, None, to=Act.READ)
        evidence = evidence_for(
            db.session, document, open_call_of(db.session, document)
        )
        readings = [reading_of(evidence, one) for one in [None, *evidence.wordings]]
        assert readings[1].counts.people == MEMBERS


def _got(person: Person, path: str) -> None:
    assert person.get(path).status_code == 200
