"""
Reading a whole call: 500 members, each with a position on each of 200 paragraphs.

The call is opened by the real deed. The 100,000 positions are put into the database
in one go, past the record, since taking them one by one would take many minutes; what
is measured only reads them.
"""

from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.coalition import fill, paragraphs, service
from benchmarks.measuring import measure
from consensus import clock
from consensus.coalitions.models import Attribution, Member, Role
from consensus.db import db
from consensus.deliberation.actions.calls import Plan, open_call
from consensus.deliberation.assessment import evidence_for, reading_of
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import open_call_of
from consensus.deliberation.models import Position, PositionKind
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document
from tests.world import Person, World

BLOCKS = 200
MEMBERS = 500
KINDS = [*PositionKind, PositionKind.SUPPORT, PositionKind.SUPPORT]


def run(folder: Path) -> None:
    """Measure fetching the evidence and computing the 201 readings."""
    with service(folder) as world:
        caller = world.person("Ada Nwosu", role=Role.COORDINATOR)
        document_id = world.document("Rivers", paragraphs(BLOCKS), by=caller)
        world.appoint(caller, Role.CALLER, document_id)
        seats = fill(world, MEMBERS)
        _open(world, caller, document_id, seats)
        what = f"Reading a call, {MEMBERS} members x {BLOCKS}"
        measure(what, lambda: _read(world, document_id), times=3)


def _open(world: World, caller: Person, document_id: int, seats: list[int]) -> None:
    with world.session() as session:
        document, _ = open_document(session, document_id, None, to=Act.READ)
        seat = session.get_one(Member, caller.member_id)
        _, asker = open_document(session, document_id, seat.account, to=Act.OPEN_CALL)
        actor = asker.acting(Act.OPEN_CALL)
        call = open_call(
            session, document, Plan(14, "Please answer."), by=seat, actor=actor
        )
        session.flush()
        _answer(session, document, call, seats)


def _answer(session: Session, document: Document, call: Call, seats: list[int]) -> None:
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
