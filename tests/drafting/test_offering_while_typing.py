"""A snapshot has what is being stored at that moment wholly, or not at all."""

from threading import Event, Thread

import pytest
from sqlalchemy import select

from consensus.archive.models import Entry
from consensus.coalitions.models import Member
from consensus.documents.models import Document
from consensus.drafting.changing import apply_change
from consensus.drafting.clients import client_for_page
from consensus.drafting.log import Row, add_rows, lock
from consensus.drafting.text import change_block
from consensus.drafting.typing import record_typing
from consensus.wordings.queries import latest_snapshot
from tests.drafting.texts import block, words
from tests.world import World, world

__all__ = ["world"]


@pytest.mark.postgres
def test_offering_the_text_waits_for_what_is_being_stored(world: World) -> None:
    ada = world.person("Ada Nwosu")
    document_id = world.document("Rivers", ["Rivers need care."], by=ada)
    asked = Event()

    def offer() -> None:
        asked.set()
        assert ada.post(f"/documents/{document_id}/offer").status_code == 303

    offering = Thread(target=offer)
    with world.session() as session:
        lock(session, document_id)
        offering.start()
        asked.wait()
        offering.join(timeout=0.5)
        assert offering.is_alive(), "the offer did not wait"
        typed = block("b1", words("Rivers need our care."))
        apply_change(
            session,
            session.get_one(Document, document_id),
            lambda doc: change_block(doc, typed),
            by=session.get_one(Member, ada.member_id),
        )
    offering.join()
    with world.session() as session:
        snapshot = latest_snapshot(session, document_id)
        assert snapshot is not None
        (item,) = snapshot.items
        assert item.wording.text == "Rivers need our care."


def test_what_was_typed_is_recorded_once_for_each_member(world: World) -> None:
    ada, ben = world.person("Ada Nwosu"), world.person("Ben Silva")
    document_id = world.document("Rivers", ["One.", "Two."], by=ada)
    with world.session() as session:
        document = session.get_one(Document, document_id)
        lock(session, document_id)
        one, other = (
            client_for_page(
                session, document_id, person.member_id or 0, wanted=0, live=set()
            )
            for person in (ada, ben)
        )
        rows = [(one, ["b1"]), (other, ["b2"]), (one, ["b1", "b2"])]
        places = add_rows(
            session, document_id, [Row(client, b"\0\0", ids) for client, ids in rows]
        )
        session.flush()
        record_typing(session, document)
        record_typing(session, document)
        found = session.scalars(select(Entry).where(Entry.verb == "text.edited"))
        facts = [entry.facts for entry in found]
    assert facts == [
        {"op": "typed", "from_seq": places[0], "draft_seq": places[2],
         "blocks": ["b1", "b2"]},
        {"op": "typed", "from_seq": places[1], "draft_seq": places[1],
         "blocks": ["b2"]},
    ]  # fmt: skip
